// Who is signed in: what the page's words say of it, and when a sign-out begins.
"use strict";
(() => {
  const { CONTROL, labelOf, listen, loadedAt, report, session } = sandbar;
  const tell = (sandbar.tell = (message) => report({ session: message }));
  const stems = new RegExp(session.stems, "i");
  const tells = (/** @type {string} */ text) => stems.test(text);

  /** Those labels that could tell of a session, apart by whether they can be seen. */
  const labels = () => {
    /** @type {[Set<string>, Set<string>]} */
    const found = [new Set(), new Set()];
    const read = (/** @type {Document | ShadowRoot} */ root) => {
      for (const control of [...root.querySelectorAll(CONTROL)].slice(0, 2000)) {
        const label = labelOf(control);
        if (label.length < 40 && tells(label)) found[sandbar.isVisible(control) ? 0 : 1].add(label);
      }
    };
    read(document);
    if (!found[0].size && !found[1].size) sandbar.components().forEach(read);
    return { visible: [...found[0]], hidden: [...found[1]] };
  };

  /** @param {((view: SandbarView) => void)=} draw @param {(() => void)=} back */
  sandbar.watchSession = (draw, back) => {
    let told = "";
    let settled = false;
    const unsaved = () => sandbar.edited?.().length ?? 0;
    const look = async () => {
      const message = { seen: { loadedAt, ...labels(), settled, unsaved: unsaved() } };
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
    listen(window, "pagehide", () => tell({ left: { loadedAt } }));
    listen(window, "pageshow", ({ persisted }) => {
      if (!persisted) return;
      told = "";
      back?.();
      look();
    });
  };

  const { navigation } = /** @type {any} */ (globalThis);
  if (navigation)
    listen(
      navigation,
      "navigate",
      ({ destination: { url } }) => tells(url) && tell({ going: { url, at: Date.now() } }),
    );

  sandbar.begun = () => {
    const at = (sandbar.begunAt = Date.now());
    tell({ begun: { loadedAt, at } });
  };
  const signsOut = (/** @type {any} */ node) =>
    node.matches?.(CONTROL) && session.signOut.includes(labelOf(node).toLowerCase());
  sandbar.signOutIn = (event) => /** @type {Element | undefined} */ (event.composedPath().find(signsOut));
  const pressed = (/** @type {any} */ event) => {
    const control = event.isTrusted && sandbar.signOutIn(event);
    if (!control) return;
    // What the browser itself presses by key brings a click; anything else acts on the key.
    if (event.key && (!/^(Enter| )$/.test(event.key) || control.matches("a[href],button,summary,input"))) return;
    if (!sandbar.hold?.(event)) sandbar.begun();
  };
  listen(window, "click", pressed);
  listen(window, "keydown", pressed);

  /** @param {SandbarView} view */
  sandbar.drawSession = (view) => {
    sandbar.view = view;
    sandbar.drawCards?.();
  };
})();
