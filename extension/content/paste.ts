// Text that goes into a field: pasted, dropped, or filled in by the browser.
import {
  asElement,
  asTextField,
  closest,
  execCommand,
  type Heard,
  isEditable,
  isHtml,
  matches,
  originOf,
  parentElement,
  queryAll,
} from "./dom";
import type { Warning } from "./protocol";
import { registry } from "./registry";
import { listen, report, run, signal } from "./run";
import type { Field, Going } from "./types";

/** Where a text is going, as far as the page says: values of other fields, and what the field is called. */
export type Context = Omit<Going, "text">;

/** The core examines the first MiB; one character more tells it that there was more. */
const LONGEST = 1048577;
/** How long a paste that is held back waits for the core, in milliseconds. */
const PATIENCE = 300;

/** The field an event is about, through open shadow roots. */
const fieldOf = (event: Heard<Event>): Field | null => {
  const target = originOf(event);
  const field = asTextField(target);
  if (field) return field;
  const element = asElement(target) ?? (target instanceof Node ? parentElement(target) : null);
  return element && isHtml(element) && isEditable(element) ? closest(element, "[contenteditable]") : null;
};

/** What the other fields of the same form hold. */
export const fieldsBeside = (field: Field): Context => {
  const form = closest(field, "form, [role=form], fieldset");
  const others = form ? queryAll(form, "input, textarea").flatMap((other) => asTextField(other) ?? []) : [];
  return {
    beside: others
      .filter((other) => other !== field && other.type !== "password")
      .slice(0, 20)
      .map((other) => other.value.slice(0, 2000))
      .filter((value) => value.includes(".")),
    labels: [],
  };
};

/** Checks texts; `contextOf` collects what the page says about where each is going. */
export const watchPastes = (contextOf: (field: Field) => Context) => {
  const contextOrNone = (field: Field): Context => {
    try {
      return contextOf(field);
    } catch (error) {
      // The text is checked without it: a page whose markup is not understood is no reason to say nothing.
      console.error("Sandbar:", error);
      return { beside: [], labels: [] };
    }
  };
  const examine = async (field: Field, text: string, insert: (() => void) | null) => {
    const going = { text: text.slice(0, LONGEST), ...contextOrNone(field) };
    const answer: Promise<Warning | null | undefined> = report({ keys: { going } });
    // A paste that is held back waits for the core, and not for long.
    if (insert && !(await Promise.race([answer, new Promise((done) => setTimeout(done, PATIENCE))]))) {
      // Nothing to say, or no answer in time: the paste goes on, the warning may follow.
      insert();
      insert = null;
    }
    const warning = await answer;
    if (!warning || signal.aborted) return;
    if (!run.warn) await report({ keys: "draw" });
    run.warn?.({ field, going, warning, insert });
  };

  const goes = (event: Heard<Event>, data: DataTransfer | null) => {
    const text = data?.getData("text/plain");
    const field = event.isTrusted && text ? fieldOf(event) : null;
    if (!field || !text || asTextField(field)?.readOnly) return;
    const held = registry.strict && event.type === "paste";
    if (held) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    examine(field, text, held ? () => execCommand(document, "insertText", false, text) : null);
  };
  listen(window, "paste", (event) => goes(event, event.clipboardData));
  listen(window, "drop", (event) => goes(event, event.dataTransfer));
  listen(window, "input", (event: Heard<InputEvent>) => {
    const field = event.isTrusted ? asTextField(originOf(event)) : undefined;
    const kind = event.inputType;
    // What the browser fills in comes without a kind of input, or as a replacement.
    const isFilled = field && (kind === "insertReplacementText" || (!kind && matches(field, ":autofill")));
    if (isFilled) examine(field, field.value, null);
  });
};
