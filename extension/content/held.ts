// Holds a click, and later does what it would have done.
import { closest, dispatch, type Heard, hrefOf, type PageElement, type Target } from "./dom";
import { PATIENCE } from "./protocol";
import { asElement } from "./run";

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

/** Does what a held click would have done to an element. Returns whether the page or the browser certainly reacts. */
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
  return !dispatch(target, again) || !!link;
};
