// Detects when the user sees a page.
import { listen, run } from "./run";

/** Runs immediately, or when a prerendered page is shown. */
export const whenShown = (begin: () => void) => run.whenShown(begin);
/** Runs when the page returns from the back/forward cache. */
export const whenBack = (back: () => void) => listen(window, "pageshow", ({ persisted }) => persisted && back());
