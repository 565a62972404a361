// When the user sees a page.
import { listen, run } from "./run";

/** Begins at once, or when a page that was loaded ahead is shown. */
export const whenShown = (begin: () => void) => run.whenShown(begin);
/** Runs when the page returns from the back/forward cache. */
export const whenBack = (back: () => void) => listen(window, "pageshow", ({ persisted }) => persisted && back());
