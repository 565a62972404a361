// The favicon mark: the page's icon links show the badge's shape and colour.
"use strict";
(() => {
  const { atEnd, follow, listen } = sandbar;

  /** @param {() => void} refused */
  sandbar.makeFavicon = (refused) => {
    let icon = "";
    let isRefused = false;
    /** What is about to be marked. @type {number[]} */
    const later = [];
    /** What each link said before. @type {Map<Element, string | null>} */
    const before = new Map();

    const mark = () => {
      if (!icon || !document.head) return;
      let links = [...document.querySelectorAll("link[rel~=icon i]")];
      if (!links.length) {
        const link = document.createElement("link");
        link.rel = "icon";
        document.head.append(link);
        links = [link];
      }
      for (const link of links) {
        const href = link.getAttribute("href");
        if (href === icon) continue;
        // Only what the page wrote is worth going back to.
        if (!href?.startsWith(MADE)) before.set(link, href);
        // No script of ours is running when the browser does it: where the page's policy
        // refuses, the browser lists that as the page's affair, not as our error.
        later.push(setTimeout(link.setAttribute.bind(link, "href", icon)));
      }
    };
    const restore = () => {
      icon = "";
      later.splice(0).forEach(clearTimeout);
      for (const [link, href] of before) href === null ? link.remove() : link.setAttribute("href", href);
      before.clear();
    };
    const MADE = sandbar.icons.check.slice(0, 60);

    listen(document, "securitypolicyviolation", (event) => {
      // The page's policy refuses such icons: leave them alone, here and on the pages to come.
      if (!event.isTrusted || !icon || event.blockedURI !== "data" || event.effectiveDirective !== "img-src") return;
      isRefused = true;
      restore();
      refused();
    });
    follow(mark, () => document.head);
    listen(document, "DOMContentLoaded", mark);
    atEnd(restore);

    return (/** @type {SandbarView} */ { badge, favicon }) => {
      // An answer may be on its way from before the core heard of a refusal.
      if (!favicon || isRefused) return restore();
      icon = sandbar.icons[badge.tone];
      if (document.readyState !== "loading") mark();
    };
  };
})();
