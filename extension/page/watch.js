// Looks at the page as it loads and changes.
"use strict";
(() => {
  const { atEnd, listen, stopped } = sandbar;
  sandbar.CONTROL = "a,button,summary,[type=submit],[type=button],[role=button],[role=link],[role=menuitem]";
  sandbar.labelOf = (/** @type {any} */ control) =>
    (control.ariaLabel || control.value || control.textContent || control.title || "").trim().replace(/\s+/g, " ");
  sandbar.isVisible = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  sandbar.rootOf = (/** @type {any} */ element) =>
    element &&
    "lang" in element &&
    (element.openOrClosedShadowRoot ?? sandbar.browser.dom?.openOrClosedShadowRoot(element));
  /** The shadow roots of the page's components. @returns {ShadowRoot[]} */
  sandbar.components = () => {
    /** @param {ParentNode} part @returns {any[]} */
    const within = (part) =>
      [...part.querySelectorAll("*")].flatMap((element) => {
        const root = sandbar.rootOf(element);
        return root ? [root, ...within(root)] : [];
      });
    return within(document);
  };
  /** Called with whether the page is settled. @type {((settled: boolean) => void)[]} */
  const looks = (sandbar.looks = []);

  /**
   * Looks at once, after changes, and when the page is settled: loaded and
   * still for a second, or five seconds after loading at the latest.
   */
  sandbar.watchPage = () => {
    let changedAt = 0;
    let loadedAt = Infinity;
    let timer = 0;
    const look = () => {
      timer = 0;
      if (stopped.aborted) return;
      const now = performance.now();
      const settled = now - Math.max(changedAt, loadedAt) >= 1000 || now - loadedAt >= 5000;
      if (!settled && loadedAt < Infinity) lookAfter(300);
      for (const each of looks) each(settled);
    };
    const lookAfter = (/** @type {number} */ wait) => {
      timer ||= setTimeout(look, wait);
    };
    const changed = () => {
      changedAt = performance.now();
      lookAfter(300);
    };
    const observer = new MutationObserver(changed);
    const started = () => {
      observer.observe(document, { childList: true, subtree: true, characterData: true });
      look();
    };
    const loaded = () => {
      loadedAt = performance.now();
      lookAfter(1000);
    };
    if (document.readyState === "loading") listen(document, "DOMContentLoaded", started, true);
    else started();
    if (document.readyState === "complete") loaded();
    else listen(window, "load", loaded, true);
    // A page that comes back from the cache is not laid out yet when its timers go on.
    listen(window, "pageshow", changed);
    atEnd(() => observer.disconnect());
  };
})();
