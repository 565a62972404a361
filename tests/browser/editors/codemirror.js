import { indentWithTab } from "@codemirror/commands";
import { keymap } from "@codemirror/view";
import { basicSetup, EditorView, minimalSetup } from "codemirror";
import { place, ready } from "./page.js";

const setup = location.hash === "#no-numbers" ? minimalSetup : basicSetup;
const view = new EditorView({ extensions: [setup, keymap.of([indentWithTab])], parent: place });
ready(
  () => view.state.doc.toString(),
  () => view.focus(),
);
