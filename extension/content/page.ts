// Looks at the page as it loads and changes.
import { anyShadowRoot, ariaLabel, asControl, attribute, type PageElement, queryAll, readyState, textIn } from "./dom";
import { listen, onStop, run, signal } from "./run";

/** Controls that a click may activate. */
export const CONTROL = "a,button,summary,[type=submit],[type=button],[role=button],[role=link],[role=menuitem]";
export const labelOf = (control: PageElement) =>
  (ariaLabel(control) || asControl(control)?.value || textIn(control) || attribute(control, "title") || "")
    .trim()
    .replace(/\s+/g, " ");

/** The shadow root of an element, closed ones included. */
export const shadowOf = (element: PageElement | null | undefined) => element && anyShadowRoot(element, run.browser);
/** For how long the components that were found are those that are there, in milliseconds. */
const FRESH = 250;
let known: ShadowRoot[] = [];
let knownAt = -Infinity;
/** The shadow roots of the page's components, as of a moment ago: to find them takes a walk through all elements. */
export const components = () => {
  if (performance.now() - knownAt < FRESH) return known;
  const within = (part: Document | ShadowRoot): ShadowRoot[] =>
    queryAll(part, "*").flatMap((element) => {
      const root = shadowOf(element);
      return root ? [root, ...within(root)] : [];
    });
  known = within(document);
  knownAt = performance.now();
  return known;
};

/** Reads something from the page; `isSettled` as `watchPage` says. */
export type Look = (isSettled: boolean) => void;

/** How long a page is left alone between two rounds of looks: so long at least, and so many times what one took. */
const PAUSE = 300;
const SHARE = 24;
/** A round that takes longer is done in several tasks. Times are in milliseconds. */
const SLOW = 8;

/**
 * Runs the looks at once, after changes, and when the page is settled: loaded and unchanged for a second, or five
 * seconds after loading at the latest. Each has a task to itself, and all together take a bounded share of the time.
 */
export const watchPage = (...looks: Look[]) => {
  let changedAt = 0;
  let loadedAt = Infinity;
  let timer = 0;
  let isLooking = false;
  let isMissed = false;
  let isSlow = false;
  let pause = PAUSE;
  const look = async () => {
    timer = 0;
    isLooking = true;
    isMissed = false;
    const now = performance.now();
    const isSettled = now - Math.max(changedAt, loadedAt) >= 1000 || now - loadedAt >= 5000;
    let cost = 0;
    for (const each of looks) {
      // On a page where they take no time, all are done at once.
      if (isSlow) await new Promise((done) => setTimeout(done));
      if (signal.aborted) return;
      const started = performance.now();
      try {
        each(isSettled);
      } catch (error) {
        // One look that fails on a page's markup stops no other.
        console.error("Sandbar:", error);
      }
      cost += performance.now() - started;
    }
    isSlow = cost > SLOW;
    pause = Math.max(PAUSE, cost * SHARE);
    isLooking = false;
    if (isMissed || (!isSettled && loadedAt < Infinity)) lookAfter(PAUSE);
  };
  const lookAfter = (wait: number) => {
    if (isLooking) isMissed = true;
    else if (!timer) timer = setTimeout(look, Math.max(wait, pause));
  };
  const changed = () => {
    changedAt = performance.now();
    lookAfter(PAUSE);
  };
  const observer = new MutationObserver(changed);
  const started = () => {
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    look();
  };
  const loaded = () => {
    loadedAt = performance.now();
    lookAfter(1000);
  };
  const state = readyState(document);
  if (state === "loading") listen(document, "DOMContentLoaded", started, true);
  else started();
  if (state === "complete") loaded();
  else listen(window, "load", loaded, true);
  // A page that comes back from the cache is not laid out yet when its timers go on.
  listen(window, "pageshow", changed);
  onStop(() => observer.disconnect());
};
