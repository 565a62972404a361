// Runs in a page whose mark is a frame.
import { chooseMark } from "../mark";
import css from "../mark-frame.css";

chooseMark("frame", css);
