// A portal page: draws what the core says, reports what the page shows.
"use strict";
(() => {
  const { browser } = sandbar;
  const GONE = "sandbar-successor";

  // After an update this page may still hold the scripts of the version before.
  // They stop when they hear of this one, and only when they are really cut off.
  document.dispatchEvent(new Event(GONE));

  const stop = new AbortController();
  const stopped = stop.signal;
  const options = { signal: stopped };
  const cutOff = () => !browser.runtime?.id;
  const stopIfCutOff = () => cutOff() && stop.abort();
  document.addEventListener(GONE, stopIfCutOff, options);
  document.addEventListener("visibilitychange", stopIfCutOff, options);

  /** @param {SandbarMessage} message */
  const report = async (message) => {
    if (cutOff()) return stop.abort();
    try {
      const view = await browser.runtime.sendMessage(message);
      if (view?.badge) draw(view);
    } catch (error) {
      // Cut off between the question and the answer: there is nobody left to tell.
      if (!cutOff()) throw error;
      stop.abort();
    }
  };

  const drawBadge = sandbar.makeBadge(stopped, report);
  const drawTitle = sandbar.makeTitle(stopped);
  const drawFavicon = sandbar.makeFavicon(stopped, () => report({ about: "badge", type: "icon-refused" }));
  const draw = (/** @type {SandbarView} */ view) => {
    if (stopped.aborted) return;
    drawBadge(view);
    drawTitle(view);
    drawFavicon(view);
  };
  // The favicon waits for the core, which knows where it is refused.
  sandbar.place = (placement) => draw({ badge: sandbar.badge, placement, favicon: false });
  // A chosen placement is a script of its own, which may run after this one.
  sandbar.place(sandbar.placement ?? { corner: "bottom-right", fold: "open" });

  browser.runtime.onMessage.addListener((/** @type {SandbarView} */ view) => draw(view));

  let banner = "pending";
  const reportSeen = () => report({ about: "badge", type: "seen", banner });
  const begin = () => {
    reportSeen();
    sandbar.watchBanner(stopped, (next) => {
      banner = next;
      reportSeen();
    });
  };
  if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true, signal: stopped });
  else begin();
  // Back from the back/forward cache, the toolbar starts anew.
  addEventListener("pageshow", (event) => event.persisted && reportSeen(), options);
})();
