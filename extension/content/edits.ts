// Tracks which fields were edited since the page was loaded or they were submitted or reset. Their values are only
// compared with what they were, and never leave this file.
import {
  ariaLabel,
  asControl,
  attribute,
  boxOf,
  closest,
  contains,
  formOf,
  type Heard,
  isConnected,
  isEditable,
  isHtml,
  isVisible,
  localName,
  matches,
  originOf,
  ownerDocument,
  type PageElement,
  parentElement,
  query,
  rootNode,
  targetOf,
  textIn,
  windowOf,
} from "./dom";
import { eachFrame, hear } from "./frames";
import { controlUnder, labelsOf } from "./page";
import type { FieldWords } from "./protocol";
import { registry } from "./registry";
import { asElement, editContextOf, queryAll, run, shadowOf } from "./run";
import type { Field, SiteFacts } from "./types";

const fields = new Set<Field>();
/** The value of a field before its first edit, and after its last one. */
const values = new WeakMap<Field, [before: string, after?: string | undefined]>();
/** The last submission, until the next edit. A page that prevents it may send the fields itself, or refuse them. */
let sent: { form: PageElement; event: Heard<Event>; fields: Field[] } | undefined;
/** Fields that a script changes after each input. Some editors empty theirs, so its value says nothing about the text. */
const rewritten = new WeakSet<Field>();
/** Marks of fields that a page refuses. */
const REFUSED = "[aria-invalid=true],.is-invalid,.was-validated :invalid";
/** Fields that were passwords. Some pages can show a password, which is still secret. */
const passwords = new WeakSet<object>();

/** What is typed into a site's search isn't saved anywhere. */
const SEARCH = "[role=search] *,search *,form[method=get i] *";
/** Fields in the head or foot of a table filter it. */
const FILTERS_TABLE = "thead *,tfoot *,[role=columnheader] *";
const SEARCH_BOX = "[type=search],[role=searchbox]";
const TEXT_FIELDS = "textarea,select,input:not([type=hidden],[type=submit],[type=button])";
/** A checkbox alone in the first cell of a row selects the row. */
const SELECTS_ROW = ":is(td,th):first-child [type=checkbox],[role=row]>:first-child [type=checkbox]";
const words = () => (registry.site as SiteFacts).session.fields;
const says = (pattern: keyof FieldWords, texts: (string | null | undefined)[]) =>
  texts.some((text) => text && new RegExp(words()[pattern], "iu").test(text.trim()));
/** Whether a field searches or filters what the page shows, or turns its pages. */
const isSearch = (field: PageElement) => {
  if (matches(field, SEARCH)) return true;
  const control = asControl(field);
  if (!control || localName(field) === "textarea") return false;
  const cell = matches(field, SELECTS_ROW) && closest(field, "td,th,[role=row]>*");
  if (cell && !textIn(cell).trim() && !closest(field, "form")) return true;
  const group = closest(field, "fieldset,[role=group]");
  const legend = group && query(group, "legend");
  if (group && says("group", [legend && textIn(legend), ariaLabel(group)])) return true;
  const form = closest(field, "form");
  if (!form && matches(field, FILTERS_TABLE)) return true;
  if (form && queryAll(form, TEXT_FIELDS).length > 1) return false;
  if (matches(field, SEARCH_BOX)) return true;
  const labels = [...(control.labels ?? [])].map((label) => textIn(asElement(label) as PageElement));
  return says("hint", [attribute(field, "placeholder")]) || says("label", [ariaLabel(field), ...labels]);
};

/** The value of a field; undefined for passwords, and where it does not show everything. */
const valueIn = (field: Field) => {
  const control = asControl(field);
  return control && !/file|multiple|password|radio/.test(control.type) ? control.value + control.checked : undefined;
};
const refused = () =>
  sent && (sent.event.type === "click" || sent.event.defaultPrevented) && queryAll(sent.form, REFUSED)[0]
    ? sent.fields
    : [];
