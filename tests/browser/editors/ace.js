import ace from "ace-builds/src-noconflict/ace.js";
import { place, ready } from "./page.js";

const editor = ace.edit(place, { useWorker: false, showGutter: location.hash !== "#no-numbers" });
ready(
  () => editor.getValue(),
  () => editor.focus(),
);
