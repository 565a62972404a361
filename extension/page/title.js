// The prefix of the tab's title.
"use strict";
(() => {
  const { atEnd, follow, listen } = sandbar;
  const PREFIX = /(?:ENDED|PROD|SBX|CHECK) · /g;

  sandbar.makeTitle = () => {
    let mark = "";
    const write = () => {
      const bare = document.title.replace(PREFIX, "");
      // Until the page is read, a missing title is only late.
      if (!bare && document.readyState === "loading") return;
      const marked = mark ? `${mark} · ${bare || location.host}` : bare;
      if (document.title === marked) return;
      // A page's script may hold the text node of its title: keep it where there is one.
      const text = document.querySelector("title")?.firstChild;
      if (text instanceof Text) text.data = marked;
      else document.title = marked;
    };
    follow(write, () => document.head);
    listen(document, "DOMContentLoaded", write);
    atEnd(() => {
      mark = "";
      write();
    });
    return (/** @type {SandbarView} */ { badge, placement, session, silentUntil }) => {
      mark = silentUntil || !placement.title ? "" : (session?.ended ? "ENDED · " : "") + badge.mark;
      write();
    };
  };
})();
