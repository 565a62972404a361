// Tracks which fields were edited since the page was loaded or they were submitted or reset, but not their content.
import {
  asControl,
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
  rootNode,
  targetOf,
  windowOf,
} from "./dom";
import { eachFrame, hear } from "./frames";
import { asElement, editContextOf, run, shadowOf } from "./run";
import type { Field } from "./types";

const fields = new Set<Field>();
/** Fields that were passwords. Some pages can show a password, which is still secret. */
const passwords = new WeakSet<object>();

/** What is typed into a site's search isn't saved anywhere. */
const SEARCH = "[role=search] *,search *";

/** Edited fields that could be lost. For a group of radio buttons, the selected one. */
const edited = () =>
  [...fields].filter((field) => {
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
    if (!target || matches(target, SEARCH)) return;
    const root = shadowOf(target);
    // Only listeners inside a closed root can see which of its fields was edited.
    if (root?.mode === "closed") return hear(root, "input", onInput);
    const control = asControl(target);
    const field =
      (control as Field | undefined) ??
      closest(target, "[contenteditable]") ??
      (isHtml(target) && (isEditable(target) || editContextOf(target)) ? target : null);
    if (!field) return;
    fields.add(field);
    for (const type of ["submit", "reset"]) hear(rootNode(field), type, onSubmit);
    if (control?.type === "password") passwords.add(field);
    changed();
  };
  const onSubmit = (event: Heard<Event>) => {
    const form = targetOf(event);
    // If the session has ended, nothing is saved.
    if (!event.isTrusted || !form || (event.type === "submit" && run.view?.session?.ended)) return;
    for (const field of fields) {
      if (formOf(field) === form || contains(form, field)) fields.delete(field);
    }
    changed();
  };
  // Only the page receives what is inserted into an edit context.
  const beforeInput = (event: Heard<Event>) => {
    const target = asElement(originOf(event));
    if (target && editContextOf(target)) onInput(event);
  };
  eachFrame((view, on) => {
    on(view, "input", onInput);
    on(view, "beforeinput", beforeInput);
  });
};
