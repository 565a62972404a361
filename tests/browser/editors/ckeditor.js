import { ClassicEditor, Essentials, Paragraph } from "ckeditor5";
import { place, ready } from "./page.js";

const editor = await ClassicEditor.create(place, {
  licenseKey: "GPL",
  plugins: [Essentials, Paragraph],
  toolbar: ["undo"],
});
const textOf = () => new DOMParser().parseFromString(editor.getData(), "text/html").body.textContent;
ready(textOf, () => editor.editing.view.focus());
