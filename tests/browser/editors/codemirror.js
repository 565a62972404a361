import { indentWithTab } from "@codemirror/commands";
import { keymap } from "@codemirror/view";
import { basicSetup, EditorView } from "codemirror";
import { place, ready } from "./page.js";

const view = new EditorView({ extensions: [basicSetup, keymap.of([indentWithTab])], parent: place });
ready(
  () => view.state.doc.toString(),
  () => view.focus(),
);
