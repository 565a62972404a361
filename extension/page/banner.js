// Whether the page shows the sandbox banner.
"use strict";
(() => {
  const { stopped } = sandbar;
  // Text that is typed, quoted or not meant for people is no banner.
  const ASIDE = "script, style, template, noscript, textarea, [contenteditable], blockquote, q, pre, code";
  const visible = { checkOpacity: true, checkVisibilityCSS: true };

  const says = (/** @type {Node} */ node) => (node.textContent ?? "").replace(/\s+/g, " ").includes(sandbar.banner);
  /** @param {Element | ShadowRoot} part @returns {boolean} */
  const shows = (part) => {
    const inner = [...part.children].filter(says);
    if (inner.length) return inner.some(shows);
    const element = part instanceof Element ? part : part.host;
    return !element.closest(ASIDE) && element.checkVisibility(visible);
  };
  const shownInComponents = () => {
    for (const element of document.querySelectorAll("*")) {
      const root = element instanceof HTMLElement && sandbar.browser.dom.openOrClosedShadowRoot(element);
      if (root && says(root) && shows(root)) return true;
    }
    return false;
  };
  const isShown = () => {
    const { body } = document;
    return !!body && ((says(body) && shows(body)) || shownInComponents());
  };

  /**
   * Reports "shown" as soon as it is, "missing" once the page is loaded and
   * has been still for a second, or five seconds after loading at the latest.
   * At the same moments the page's keys are looked at.
   *
   * @param {(banner: string) => void} report
   */
  sandbar.watchPage = (report) => {
    let seen = "pending";
    let changedAt = 0;
    let loadedAt = Infinity;
    let timer = 0;
    const look = () => {
      timer = 0;
      if (stopped.aborted) return;
      const now = performance.now();
      const settled = now - Math.max(changedAt, loadedAt) >= 1000 || now - loadedAt >= 5000;
      const next = isShown() ? "shown" : settled ? "missing" : seen;
      if (!settled && loadedAt < Infinity) lookAfter(300);
      sandbar.lookAtKeys(settled);
      if (next !== seen) report((seen = next));
    };
    const lookAfter = (/** @type {number} */ wait) => {
      timer ||= setTimeout(look, wait);
    };
    const observer = new MutationObserver(() => {
      changedAt = performance.now();
      lookAfter(300);
    });
    const started = () => {
      observer.observe(document, { childList: true, subtree: true, characterData: true });
      look();
    };
    const loaded = () => {
      loadedAt = performance.now();
      lookAfter(1000);
    };
    const once = { once: true, signal: stopped };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", started, once);
    else started();
    if (document.readyState === "complete") loaded();
    else addEventListener("load", loaded, once);
    stopped.addEventListener("abort", () => observer.disconnect());
  };
})();
