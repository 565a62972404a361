// The marks on the browser's own tab: a prefix of the title, a favicon.
"use strict";
(() => {
  /** @param {AbortSignal} stopped */
  sandbar.makeMarks = (stopped) => {
    let mark = "";
    const PREFIX = /(?:PROD|SBX|CHECK) · /g;
    const headParts = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["href", "rel"] };

    const title = () => {
      const bare = document.title.replace(PREFIX, "");
      // Until the head is read, a missing title is only late.
      if (!bare && document.readyState === "loading") return;
      const marked = mark ? `${mark} · ${bare || location.host}` : bare;
      if (document.title !== marked) document.title = marked;
    };
    const draw = (/** @type {SandbarView} */ { badge }) => {
      mark = badge.mark;
      title();
    };
    sandbar.follow(() => [document.documentElement, document.head], headParts, title, stopped);
    stopped.addEventListener("abort", () => {
      mark = "";
      title();
    });
    return draw;
  };
})();
