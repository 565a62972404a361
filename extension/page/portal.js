// A portal page: draws what the core says, reports what the page shows.
"use strict";
(() => {
  const { browser, stopped } = sandbar;

  /** @param {SandbarMessage} message */
  const report = async (message) => {
    const view = await sandbar.report(message);
    if (view?.badge) draw(view);
  };

  const drawBadge = sandbar.makeBadge(report);
  const drawTitle = sandbar.makeTitle();
  const drawFavicon = sandbar.makeFavicon(() => report({ badge: "icon-refused" }));
  const draw = (/** @type {SandbarView} */ view) => {
    // What was said to the page before this one in the same tab may arrive late.
    if (stopped.aborted || (view.host && !location.hostname.startsWith(view.host))) return;
    drawBadge(view);
    drawTitle(view);
    drawFavicon(view);
    sandbar.drawSession(view);
  };
  // The favicon waits for the core, which knows where it is refused.
  sandbar.place = (placement) => draw({ badge: sandbar.badge, placement, favicon: false });
  // A chosen placement is a script of its own, which may run after this one.
  sandbar.place(sandbar.placement ?? { corner: "bottom-right", fold: "open" });

  browser.runtime.onMessage.addListener(draw);

  let banner = "pending";
  const reportSeen = () => report({ badge: { seen: { banner } } });
  const begin = () => {
    reportSeen();
    sandbar.watchBanner((next) => {
      banner = next;
      reportSeen();
    });
    sandbar.watchSession(draw);
    sandbar.watchPage();
  };
  if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true, signal: stopped });
  else begin();
  // Back from the back/forward cache, the tab's badges start anew.
  addEventListener("pageshow", (event) => event.persisted && reportSeen(), { signal: stopped });
})();
