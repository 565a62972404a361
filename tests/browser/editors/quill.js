import Quill from "quill";
import { place, ready } from "./page.js";

const quill = new Quill(place);
ready(
  () => quill.getText(),
  () => quill.focus(),
);
