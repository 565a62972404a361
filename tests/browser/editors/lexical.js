import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $getRoot, createEditor } from "lexical";
import { place, ready } from "./page.js";

place.contentEditable = "true";
const editor = createEditor({
  onError(error) {
    throw error;
  },
});
editor.setRootElement(place);
registerRichText(editor);
editor.update(() => void $getRoot().append($createParagraphNode()), { discrete: true });
registerHistory(editor, createEmptyHistoryState(), 300);
ready(
  () => editor.getEditorState().read(() => $getRoot().getTextContent()),
  () => {
    place.focus();
    editor.focus();
  },
);
