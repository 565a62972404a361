// A page of a watched site.
"use strict";
(() => {
  const { listen, report } = sandbar;
  // A site without an environment has no badge to report of: that it is open is all there is to say.
  const here = () => void report({ keys: "here" });
  // No site but a portal carries the banner or has a session; its page is looked at for keys alone.
  sandbar.watchBanner = sandbar.drawSession = () => {};
  sandbar.watchPage ??= () => {};
  // Back from the back/forward cache, the tab begins anew.
  sandbar.watchSession = (_draw, back = here) => listen(window, "pageshow", ({ persisted }) => persisted && back());
  if (sandbar.badge) return;
  const begin = () => (here(), sandbar.watchSession());
  if (document.prerendering) listen(document, "prerenderingchange", begin, true);
  else begin();
})();
