// What the page scripts share, in every frame.
"use strict";
(() => {
  globalThis.sandbar ??= /** @type {typeof sandbar} */ ({});
  const browser = (sandbar.browser = globalThis.browser ?? chrome);
  // When loading began, by the present clock: a computer that slept meanwhile changes nothing.
  // Where it did not, the browser's own reading is the same each time that it is asked.
  const { timeOrigin } = performance;
  const begun = Date.now() - performance.now();
  sandbar.loadedAt = Math.floor(Math.abs(begun - timeOrigin) < 20 ? timeOrigin : begun);
  /** Says that something is ours: an event, or what is drawn. */
  const OURS = "sandbar";

  // Firefox runs the manifest's scripts in open pages by itself, and then the worker has them run: the later take over.
  sandbar.cease?.();
  // It ends those of a version before without a word. What they drew stays, and answers to nothing any more.
  for (const element of document.querySelectorAll(":root>div")) {
    if (/** @type {any} */ (element).openOrClosedShadowRoot?.firstChild?.data === OURS) element.remove();
  }

  // After an update this page may still hold the scripts of the version before.
  // They stop when they hear of this one, and only when they are really cut off.
  document.dispatchEvent(new Event(OURS));
  const stop = new AbortController();
  const cease = (sandbar.cease = () => stop.abort());
  const stopped = (sandbar.stopped = stop.signal);
  /** Undoes what these scripts did, when they stop. */
  const atEnd = (sandbar.atEnd = (/** @type {() => void} */ undo) => stopped.addEventListener("abort", undo));
  /** @type {(() => void)[]} */
  const heard = [];
  sandbar.listen = (
    /** @type {EventTarget} */ target,
    /** @type {string} */ type,
    /** @type {(event: any) => void} */ react,
    once = false,
  ) => {
    const hear = () => target.addEventListener(type, react, { capture: true, once, signal: stopped });
    heard.push(hear);
    hear();
  };
  // A page that is written anew (document.open) loses all who listen.
  new MutationObserver(() => heard.forEach((hear) => void hear())).observe(document, { childList: true });
  const cutOff = () => !browser.runtime?.id;
  const stopIfCutOff = () => cutOff() && cease();
  for (const type of [OURS, "visibilitychange"]) sandbar.listen(document, type, stopIfCutOff);
  browser.runtime.onMessage.addListener((message) => void (message === "fall-silent" && cease()));

  /**
   * Reports to the core; its answer, or nothing when it cannot be had.
   * A worker may die before it answers: what can be said twice without harm is asked again,
   * at once, because the page may be about to go, and when a next worker has had time to start.
   */
  sandbar.report = async (message) => {
    const once = typeof (/** @type {any} */ (message).badge) === "string";
    for (const pause of once ? [0] : [0, 0, 99, 999]) {
      if (pause) await new Promise((done) => setTimeout(done, pause));
      if (cutOff()) return cease();
      try {
        const answer = await browser.runtime.sendMessage(message);
        // The core's word for nothing is null. Chromium says undefined where a worker died before it heard.
        if (answer !== undefined) return answer;
      } catch {
        // Not answered: the worker has told why, or died.
      }
    }
  };

  /**
   * Calls `react` after new children of the document or its root, or any
   * change inside `inside`; asks for the nodes again each time, since a page
   * may replace them. A page that undoes what `react` does is answered 20
   * times a second and no more.
   *
   * @param {() => void} react @param {() => Node | null=} inside
   */
  sandbar.follow = (react, inside) => {
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
      for (const node of [document, document.documentElement]) if (node) observer.observe(node, { childList: true });
      const part = inside?.();
      if (part)
        observer.observe(part, {
          childList: true,
          subtree: true,
          characterData: true,
          attributeFilter: ["href", "rel"],
        });
    };
    observe();
    atEnd(() => observer.disconnect());
  };

  /**
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} name @param {Record<string, string>} attributes @param {(Node | string)[]} children
   */
  sandbar.element = (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/1999/xhtml", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return /** @type {HTMLElementTagNameMap[K]} */ (made);
  };
  /** A host element with a closed shadow root, and what sets its style: what stays, and what changes (1). */
  sandbar.shell = () => {
    const host = sandbar.element("div", {});
    const root = host.attachShadow({ mode: "closed" });
    root.append(new Comment(OURS));
    let /** @type {any[]} */ sheets = [0, 1];
    try {
      root.adoptedStyleSheets = sheets = sheets.map(() => new CSSStyleSheet());
    } catch {
      // Up to a version Firefox keeps them from extensions; there no page's policy is asked about an extension's element.
      root.append(...(sheets = [0, 1].map(() => sandbar.element("style", {}))));
    }
    return {
      host,
      root,
      dress: (css, part = 0) =>
        sheets[part].replaceSync ? sheets[part].replaceSync(css) : (sheets[part].textContent = css),
    };
  };
  // The person may have chosen another language than the browser's.
  sandbar.words = (key, args) => (sandbar.dictionary ?? browser.i18n.getMessage)(key, args);
  sandbar.say = ({ key, args }) => sandbar.words(key, args);
})();
