// Clicks count only on controls that the user had time to see: in place, uncovered and in view for half a second.
//
// A page cannot forge a click, but it can move a control under the pointer, show it at the last moment, or cover it with
// something that lets clicks through.
import { boxOf, isHidden } from "./dom";
import { listen, onStop } from "./run";

/** How long a control has to be seen, in milliseconds. */
const SEEN = 500;
/** How often it is looked at, in milliseconds: at least, and up to twice that, so that no page knows when. */
const PERIOD = 60;
/** Where it must be uncovered, as parts of its width. */
const PLACES = [0.2, 0.5, 0.8];
/** Marks a control that clicks count on, for its style. */
const STEADY = "data-steady";
/**
 * Marks a control that a page could not do without a click: on it, clicks count only where the browser says that nothing
 * is painted over it. On others, a cover that lets clicks through gains a page nothing, and some editors have one.
 */
export const GUARDED = "data-guarded";

interface Look {
  /** Where it was at the last look. */
  place: string;
  /** Since when it is there and in view, by `performance.now`. */
  since: number;
}

/** Watches the controls of a shadow root, as long as there are any. */
export const watchControls = (root: ShadowRoot) => {
  const looks = new WeakMap<Element, Look>();
  /** How often all of it was put in front again: something else came there. */
  let raised = 0;
  /** Controls that something is drawn over, as the browser says where it can. */
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
    // A key goes to the control that has the focus, whatever is painted over it.
    return isInPlace && (isExposed || byKeyboard);
  };

  // Before it happens: until the next look, a control would seem to take clicks that do not count.
  listen(root.host, "beforetoggle", () => {
    raised++;
    for (const control of root.querySelectorAll("button")) counts(control);
  });
  // Chromium knows what is painted over an element, whether or not it takes clicks.
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
  /** Looks from now on: something is drawn. */
  const watch = () => {
    if (!timer) timer = setTimeout(look);
  };
  const isCovered = (control: Element) => covered.has(control);
  return { watch, counts, isCovered };
};
