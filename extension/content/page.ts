// Reads the page as it loads and changes.
import {
  anyShadowRoot,
  ariaLabel,
  asControl,
  asElement,
  attribute,
  type Heard,
  matches,
  type PageElement,
  pathOf,
  readyState,
  textIn,
} from "./dom";
import { listen, run } from "./run";

/** Controls that a click may activate. */
export const CONTROL = "a,button,summary,[type=submit],[type=button],[role=button],[role=link],[role=menuitem]";
/** The innermost control that an event is on. */
export const controlUnder = (event: Heard<Event>) =>
  pathOf(event)
    .map(asElement)
    .find((element) => element && matches(element, CONTROL));
export const labelOf = (control: PageElement) =>
  (ariaLabel(control) || asControl(control)?.value || textIn(control) || attribute(control, "title") || "")
    .trim()
    .replace(/\s+/g, " ");

/** The shadow root of an element, even if it is closed. */
export const shadowOf = (element: PageElement | null | undefined) => element && anyShadowRoot(element, run.browser);

/** Reads something from the page. `isSettled` is explained at `watchPage`. */
export type Look = (isSettled: boolean) => void;

/** How long to wait between two rounds of looks while the page isn't settled, in milliseconds. */
const PAUSE = 300;
/** How long to wait for more changes, in milliseconds. */
const SHORT = 100;

/**
 * Runs the looks after the page was read, after changes, and when the page is settled: loaded and unchanged for a
 * second, but at most five seconds after loading.
 */
export const watchPage = (...looks: Look[]) => {
  const { tree } = run;
  let loadedAt = Infinity;
  // A look that fails on a page's markup must not stop the others.
  const jobs = looks.map((look) => {
    const soon = tree.job(() => {
      const now = performance.now();
      const unchanged = now - Math.max(tree.changedAt, loadedAt);
      const isSettled = tree.isRead && (unchanged >= 1000 || now - loadedAt >= 5000);
      if (!isSettled && loadedAt < Infinity) soon(PAUSE);
      look(isSettled);
      return undefined;
    });
    return soon;
  });
  const lookAfter = (wait: number) => {
    for (const soon of jobs) soon(wait);
  };
  const loaded = () => {
    loadedAt = performance.now();
    lookAfter(1000);
  };
  tree.add({ done: () => lookAfter(SHORT) });
  if (readyState(document) === "complete") loaded();
  else listen(window, "load", loaded, true);
};
