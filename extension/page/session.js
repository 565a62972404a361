// Who is signed in: what the page's words say of it, and when a sign-out begins.
"use strict";
(() => {
  const { CONTROL, labelOf, report, session, stopped } = sandbar;
  const options = { capture: true, signal: stopped };
  const visible = { checkOpacity: true, checkVisibilityCSS: true };
  // When loading began. Both clocks are read now: a computer that slept meanwhile changes nothing.
  const loadedAt = Math.floor(Date.now() - performance.now());
  const tell = (sandbar.tell = (message) => report({ session: message }));
  const tells = (/** @type {string} */ text) => session.stems.some((stem) => text.toLowerCase().includes(stem));

  /** Those labels that could tell of a session, apart by whether they can be seen. */
  const labels = () => {
    /** @type {[Set<string>, Set<string>]} */
    const found = [new Set(), new Set()];
    const read = (/** @type {Document | ShadowRoot} */ root) => {
      for (const control of [...root.querySelectorAll(CONTROL)].slice(0, 2000)) {
        const label = labelOf(control);
        if (label.length < 40 && tells(label)) found[control.checkVisibility(visible) ? 0 : 1].add(label);
      }
    };
    read(document);
    if (!found[0].size && !found[1].size) sandbar.components().forEach(read);
    return found.map((set) => [...set]);
  };

  /** @param {((view: SandbarView) => void) | undefined} draw */
  sandbar.watchSession = (draw) => {
    let told = "";
    let settled = false;
    const unsaved = () => sandbar.edited?.().length ?? 0;
    const look = async () => {
      const [seen = [], hidden = []] = labels();
      const message = { seen: { loadedAt, visible: seen, hidden, settled, unsaved: unsaved() } };
      const telling = JSON.stringify(message);
      if (telling === told) return;
      told = telling;
      const view = await tell(message);
      if (view?.badge) draw?.(view);
    };
    look();
    sandbar.looks.push((now) => {
      settled = now;
      look();
    });

    let timer = 0;
    sandbar.watchEdits?.(() => {
      timer ||= setTimeout(() => {
        timer = 0;
        tell({ edited: { loadedAt, unsaved: unsaved() } });
        sandbar.drawCards?.();
      }, 300);
    });
    addEventListener("pagehide", () => tell({ left: { loadedAt } }), options);
    // Back from the back/forward cache, the toolbar starts anew.
    addEventListener("pageshow", (event) => event.persisted && ((told = ""), look()), options);
  };

  /** @type {any} */ (globalThis).navigation?.addEventListener(
    "navigate",
    (/** @type {any} */ { destination: { url } }) => tells(url) && tell({ going: { url, at: Date.now() } }),
    options,
  );

  sandbar.begun = () => {
    const at = (sandbar.begunAt = Date.now());
    tell({ begun: { loadedAt, at } });
  };
  const signsOut = (/** @type {EventTarget} */ node) =>
    node instanceof Element && node.matches(CONTROL) && session.signOut.includes(labelOf(node).toLowerCase());
  sandbar.signOutIn = (event) => /** @type {Element | undefined} */ (event.composedPath().find(signsOut));
  const pressed = (/** @type {Event} */ event) => {
    const control = event.isTrusted && sandbar.signOutIn(event);
    if (!control) return;
    // What the browser itself presses by key brings a click; anything else acts on the key.
    if (event instanceof KeyboardEvent && (!/^(Enter| )$/.test(event.key) || control.matches("a[href],button,summary,input"))) return;
    if (!sandbar.hold?.(event)) sandbar.begun();
  };
  addEventListener("click", pressed, options);
  addEventListener("keydown", pressed, options);

  /** @param {SandbarView} view */
  sandbar.drawSession = (view) => {
    sandbar.view = view;
    sandbar.drawCards?.();
  };
})();
