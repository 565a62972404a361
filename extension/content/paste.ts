// Detects text that goes into a field: pasted, dropped, inserted at once, or filled in by the browser.
import {
  anyShadowRoot,
  asTextField,
  closest,
  type Heard,
  isEditable,
  isHtml,
  matches,
  originOf,
  type PageElement,
  parentElement,
  rootElement,
  UNCHOSEN,
} from "./dom";
import { EXAMINED } from "./protocol";
import { registry } from "./registry";
import { activeElement, asElement, editContextOf, listen, queryAll, report, run } from "./run";
import type { Field, Going } from "./types";

/** The evidence on the page for a text's destination: the values of other fields, and the labels of the field. */
export type Context = Omit<Going, "text">;

/** How many bytes of a text the core examines. */
export const LONGEST = EXAMINED;
/** How long a held paste waits for the bundle that draws warnings, in milliseconds. */
const PATIENCE = 1000;
/** How long any other paste waits for that bundle and for an answer, in milliseconds. */
export const ANSWERED = 8000;

/** The innermost element that an event is on, even in closed shadow roots. */
const innermost = (event: Heard<Event>) => {
  const target = originOf(event);
  let at = asElement(target) ?? (target instanceof Node ? parentElement(target) : null);
  for (let inner = at; inner; ) {
    at = inner;
    const root: ShadowRoot | null = anyShadowRoot(at, run.browser);
    inner = root && activeElement(root);
  }
  return at;
};
/** The field that an event is on. */
export const fieldOf = (event: Heard<Event>): Field | null => {
  const element = innermost(event);
  const field = asTextField(element);
  if (field || !element) return field ?? null;
  for (let at: PageElement | null = element; at; at = parentElement(at)) if (editContextOf(at)) return at;
  if (!isHtml(element) || !isEditable(element)) return null;
  // In `designMode`, the whole page is editable.
  return closest(element, "[contenteditable]") ?? (rootElement(document) as PageElement | null);
};

/** The values of the other fields in the same form. */
export const fieldsBeside = (field: Field): Context => {
  const form = closest(field, "form, [role=form], fieldset");
  const others = form ? queryAll(form, "input, textarea").flatMap((other) => asTextField(other) ?? []) : [];
  return {
    beside: others
      .filter((other) => other !== field && other.type !== "password" && !matches(other, UNCHOSEN))
      .slice(0, 20)
      .map((other) => other.value.slice(0, 2000))
      .filter((value) => value.includes(".")),
    labels: [],
  };
};

/** Checks texts. `contextOf` collects the evidence on the page for each text's destination. */
export const watchPastes = (contextOf: (field: Field) => Context) => {
  const contextOrNone = (field: Field): Context => {
    try {
      return contextOf(field);
    } catch (error) {
      // The text is checked without context. Unexpected markup is no reason to give no warning.
      console.error("Sandbar:", error);
      return { beside: [], labels: [] };
    }
  };
  /** Code that is rarely needed is loaded at the user's first action. */
  const load = () => run.take ?? report({ keys: "draw" });
  run.examine = async (field, text, insert, file) => {
    const going = { text: text.slice(0, LONGEST), ...contextOrNone(field) };
    const answer = report({ keys: { going } });
    const paste = { field, text, going, insert, file, answer };
    const late = new Promise((done) => setTimeout(done, insert ? PATIENCE : ANSWERED));
    await Promise.race([load(), late]);
    // If the background doesn't answer, nothing of ours can be drawn.
    if (!run.take && insert) return registry.ask?.(insert);
    if (!run.take) {
      run.unchecked?.(answer);
      await answer;
      await load();
    }
    run.take?.(paste);
  };
  for (const type of ["focusin", "dragenter"]) listen<Event>(window, type, () => void load(), true);
  const targetOfText = (event: Heard<Event>, text: string | undefined) => {
    const field = event.isTrusted && text ? fieldOf(event) : null;
    return field && !asTextField(field)?.readOnly ? field : null;
  };
  listen(window, "paste", (event) => {
    const text = event.clipboardData?.getData("text/plain");
    const field = targetOfText(event, text);
    if (field && text) run.examine?.(field, text, registry.strict?.(event, field) ?? null);
  });
  listen(window, "drop", (event) => {
    const text = event.dataTransfer?.getData("text/plain");
    const field = targetOfText(event, text);
    if (field && text) run.examine?.(field, text, null);
  });
};
