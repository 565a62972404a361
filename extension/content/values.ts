// Detects texts that reach a field without a paste or drop (those are in paste.ts): filled in, inserted at once, or set
// by a script.
import {
  addListener,
  asHost,
  asTextField,
  attribute,
  formOf,
  type Heard,
  matches,
  rootNode,
  type TextField,
  targetOf,
} from "./dom";
import { fieldOf } from "./paste";
import { listen, queryAll, run, signal } from "./run";

/** Limits the work: the most fields of a form that are read. */
const MOST = 40;
/** The length of the shortest key. */
const SHORTEST = 10;
/** A part of a text that may be a key: no word, and as long. */
const LIKE_KEY = /(?=[^\W\d]*\d)\w{10}/;
/** More characters than this at once were not typed. */
const TYPED = 20;
/** The most time between the two events by which some browsers report one paste, in milliseconds. */
const TWICE = 1000;

/** How many examined texts are remembered. */
const RECENT = 5;

/** The value of each field when it was last read. */
const known = new WeakMap<TextField, string>();
let pasted = "";
let pastedAt = -Infinity;
let recent: string[] = [];

/** Remembers the value of a field, so that it isn't examined when the field is used. */
export const noteValue = (field: TextField) => known.set(field, field.value);
/** Remembers an examined text. If a page moves it to another field, there is no reason to warn again. */
export const noteText = (text: string) => {
  // Any value may contain a shorter text.
  if (text.trim().length >= SHORTEST) recent = [text.trim(), ...recent].slice(0, RECENT);
};
/** Forgets a text that the user didn't keep. */
export const forgetText = (text: string) => {
  recent = recent.filter((one) => one !== text.trim());
};
/** Whether a value may contain a key besides the examined texts. */
const isNew = (value: string) => {
  const left = recent.reduce((rest, text) => rest.replaceAll(text, " "), value);
  return left === value ? value.length >= SHORTEST : LIKE_KEY.test(left);
};

/** The letters and digits, because a page may reformat a pasted text. */
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
const notePaste = (text: string | undefined) => {
  pasted = bare(text ?? "");
  pastedAt = performance.now();
};
/** Whether an inserted text is the last paste, or a part of it. */
const isOfPaste = (data: string | undefined) => {
  const text = bare(data ?? "");
  return performance.now() - pastedAt < TWICE && (pasted.includes(text) || (pasted !== "" && text.includes(pasted)));
};

/** Examines an unknown value in a field: a script or a "Paste" button may have set it. */
const check = (field: TextField) => {
  const { value } = field;
  if (known.get(field) === value) return;
  noteValue(field);
  if (isNew(value) && !/file|current-password/.test(`${field.type} ${attribute(field, "autocomplete")}`))
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
    const { inputType: kind } = event;
    // What is pasted into an editable part is only in the other one.
    const data = event.data ?? event.dataTransfer?.getData("text/plain");
    const field = event.isTrusted ? fieldOf(event) : null;
    const own = asTextField(field);
    if (own) noteValue(own);
    // Text that the browser fills in has no input type, or counts as a replacement.
    const isFilled = own && (kind === "insertReplacementText" || (!kind && matches(own, ":autofill")));
    // Some browsers report a paste only with this event, and some keyboards insert whole texts.
    const isWhole = /^insertFrom/.test(kind) || (data && data.length >= TYPED);
    // A page may insert a pasted text itself, line by line.
    if (!field || (!isFilled && (!isWhole || isOfPaste(data)))) return;
    const text = (isWhole && data) || own?.value;
    const isKnown = recent.some((one) => one.includes(text?.trim() ?? ""));
    if (text && !(isKnown && kind === "insertText")) run.examine?.(field, text, null);
  });
  // When the user continues typing, leaves the field, or submits its form.
  const onUse = (event: Heard<Event>) => {
    const field = event.isTrusted ? asTextField(fieldOf(event)) : undefined;
    if (field) check(field);
  };
  const onSubmit = (event: Heard<Event>) => {
    const form = targetOf(event);
    if (!event.isTrusted || !form) return;
    const inside = queryAll(form, "input, textarea").slice(0, MOST);
    const outside = queryAll(rootNode(form), "input[form], textarea[form]").filter((one) => formOf(one) === form);
    for (const inner of new Set([...inside, ...outside.slice(0, MOST)])) {
      const field = asTextField(inner);
      if (field) check(field);
    }
  };
  listen(window, "beforeinput", onUse);
  listen(window, "focusout", onUse);
  listen(window, "submit", onSubmit);
  // Outside a shadow root, nobody hears that its form is submitted or that the focus moves within it.
  listen(window, "focusin", (event) => {
    const field = fieldOf(event);
    const root = field && asHost(rootNode(field)) && rootNode(field);
    if (!root) return;
    addListener(root, "focusout", onUse, { capture: true, signal });
    addListener(root, "submit", onSubmit, { capture: true, signal });
  });
};
