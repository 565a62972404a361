// Shared by the pages of all editors.
export const place = document.querySelector("#editor");

/** Provides what the tests need: the text of the editor's model, and a way to focus it. */
export const ready = (text, focus) => {
  window.model = text;
  window.focusEditor = focus;
};
