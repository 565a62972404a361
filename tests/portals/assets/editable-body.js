// Old-style editors make the whole body of a frame editable.
addEventListener("DOMContentLoaded", () => {
  document.body.contentEditable = "true";
  document.body.setAttribute("aria-label", "Rich Text Area. Press ALT-0 for help.");
});
