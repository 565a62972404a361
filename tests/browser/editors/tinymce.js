import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";
import { place, ready } from "./page.js";

const [editor] = await tinymce.init({
  target: place,
  license_key: "gpl",
  skin: false,
  content_css: false,
  promotion: false,
  branding: false,
  menubar: false,
  inline: location.hash === "#inline",
});
ready(
  () => editor.getContent({ format: "text" }),
  () => editor.focus(),
);
