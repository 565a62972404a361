// Texts that come into a field in other ways than by a paste or drop, which paste.ts reports: filled in, inserted at once,
// or set by a script.
import {
  asTextField,
  attribute,
  contains,
  formOf,
  type Heard,
  matches,
  originOf,
  queryAll,
  type TextField,
  targetOf,
} from "./dom";
import { fieldOf } from "./paste";
import { listen, run } from "./run";

/** Bounded work: so many fields of a form are looked at. */
const MOST = 40;
/** No key is shorter. */
const SHORTEST = 10;
/** More characters at once were not typed. */
const TYPED = 20;
/** A browser that reports a paste by two events does so within this time, in milliseconds. */
const TWICE = 1000;

/** So many texts are remembered as examined. */
const RECENT = 5;

/** What a field held when it was last looked at. */
const known = new WeakMap<TextField, string>();
let pasted = "";
let pastedAt = -Infinity;
let recent: string[] = [];

const noteValue = (field: TextField) => known.set(field, field.value);
/** Remembers a text that is examined: a page may move it to another field, which is no reason to warn again. */
export const noteText = (text: string) => {
  recent = [text.trim(), ...recent].slice(0, RECENT);
};

/** Letters and digits: a page may format what was pasted. */
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
const notePaste = (text: string | undefined) => {
  pasted = bare(text ?? "");
  pastedAt = performance.now();
};
/** Whether an inserted text is the last paste, or a part of it. */
const isOfPaste = (data: string | null) => {
  const text = bare(data ?? "");
  return performance.now() - pastedAt < TWICE && (pasted.includes(text) || (pasted !== "" && text.includes(pasted)));
};

/** Examines what is in a field that nothing is known of: a script or a "Paste" button may have set it. */
const check = (field: TextField) => {
  const { value } = field;
  if (known.get(field) === value) return;
  noteValue(field);
  if (recent.some((text) => value.includes(text))) return;
  if (value.length >= SHORTEST && !/file|current-password/.test(`${field.type} ${attribute(field, "autocomplete")}`))
    run.examine?.(field, value, null);
};

export const watchValues = () => {
  listen(window, "paste", ({ isTrusted, clipboardData }) => {
    if (isTrusted) notePaste(clipboardData?.getData("text/plain"));
  });
  listen(window, "drop", ({ isTrusted, dataTransfer }) => {
    if (isTrusted) notePaste(dataTransfer?.getData("text/plain"));
  });
  listen(window, "input", (event: Heard<InputEvent>) => {
    const { data, inputType: kind } = event;
    const field = event.isTrusted ? fieldOf(event) : null;
    const own = asTextField(field);
    if (own) noteValue(own);
    // What the browser fills in comes without a kind of input, or as a replacement.
    const isFilled = own && (kind === "insertReplacementText" || (!kind && matches(own, ":autofill")));
    // Some browsers report a paste by this event alone, and some keyboards insert whole texts.
    const isWhole = /^insertFrom/.test(kind) || (data && data.length >= TYPED);
    // A page may put what was pasted into its field itself, line by line.
    if (!field || (!isFilled && (!isWhole || isOfPaste(data)))) return;
    const text = (isWhole && data) || own?.value;
    const isKnown = recent.some((one) => one.includes(text?.trim() ?? ""));
    if (text && !(isKnown && kind === "insertText")) run.examine?.(field, text, null);
  });
  const own = (event: Heard<Event>) => (event.isTrusted ? asTextField(originOf(event)) : undefined);
  // When the user goes on typing, leaves the field, or submits its form.
  for (const type of ["beforeinput", "focusout"])
    listen<Event>(window, type, (event) => {
      const field = own(event);
      if (field) check(field);
    });
  listen(window, "submit", (event) => {
    const form = targetOf(event);
    if (!event.isTrusted || !form) return;
    for (const inner of queryAll(form, "input, textarea").slice(0, MOST)) {
      const field = asTextField(inner);
      if (field && (contains(form, field) || formOf(field) === form)) check(field);
    }
  });
};
