import "monaco-editor/features/register.all.js";
import * as monaco from "monaco-editor/editor/editor.api.js";
import css from "../../../node_modules/monaco-editor/min/vs/editor/editor.main.css";
import { place, ready } from "./page.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);
// Plain text needs no worker.
const worker = { postMessage() {}, addEventListener() {}, removeEventListener() {}, terminate() {} };
window.MonacoEnvironment = { getWorker: () => worker };
const editor = monaco.editor.create(place, {
  value: "",
  language: "plaintext",
  editContext: location.hash === "#edit-context",
  lineNumbers: location.hash === "#no-numbers" ? "off" : "on",
});
ready(
  () => editor.getValue(),
  () => editor.focus(),
);
window.foldAll = () => editor.getAction("editor.foldAll").run();
