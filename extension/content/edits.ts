// Which fields were edited since the page was loaded or they were submitted. Not what they hold.
import {
  activeElement,
  addListener,
  asControl,
  asElement,
  closest,
  contains,
  documentIn,
  formOf,
  type Heard,
  isConnected,
  isEditable,
  isHtml,
  originOf,
  ownerDocument,
  type PageElement,
  queryAll,
  rootNode,
  type Target,
  targetOf,
  windowOf,
} from "./dom";
import { shadowOf } from "./page";
import { listen, run, signal } from "./run";
import type { Field } from "./types";

const fields = new Set<Field>();
/** Some pages let a password be seen: it stays one. */
const passwords = new WeakSet<object>();

/** Fields that hold something to lose; of a group of radio buttons, the selected one. */
const edited = () =>
  [...fields].filter((field) => {
    const control = asControl(field);
    const page = isConnected(field) && ownerDocument(field);
    return page && windowOf(page) && !passwords.has(field) && (control?.type !== "radio" || control.checked);
  });

/** Calls `changed` after each edit and each submitted form. */
export const watchEdits = (changed: () => void) => {
  run.edited = edited;
  /** What may come and go is not kept, as `listen` does. */
  const hear = (target: Target, type: string, react: (event: Heard<Event>) => void) =>
    addListener(target, type, react, { capture: true, signal });
  const onInput = (event: Heard<Event>) => {
    if (!event.isTrusted) return;
    const target = asElement(originOf(event));
    if (!target) return;
    const root = shadowOf(target);
    // Which field of a closed root was edited is visible only to listeners inside it.
    if (root?.mode === "closed") return hear(root, "input", onInput);
    const control = asControl(target);
    const field =
      (control as Field | undefined) ??
      closest(target, "[contenteditable]") ??
      (isHtml(target) && isEditable(target) ? target : null);
    if (!field) return;
    fields.add(field);
    hear(rootNode(field), "submit", onSubmit);
    if (control?.type === "password") passwords.add(field);
    changed();
  };
  const onSubmit = (event: Heard<Event>) => {
    const form = targetOf(event);
    // An ended session saves nothing.
    if (!event.isTrusted || !form || run.view?.session?.ended) return;
    for (const field of fields) {
      if (formOf(field) === form || contains(form, field)) fields.delete(field);
    }
    changed();
  };
  /** Frames of this site too; those of others show no document. */
  const enter = (page: Document | null | undefined, on: typeof hear = hear) => {
    const view = page && windowOf(page);
    if (!page || !view) return;
    on(view, "input", onInput);
    on(view, "blur", onBlur);
    on(page, "load", onLoad);
    for (const frame of queryAll(page, "iframe")) enter(documentIn(frame));
  };
  const onLoad = (event: Heard<Event>) => enter(documentIn(targetOf(event)));
  // The focus may go to a frame that loads for long, or is in a shadow root.
  const onBlur = () =>
    setTimeout(() => {
      let inner: Document | ShadowRoot | null | undefined = document;
      for (let at: PageElement | null; inner; inner = documentIn(at) ?? shadowOf(at)) {
        at = activeElement(inner);
        enter(documentIn(at));
      }
    });
  enter(document, listen);
};
