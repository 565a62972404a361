// Holding a click, and doing later what it would have done.
import { asElement, closest, dispatch, type Heard, hrefOf, type PageElement, type Target } from "./dom";
import { PATIENCE } from "./protocol";

/** The parts of a click that some menus act on. */
export const PARTS = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend"];

/** Keeps an event from the page. */
export const keep = (event: Heard<Event>) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

/** An answer, or nothing where it does not come in time. */
export const inTime = <T>(answer: Promise<T>) =>
  Promise.race([answer, new Promise<null>((done) => setTimeout(done, PATIENCE, null))]).catch(() => null);

/** Does what a held click would have done to an element. Returns whether the page, or the browser, is sure to act on it. */
export const perform = (event: Event, target: Target, pass: (event: Event) => void = () => {}) => {
  const at = asElement(target);
  const link = at && closest(at, "a[href]");
  if (link && event.type === "auxclick") {
    // A script's middle click opens nothing.
    open(hrefOf(link as PageElement), "_blank", "noopener");
    return true;
  }
  const Kind = event.constructor as new (type: string, init: object) => Event;
  const again = new Kind(event.type, event);
  pass(again);
  return !dispatch(target, again) || !!link;
};
