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
/** The shadow roots of the page's components. */
export const components = () => {
  const within = (part: Document | ShadowRoot): ShadowRoot[] =>
    queryAll(part, "*").flatMap((element) => {
      const root = shadowOf(element);
      return root ? [root, ...within(root)] : [];
    });
  return within(document);
};

/** Reads something from the page; `isSettled` as `watchPage` says. */
export type Look = (isSettled: boolean) => void;

/**
 * Runs the looks at once, after changes, and when the page is settled: loaded and unchanged for a second, or five
 * seconds after loading at the latest.
 */
export const watchPage = (...looks: Look[]) => {
  let changedAt = 0;
  let loadedAt = Infinity;
  let timer = 0;
  const look = () => {
    timer = 0;
    if (signal.aborted) return;
    const now = performance.now();
    const isSettled = now - Math.max(changedAt, loadedAt) >= 1000 || now - loadedAt >= 5000;
    if (!isSettled && loadedAt < Infinity) lookAfter(300);
    for (const each of looks) {
      try {
        each(isSettled);
      } catch (error) {
        // One look that fails on a page's markup stops no other.
        console.error("Sandbar:", error);
      }
    }
  };
  const lookAfter = (wait: number) => {
    if (!timer) timer = setTimeout(look, wait);
  };
  const changed = () => {
    changedAt = performance.now();
    lookAfter(300);
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
