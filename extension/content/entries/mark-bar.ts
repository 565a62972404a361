// Runs in a page whose mark is a bar.
import { chooseMark } from "../mark";
import css from "../mark-bar.css";

chooseMark("bar", css);
