// Tracks which fields were edited since the page was loaded or they were submitted or reset. Their values are only
// compared with what they were, and never leave this file.
import {
  asControl,
  attribute,
  closest,
  contains,
  formOf,
  type Heard,
  isConnected,
  isEditable,
  isHtml,
  matches,
  originOf,
  ownerDocument,
  type PageElement,
  rootNode,
  targetOf,
  windowOf,
} from "./dom";
import { eachFrame, hear } from "./frames";
import { asElement, editContextOf, queryAll, run, shadowOf } from "./run";
import type { Field } from "./types";

const fields = new Set<Field>();
/** The value of a field before its first edit, and after its last one. */
const values = new WeakMap<Field, [before: string, after?: string | undefined]>();
/** The last submission, until the next edit. A page that prevents it may send the fields itself, or refuse them. */
let sent: { form: PageElement; event: Heard<Event>; fields: Field[] } | undefined;
/** Marks of fields that a page refuses. */
const REFUSED = "[aria-invalid=true],.is-invalid,.was-validated :invalid";
/** Fields that were passwords. Some pages can show a password, which is still secret. */
const passwords = new WeakSet<object>();

/** What is typed into a site's search isn't saved anywhere. */
const SEARCH = "[role=search] *,search *";
/** Hints in fields that search or filter what the page shows. "Search keywords" may be what a page asks for. */
const SEEKS = /^filt(er|r)|^(search|suche|recherch|busc|zoek).*(…|\.{3})$/i;
const isSearch = (field: PageElement) =>
  matches(field, SEARCH) || (!closest(field, "form") && SEEKS.test(attribute(field, "placeholder") ?? ""));

/** The value of a field; undefined for passwords, and where it does not show everything. */
const valueIn = (field: Field) => {
  const control = asControl(field);
  return control && !/file|multiple|password|radio/.test(control.type) ? control.value + control.checked : undefined;
};
const refused = () => (sent?.event.defaultPrevented && queryAll(sent.form, REFUSED)[0] ? sent.fields : []);
/** Ends the wait for what the page does with a submission. These of its fields still have edits. */
const settle = (still = refused()) => {
  sent = undefined;
  for (const field of still) {
    fields.add(field);
    // What is known from before its next edit may be the refused value.
    values.delete(field);
  }
};
/** Edited fields that could be lost. For a group of radio buttons, the selected one. */
const edited = () =>
  [...fields, ...refused()].filter((field) => {
    const control = asControl(field);
    const page = isConnected(field) && ownerDocument(field);
    return page && windowOf(page) && !passwords.has(field) && (control?.type !== "radio" || control.checked);
  });

/** Calls `changed` after each edit and each submitted form. */
export const watchEdits = (changed: () => void) => {
  run.edited = edited;
  const onInput = (event: Heard<Event>) => {
    if (!event.isTrusted) return;
    const target = asElement(originOf(event));
    if (!target || isSearch(target)) return;
    const root = shadowOf(target);
    // Only listeners inside a closed root can see which of its fields was edited.
    if (root?.mode === "closed") return hear(root, "input", onInput);
    const control = asControl(target);
    const field =
      (control as Field | undefined) ??
      closest(target, "[contenteditable]") ??
      (isHtml(target) && (isEditable(target) || editContextOf(target)) ? target : null);
    if (!field) return;
    settle();
    const known = values.get(field);
    const now = valueIn(field);
    if (known) known[1] = now;
    if (known && now === known[0]) fields.delete(field);
    else fields.add(field);
    for (const type of ["submit", "reset"]) hear(rootNode(field), type, onSubmit);
    if (control?.type === "password") passwords.add(field);
    changed();
  };
  const onSubmit = (event: Heard<Event>) => {
    const form = targetOf(event);
    // If the session has ended, nothing is saved.
    if (!event.isTrusted || !form || (event.type === "submit" && run.view?.session?.ended)) return;
    settle(sent?.form === form ? sent.fields : refused());
    const own = [...fields].filter((field) => formOf(field) === form || contains(form, field));
    for (const field of own) {
      fields.delete(field);
      values.delete(field);
    }
    if (event.type === "submit") sent = { form, event, fields: own };
    changed();
  };
  const beforeEdit = (event: Heard<Event>) => {
    const target = asElement(originOf(event));
    // Only the page receives what is inserted into an edit context.
    if (event.type === "beforeinput" && target && editContextOf(target)) onInput(event);
    const field = asControl(target) as Field | undefined;
    const now = field && valueIn(field);
    if (!field || now === undefined) return;
    if (!fields.has(field)) values.set(field, [now]);
    // Some editors empty a field after each input, so its value says nothing about their text.
    else if (now !== values.get(field)?.[1]) values.delete(field);
  };
  eachFrame((view, on) => {
    on(view, "input", onInput);
    // During a submission, only the page's own script asks whether fields are valid.
    on(view, "invalid", () => sent?.event.eventPhase && settle(sent.fields));
    // Lists and checkboxes have no `beforeinput`.
    for (const type of ["beforeinput", "focusin", "pointerdown"]) on(view, type, beforeEdit);
  });
};
