// What the page scripts share. Runs after the generated site file, which made `sandbar`.
"use strict";
(() => {
  sandbar.browser = globalThis.browser ?? chrome;

  /**
   * Calls `react` after new children of some nodes, or any change inside
   * `inside`; asks for the nodes again each time, since a page may replace
   * them. A page that undoes what `react` does is answered 20 times a second
   * and no more.
   *
   * @param {() => (Node | null)[]} parents @param {() => Node | null} inside
   * @param {() => void} react @param {AbortSignal} stopped
   */
  sandbar.follow = (parents, inside, react, stopped) => {
    let count = 0;
    const again = () => {
      const missed = count > 20;
      count = 0;
      if (missed) changed();
    };
    const changed = () => {
      if (stopped.aborted) return;
      if (count === 0) setTimeout(again, 1000);
      if (++count > 20) return;
      react();
      observe();
    };
    const observer = new MutationObserver(changed);
    const observe = () => {
      observer.disconnect();
      for (const node of parents()) if (node) observer.observe(node, { childList: true });
      const part = inside();
      if (part) observer.observe(part, { childList: true, subtree: true, characterData: true, attributeFilter: ["href", "rel"] });
    };
    observe();
    stopped.addEventListener("abort", () => observer.disconnect());
  };
})();
