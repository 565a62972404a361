// What each editor's page has in common.
export const place = document.querySelector("#editor");

/** What the tests ask for: the text of the editor's model, and the focus. */
export const ready = (text, focus) => {
  window.model = text;
  window.focusEditor = focus;
};
