// Accepts clicks only on controls that the user had time to see: in place, uncovered and visible for half a second.
//
// A page can't fake a click, but it can move a control under the pointer, show it at the last moment, or cover it with
// something that lets clicks through.
import { boxOf, isHidden } from "./dom";
import { listen, onStop } from "./run";

/** How long a control must be visible, in milliseconds. */
const SEEN = 500;
/** The least time between two checks, in milliseconds. It varies up to twice that, so that no page can predict it. */
const PERIOD = 60;
/** Where it must be uncovered, as fractions of its width. */
const PLACES = [0.2, 0.5, 0.8];
/** Marks a control that accepts clicks, for its style. */
const STEADY = "data-steady";
/**
 * Marks a control whose action a page can't trigger without a click. Clicks on it count only if the browser confirms
 * that nothing is painted over it. For other controls, a cover that lets clicks through gives a page no advantage, and
 * some editors have one.
 */
export const GUARDED = "data-guarded";

interface Look {
  /** Its position at the last check. */
  place: string;
  /** Since when it has been visible there, by `performance.now`. */
  since: number;
}

/** Watches the controls of a shadow root while there are any. */
export const watchControls = (root: ShadowRoot) => {
  const looks = new WeakMap<Element, Look>();
  /** How often everything was moved to the front again because something else was there. */
  let raised = 0;
  /** Controls that are covered, according to the browser. */
  const covered = new WeakSet<Element>();
  /** When they were last seen covered. */
  const coveredAt = new WeakMap<Element, number>();
  let timer = 0;

  const isInView = (control: Element, { left, top, width, height }: DOMRect) =>
    !isHidden() &&
    PLACES.every((part) => {
      const seen = root.elementFromPoint(left + width * part, top + height / 2);
      return !!seen && control.contains(seen);
    });
  const counts = (control: Element, byKeyboard = false) => {
    const now = performance.now();
    const box = boxOf(control);
    const place = [raised, box.x, box.y, box.width, box.height].map(Math.round).join();
    const known = looks.get(control);
    const look = known?.place === place && isInView(control, box) ? known : { place, since: now };
    looks.set(control, look);
    if (covered.has(control)) coveredAt.set(control, now);
    const isInPlace = now - look.since >= SEEN;
    const isExposed = now - (coveredAt.get(control) ?? -SEEN) >= SEEN || !control.hasAttribute(GUARDED);
    control.toggleAttribute(STEADY, isInPlace && isExposed);
    // A key goes to the focused control, whatever is painted over it.
    return isInPlace && (isExposed || byKeyboard);
  };

  // Do this before the event, because until the next check the control would look as if it accepted clicks.
  listen(root.host, "beforetoggle", () => {
    raised++;
    for (const control of root.querySelectorAll("button")) counts(control);
  });
  // Chromium knows what is painted over an element, even if that lets clicks through.
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isVisible } of entries as (IntersectionObserverEntry & { isVisible?: boolean })[]) {
        if (isVisible === false) covered.add(target);
        else covered.delete(target);
        counts(target);
      }
    },
    { trackVisibility: true, delay: 100 } as IntersectionObserverInit,
  );
  const look = () => {
    const controls = root.host.isConnected ? [...root.querySelectorAll("button")] : [];
    for (const control of controls) {
      observer.observe(control);
      counts(control);
    }
    timer = controls.length ? setTimeout(look, PERIOD + Math.random() * PERIOD) : 0;
    if (!timer) observer.disconnect();
  };
  onStop(() => {
    clearTimeout(timer);
    observer.disconnect();
  });
  /** Starts checking, because something is drawn. */
  const watch = () => {
    if (!timer) timer = setTimeout(look);
  };
  const isCovered = (control: Element) => covered.has(control);
  return { watch, counts, isCovered };
};
