import CodeMirror from "codemirror5/lib/codemirror.js";
import css from "../../../node_modules/codemirror5/lib/codemirror.css";
import { place, ready } from "./page.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);
const editor = CodeMirror(place, { lineNumbers: location.hash !== "#no-numbers" });
ready(
  () => editor.getValue(),
  () => editor.focus(),
);
