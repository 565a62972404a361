// Takes a pasted text out of a field, as a user would: it can be undone.
import { asTextField, execCommand, focus, localName, textNodes } from "./dom";
import type { Field } from "./types";

/** Where a text is in an editable part, however the page's editor broke it up. */
const rangeOf = (field: Field, text: string) => {
  const wanted = text.replace(/\s+/g, "");
  const places: { node: Node; at: number }[] = [];
  let all = "";
  for (const node of textNodes(field)) {
    const { data } = node;
    for (let at = 0; at < data.length; at++) {
      if (/\s/.test(data[at] ?? "")) continue;
      all += data[at];
      places.push({ node, at });
    }
  }
  const start = all.lastIndexOf(wanted);
  const first = places[start];
  const last = places[start + wanted.length - 1];
  if (!wanted || !first || !last) return null;
  const range = new Range();
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at + 1);
  return range;
};

export const removeText = (field: Field, text: string) => {
  focus(field);
  const input = asTextField(field);
  if (input) {
    const lines = text.replace(/\r\n?/g, "\n");
    const inField = localName(input) === "textarea" ? lines : lines.replace(/\n/g, "");
    const kept = [inField, inField.trim()].find((part) => part && input.value.includes(part));
    const at = kept ? input.value.lastIndexOf(kept) : -1;
    // A field that cut the text short holds nothing but its beginning.
    const isCut = at < 0 && input.maxLength >= 0 && inField.startsWith(input.value);
    if (at < 0 && !isCut) return;
    if (isCut || input.value === kept) input.select();
    else input.setSelectionRange(at, at + (kept?.length ?? 0));
  } else {
    const range = rangeOf(field, text);
    if (!range) return;
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  }
  execCommand(document, "delete");
};
