// Reacts to the pointer near a page's badge: shows what is under the badge, and moves the badge where it is dragged.
import { boxOf, type Heard, pathOf, styleOf } from "./dom";
import css from "./pointer.css";
import type { Corner } from "./protocol";
import { listen, onStop, report, run } from "./run";
import { type makeHost, ownTarget } from "./ui";

/** How near the pointer must be for the marks to become see-through, in CSS pixels. */
const NEAR = 80;
/** How long the pointer must rest on the badge to show it again, in milliseconds. */
const REST = 500;
/** How far the pointer must move for a press to be a drag, in CSS pixels. */
const STEP = 5;
const SEE_THROUGH = ".badge,.edge.bar{opacity:.15}";

interface Drag {
  button: Element;
  id: number;
  x: number;
  y: number;
  hasMoved: boolean;
  /** Whether the core is asked for the new place. */
  isDropped: boolean;
}

export const watchPointer = ({ host, root, setStyles }: ReturnType<typeof makeHost>) => {
  /** Where the pointer is, if it is over the page. */
  let pointer = run.pointer;
  let isResting = false;
  let timer = 0;
  let frame = 0;
  let drag: Drag | undefined;
  /** Whether a click on the badge belongs to a drag. */
  let endsDrag = false;

  const style = (rest: string) => setStyles(css + rest, 2);
  style("");
  /** The distance of the pointer from an element of ours. */
  const distance = (selector: string) => {
    const element = root.querySelector(selector);
    if (!element || !pointer) return Number.POSITIVE_INFINITY;
    const { left, top, right, bottom } = boxOf(element);
    const { x, y } = pointer;
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  };
  const look = () => {
    frame = 0;
    if (drag?.hasMoved) return;
    const toBadge = distance(".badge");
    const isNear = Math.min(toBadge, distance(".edge.bar")) <= NEAR;
    // Whoever is on a control, rests on the badge, or has the focus there wants to see it.
    const isUsed = toBadge === 0 && (isResting || root.querySelector("button:hover"));
    style(isNear && !isUsed && !root.querySelector(":focus-visible") ? SEE_THROUGH : "");
  };
  const lookSoon = () => {
    if (!frame) frame = requestAnimationFrame(look);
  };

  const end = () => {
    // The button may be gone.
    if (drag?.button.hasPointerCapture(drag.id)) drag.button.releasePointerCapture(drag.id);
    drag = undefined;
    look();
  };
  const drop = async ({ clientX: x, clientY: y }: Heard<PointerEvent>) => {
    const vertical = y < innerHeight / 2 ? "top" : "bottom";
    const corner: Corner = `${vertical}-${x < innerWidth / 2 ? "left" : "right"}`;
    const dropped = drag;
    const view = await report({ badge: { place: { corner } } });
    if (view?.badge) run.place?.(view);
    // The user may already drag it on.
    if (drag === dropped) end();
  };

  listen(root, "pointerdown", (event: Heard<PointerEvent>) => {
    const button = ownTarget(event)?.closest(".move");
    if (!event.isTrusted || event.button !== 0 || !button) return;
    drag = { button, id: event.pointerId, x: event.clientX, y: event.clientY, hasMoved: false, isDropped: false };
    button.setPointerCapture(event.pointerId);
  });
  listen(window, "pointermove", (event: Heard<PointerEvent>) => {
    const { clientX: x, clientY: y, pointerId, pointerType } = event;
    if (drag?.isDropped) return;
    if (drag?.id === pointerId) {
      const [right, down] = [x - drag.x, y - drag.y];
      drag.hasMoved ||= Math.hypot(right, down) > STEP;
      const zoom = Number(styleOf(host).zoom) || 1;
      if (drag.hasMoved) style(`.badge{translate:${right / zoom}px ${down / zoom}px}.move{cursor:grabbing}`);
      return;
    }
    // A finger is only where it touches.
    pointer = pointerType === "touch" ? undefined : { x, y };
    isResting = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isResting = true;
      look();
    }, REST);
    lookSoon();
  });
  listen(window, "pointerup", (event: Heard<PointerEvent>) => {
    // The click follows immediately.
    setTimeout(() => {
      endsDrag = false;
    });
    if (drag?.id !== event.pointerId) return;
    if (!drag.hasMoved) return end();
    endsDrag = true;
    drag.isDropped = true;
    void drop(event);
  });
  for (const type of ["pointercancel", "lostpointercapture"]) {
    listen(root, type, (event: Heard<PointerEvent>) => {
      if (drag?.id === event.pointerId && !drag.isDropped) end();
    });
  }
  // Before the page's own listeners.
  const cancelDrag = (event: Heard<Event>) => {
    if (event.type !== "keydown" || (event as Heard<KeyboardEvent>).key !== "Escape") return;
    if (!drag?.hasMoved || drag.isDropped) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    endsDrag = true;
    end();
  };
  run.shields.add(cancelDrag);
  onStop(() => run.shields.delete(cancelDrag));
  listen(window, "click", (event) => {
    if (endsDrag && pathOf(event).includes(host)) event.stopImmediatePropagation();
  });
  listen(document, "mouseleave", () => {
    pointer = undefined;
    lookSoon();
  });
  for (const type of ["focusin", "focusout"]) listen(root, type, lookSoon);
  lookSoon();
};
