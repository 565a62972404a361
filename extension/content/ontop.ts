// Keeps an element of ours in front of the page: of modal dialogs, popovers, and the highest z-index.
import { targetOf } from "./dom";
import { listen, onStop, run } from "./run";

/** Limits the work if a page moves its own elements each time we move ours. */
const MOST = 20;
const PERIOD = 10_000;

/**
 * Puts a host into the top layer, above everything that the page opens there. `transform`, `filter` and `opacity` on
 * the root don't affect it there. Returns a function that puts it back after it was attached again.
 */
export const keepOnTop = (host: HTMLElement) => {
  host.setAttribute("popover", "manual");
  let timer = 0;
  let count = 0;
  const raise = () => {
    timer = 0;
    if (!host.isConnected) return;
    try {
      if (host.matches(":popover-open")) host.hidePopover();
      host.showPopover();
    } catch {
      // The document isn't shown, so the host stays where it is.
    }
  };
  const raiseLater = () => {
    if (timer || count > MOST) return;
    if (count === 0) {
      setTimeout(() => {
        count = 0;
      }, PERIOD);
    }
    count++;
    timer = setTimeout(raise, 50);
  };
  listen(document, "toggle", (event) => {
    const opened = targetOf(event);
    if (opened && !run.hosts.has(opened)) raiseLater();
  });
  listen(document, "fullscreenchange", raiseLater);
  // Some supported versions don't fire `toggle` for a dialog.
  const observer = new MutationObserver(raiseLater);
  observer.observe(document, { subtree: true, attributeFilter: ["open"] });
  onStop(() => observer.disconnect());
  return raise;
};
