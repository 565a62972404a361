// A page of the account site, which both environments share: it is watched, nothing is drawn.
"use strict";
(() => {
  const begin = () => {
    sandbar.watchSession();
    sandbar.watchPage();
  };
  if (document.prerendering) sandbar.listen(document, "prerenderingchange", begin, true);
  else begin();
})();
