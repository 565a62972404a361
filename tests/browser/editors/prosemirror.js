import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { place, ready } from "./page.js";

const plugins = [history(), keymap({ "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo }), keymap(baseKeymap)];
const view = new EditorView(place, { state: EditorState.create({ schema, plugins }) });
ready(
  () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n"),
  () => view.focus(),
);
