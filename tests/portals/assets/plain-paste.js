// Editors that handle pastes themselves: one line, lines of code, or paragraphs.
document.addEventListener("paste", (event) => {
  const editor =
    event.target instanceof Node &&
    (event.target.nodeType === 1 ? event.target : event.target.parentElement)?.closest("[data-paste]");
  if (!editor) return;
  event.preventDefault();
  event.stopPropagation();
  const text = event.clipboardData.getData("text/plain");
  const lines = text.split(/\r?\n/);
  const selection = getSelection();
  const range =
    selection.rangeCount && editor.contains(selection.anchorNode) ? selection.getRangeAt(0) : document.createRange();
  if (!editor.contains(range.commonAncestorContainer)) {
    range.selectNodeContents(editor);
    range.collapse(false);
  }
  range.deleteContents();
  if (editor.dataset.paste === "line") return range.insertNode(document.createTextNode(lines.join("").trim()));
  for (const line of lines.reverse()) {
    const part = document.createElement(editor.dataset.paste === "lines" ? "div" : "p");
    // Editors with syntax highlighting split a text into several elements.
    for (const piece of line.split(/(?=[:= ])/))
      part.append(Object.assign(document.createElement("span"), { textContent: piece }));
    range.insertNode(part);
  }
});
