import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/skins/content/default/content.js";
import "tinymce/skins/ui/oxide/content.js";
import "tinymce/skins/ui/oxide/skin.js";
import "tinymce/themes/silver";
import { place, ready } from "./page.js";

const [editor] = await tinymce.init({
  target: place,
  license_key: "gpl",
  skin_url: "default",
  content_css: "default",
  promotion: false,
  branding: false,
  menubar: false,
  inline: location.hash === "#inline",
});
ready(
  () => editor.getContent({ format: "text" }),
  () => editor.focus(),
);
