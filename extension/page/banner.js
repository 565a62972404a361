// Whether the page shows the sandbox banner.
"use strict";
(() => {
  // Text that is typed, quoted or not meant for people is no banner.
  const ASIDE = "script,style,template,noscript,textarea,[contenteditable],blockquote,q,pre,code";

  const says = (/** @type {Node} */ node) => (node.textContent ?? "").replace(/\s+/g, " ").includes(sandbar.banner);
  /** @param {Element | ShadowRoot} part @returns {boolean} */
  const shows = (part) => {
    const inner = [...part.children].filter(says);
    if (inner.length) return inner.some(shows);
    const element = part instanceof Element ? part : part.host;
    return !element.closest(ASIDE) && sandbar.isVisible(element);
  };
  const isShown = () => {
    const { body } = document;
    return !!body && ((says(body) && shows(body)) || sandbar.components().some((root) => says(root) && shows(root)));
  };

  /** Reports "shown" as soon as it is, "missing" once the page is settled. @param {(banner: string) => void} report */
  sandbar.watchBanner = (report) => {
    let seen = "pending";
    sandbar.looks.push((settled) => {
      const next = isShown() ? "shown" : settled ? "missing" : seen;
      if (next !== seen) report((seen = next));
    });
  };
})();
