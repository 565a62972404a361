// Detects which key the user copies: by selecting and copying it, or with a Copy control next to it.
import { asTextField, type Heard, originOf, type PageElement, textIn } from "./dom";
import { nameOf, parentOf } from "./observe";
import { controlUnder } from "./page";
import { registry } from "./registry";
import { listen, report } from "./run";

/** More values in a part of the page aren't about one key, and more text isn't about a value. */
const MOST = 4;
const LONGEST = 2000;
/** How long the copied key is shown, plus a little more, in milliseconds. */
const OVER = 10 * 60_000 + 999;

/** The text that an event copies: the selection in its field or in the page. */
export const selectedText = (event: Heard<Event>) => {
  const field = asTextField(originOf(event));
  return field ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? undefined) : String(getSelection());
};

export const watchCopies = () => {
  const { hints, site, values: pattern = "" } = registry;
  if (!hints || !site) return;
  const values = new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, "g");
  const copies = new RegExp(hints.copies, "i");
  let over = 0;
  const copied = (text: string) => {
    const found = new Set(text.slice(0, LONGEST).match(values));
    if (!found.size || found.size > MOST) return;
    report({ keys: { "copied-shown": { text: [...found].join("\n") } } });
    // Any message wakes the core, which then ends the display.
    clearTimeout(over);
    over = setTimeout(() => report({ session: "near" }), OVER);
  };
  listen(window, "copy", (event) => {
    if (!event.isTrusted) return;
    copied(selectedText(event));
  });
  // A page may write to the clipboard without an event.
  listen(window, "click", (event: Heard<MouseEvent>) => {
    if (!event.isTrusted) return;
    const control = controlUnder(event);
    const name = control && nameOf(control).normalize("NFD").replace(/\p{M}/gu, "");
    if (!name || !copies.test(name)) return;
    for (let part: PageElement | null = parentOf(control); part; part = parentOf(part)) {
      const text = textIn(part);
      if (text.length > LONGEST) return;
      if (text.match(values)) return copied(text);
    }
  });
};
