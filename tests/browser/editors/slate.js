import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Node } from "slate";
import { withHistory } from "slate-history";
import { Editable, ReactEditor, Slate, withReact } from "slate-react";
import { place, ready } from "./page.js";

const editor = withHistory(withReact(createEditor()));
const Page = () => {
  const [initialValue] = useState([{ type: "paragraph", children: [{ text: "" }] }]);
  return createElement(Slate, { editor, initialValue }, createElement(Editable, { "aria-label": "Text" }));
};
createRoot(place).render(createElement(Page));
ready(
  () => editor.children.map((node) => Node.string(node)).join("\n"),
  () => ReactEditor.focus(editor),
);
