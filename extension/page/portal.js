// A page that is marked: draws what the core says, reports what the page shows.
"use strict";
(() => {
  const { browser, listen, loadedAt, stopped } = sandbar;

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
    if (stopped.aborted || ("page" in view && view.page !== loadedAt)) return;
    drawBadge(view);
    drawTitle(view);
    drawFavicon(view);
    sandbar.drawSession(view);
    // A pause ends by itself.
    if (view.page && view.silentUntil) setTimeout(reportSeen, view.silentUntil - Date.now() + 9);
  };
  // The favicon waits for the core, which knows where it is refused.
  // What was chosen is a script of its own, which may run after this one.
  sandbar.place = (
    view = {
      badge: sandbar.badge,
      placement: { ...sandbar.placement, ...sandbar.chosen },
      favicon: false,
      silentUntil: sandbar.chosen?.silent,
    },
  ) => draw(view);
  sandbar.place();

  browser.runtime.onMessage.addListener(draw);

  let banner = "pending";
  const reportSeen = () => report({ badge: { seen: { loadedAt, banner } } });
  const begin = () => {
    reportSeen();
    sandbar.watchBanner((next) => {
      banner = next;
      reportSeen();
    });
    // Back from the back/forward cache, the tab's badges start anew.
    sandbar.watchSession(draw, reportSeen);
    sandbar.watchPage();
  };
  if (document.prerendering) listen(document, "prerenderingchange", begin, true);
  else begin();
})();