/** Ends the wait for what the page does with a submission. These of its fields still have edits. */
const settle = (still = refused()) => {
  sent = undefined;
  for (const field of still) {
    fields.add(field);
    // What is known from before its next edit may be the refused value.
    values.delete(field);
  }
};
/** The smallest field that a user may type into, in CSS pixels. Some editors receive their input in a smaller one. */
const SMALLEST = 12;
/** Whether a field shows what is in it. */
const showsValue = (field: Field) => {
  const boxes = [field, parentElement(field)].map((element) => element && boxOf(element));
  return isVisible(field) && boxes.every((box) => box && box.width > SMALLEST && box.height > SMALLEST);
};
/** Editors in the page that had no text before their first edit. */
const blank = new WeakSet<Field>();
const isEmpty = (editor: PageElement) => !textIn(editor).trim() && !editContextOf(editor);
/** Whether a script has set a field back to what it was, such as after it sent a comment. */
const isSetBack = (field: Field) => {
  const [before] = values.get(field) ?? [];
  const isAsBefore = before === undefined ? blank.has(field) && isEmpty(field) : valueIn(field) === before;
  return isAsBefore && !rewritten.has(field) && showsValue(field);
};
/** How long an editor may take to insert a text, in milliseconds. */
const INSERTED = 300;
/** Forgets the edits of fields that were sent or reset. */
const forget = (own: Field[]) => {
  for (const field of own) {
    fields.delete(field);
    values.delete(field);
  }
};
/** Edited fields that could be lost. For a group of radio buttons, the selected one. */
const edited = () =>
  [...fields, ...refused()].filter((field) => {
    const control = asControl(field);
    const page = isConnected(field) && ownerDocument(field);
    if (!page || !windowOf(page) || passwords.has(field) || isSetBack(field)) return false;
    return control?.type !== "radio" || control.checked;
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
    // More may have been typed until then.
    setTimeout(() => valueIn(field) === (values.get(field)?.[1] ?? now) || rewritten.add(field));
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
    forget(own);
    if (event.type === "submit") sent = { form, event, fields: own };
    changed();
  };
  /** A click on a control that saves sends the fields next to it, if they are in no form. */
  const onClick = (event: Heard<Event>) => {
    const control = event.isTrusted && fields.size ? controlUnder(event) : undefined;
    if (!control || formOf(control) || run.view?.session?.ended || !says("saves", labelsOf(control))) return;
    const holds = (part: PageElement) => [...fields].filter((field) => contains(part, field) && !formOf(field));
    for (let part: PageElement | null = control; part; part = parentElement(part)) {
      const own = holds(part);
      if (!own.length) continue;
      settle();
      forget(own);
      sent = { form: part, event, fields: own };
      changed();
      return;
    }
  };
  /** Some editors insert a pasted or dropped text themselves, without an event. */
  const onInsert = (event: Heard<Event>) => {
    const target = event.isTrusted && asElement(originOf(event));
    const editor = target && closest(target, "[contenteditable]");
    if (!editor || !isEditable(editor)) return;
    const before = textIn(editor);
    setTimeout(() => {
      if (fields.has(editor) || !isConnected(editor) || textIn(editor) === before) return;
      settle();
      fields.add(editor);
      changed();
    }, INSERTED);
  };
  const beforeEdit = (event: Heard<Event>) => {
    const target = asElement(originOf(event));
    // Only the page receives what is inserted into an edit context.
    if (event.type === "beforeinput" && target && editContextOf(target)) onInput(event);
    const field = asControl(target) as Field | undefined;
    const editor = !field && target && closest(target, "[contenteditable]");
    if (editor && !fields.has(editor) && isEmpty(editor)) blank.add(editor);
    const now = field && valueIn(field);
    if (!field || now === undefined) return;
    if (!fields.has(field)) values.set(field, [now]);
    // Some editors empty a field after each input, so its value says nothing about their text.
    else if (now !== values.get(field)?.[1]) values.delete(field);
  };
  eachFrame((view, on) => {
    on(view, "input", onInput);
    on(view, "click", onClick);
    for (const type of ["paste", "drop"]) on(view, type, onInsert);
    // During a submission, only the page's own script asks whether fields are valid.
    on(view, "invalid", () => sent?.event.eventPhase && settle(sent.fields));
    // Lists and checkboxes have no `beforeinput`.
    for (const type of ["beforeinput", "focusin", "pointerdown"]) on(view, type, beforeEdit);
  });
};
