// Holds a click, and later does what it would have done.
import {
  attribute,
  closest,
  dispatch,
  formOf,
  type Heard,
  hrefOf,
  matches,
  type PageElement,
  type Target,
} from "./dom";
import { PATIENCE } from "./protocol";
import { asElement, run } from "./run";

/** The events of a click that some menus react to. */
export const PARTS = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend"];

/** Hides an event from the page. */
export const keep = (event: Heard<Event>) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

/** The answer, or undefined if it is late. */
export const inTime = <T>(answer: Promise<T>) =>
  Promise.race([answer, new Promise<null>((done) => setTimeout(done, PATIENCE, null))]).catch(() => null);

/** How long a page may take to react visibly to a click, in milliseconds. */
export const SHOWS = 1000;
export const wait = (time: number) => new Promise((done) => setTimeout(done, time));

/** Controls with which the browser submits or clears a form. */
const OF_FORM = "button:not([type=button]),[type=submit],[type=reset],[type=image]";
/** Whether the browser itself reacts to a click: it follows a link, submits a form or clears it. */
export const isNative = (control: PageElement, target: PageElement) => {
  const link = closest(target, "a[href]");
  const leads = link && !/^\s*(#|javascript:)/i.test(attribute(link, "href") ?? "");
  return !!leads || (!!formOf(control) && matches(control, OF_FORM));
};

/** Does what a held click would have done to an element. Returns whether something certainly reacted. */
export const perform = (event: Event, target: Target, pass: (event: Event) => void = () => {}) => {
  const at = asElement(target);
  const link = at && closest(at, "a[href]");
  if (link && event.type === "auxclick") {
    // A middle click by script doesn't open anything.
    open(hrefOf(link as PageElement), "_blank", "noopener");
    return true;
  }
  const Kind = event.constructor as new (type: string, init: object) => Event;
  const again = new Kind(event.type, event);
  pass(again);
  return !dispatch(target, again);
};

/** Repeats a held click or key. Returns whether something certainly reacted. */
export const repeat = (event: Event, target: PageElement) => {
  const isDone = perform(event, target, (again) => (run.released = again));
  if (event.type === "keydown") perform(new KeyboardEvent("keyup", event as KeyboardEvent), target);
  return isDone;
};
