// Who is signed in: what the page's words say of it, and when a sign-out begins.
"use strict";
(() => {
  const { browser, report, session: words, stopped } = sandbar;
  const options = { capture: true, signal: stopped };
  const CONTROL = "a, button, summary, input[type=submit], input[type=button], [role=button], [role=link], [role=menuitem]";
  const visible = { checkOpacity: true, checkVisibilityCSS: true };
  /** How long a held press waits for the core, and how long the next one then goes through, in milliseconds. */
  const PATIENCE = 300;
  const PASS = 60_000;
  // When loading began. Both clocks are read now: a computer that slept meanwhile changes nothing.
  const loadedAt = Math.floor(Date.now() - performance.now());
  const tell = (/** @type {SandbarSessionMessage} */ message) => report({ session: message });

  const labelOf = (/** @type {Element} */ control) =>
    (control.getAttribute("aria-label") || (control instanceof HTMLInputElement ? control.value : control.textContent) || "")
      .trim()
      .replace(/\s+/g, " ")
      .toLowerCase();
  const signsOut = (/** @type {Element} */ control) => words.signOut.includes(labelOf(control));

  /** Those labels that tell of a session, apart by whether they can be seen. */
  const labels = () => {
    /** @type {[Set<string>, Set<string>]} */
    const found = [new Set(), new Set()];
    const read = (/** @type {Document | ShadowRoot} */ root) => {
      for (const control of [...root.querySelectorAll(CONTROL)].slice(0, 2000)) {
        const label = labelOf(control);
        if (words.signIn.includes(label) || words.signOut.includes(label)) found[control.checkVisibility(visible) ? 0 : 1].add(label);
      }
    };
    const readAll = (/** @type {Document | ShadowRoot} */ root) => {
      for (const element of root.querySelectorAll("*")) {
        const inner = element instanceof HTMLElement && browser.dom.openOrClosedShadowRoot(element);
        if (inner) (read(inner), readAll(inner));
      }
    };
    read(document);
    if (!found[0].size && !found[1].size) readAll(document);
    return found.map((set) => [...set].sort());
  };

  /** @param {((view: SandbarView) => void) | undefined} draw */
  sandbar.watchSession = (draw) => {
    let told = "";
    /** @type {string[]} */
    let seen = [];
    /** @type {string[]} */
    let hidden = [];
    const unsaved = () => sandbar.edited?.().length ?? 0;
    const tellSeen = async () => {
      const message = { seen: { loadedAt, visible: seen, hidden, unsaved: unsaved() } };
      const telling = JSON.stringify(message);
      if (telling === told) return;
      told = telling;
      const view = await tell(message);
      if (view?.badge) draw?.(view);
    };
    tellSeen();
    sandbar.looks.push((settled) => {
      const [nextSeen = [], nextHidden = []] = labels();
      // A page may offer to sign in until it knows who is there.
      const hasty = nextSeen.length && !nextSeen.some((label) => words.signOut.includes(label));
      if (hasty && !settled) return;
      [seen, hidden] = [nextSeen, nextHidden];
      tellSeen();
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
    addEventListener("pageshow", (event) => event.persisted && ((told = ""), tellSeen()), options);
  };

  /** @type {any} */ (globalThis).navigation?.addEventListener(
    "navigate",
    (/** @type {any} */ event) => {
      const { url } = event.destination;
      if (words.leaving.some((word) => url.toLowerCase().includes(word))) tell({ going: { url, at: Date.now() } });
    },
    options,
  );

  /** Whether a press must ask first; the core says so in advance. */
  let ask = false;
  let passUntil = 0;
  let pending = false;
  /** When a press went through in this page. */
  let pressedAt = 0;

  const controlOf = (/** @type {Event} */ event) =>
    event
      .composedPath()
      .slice(0, 12)
      .find((node) => node instanceof Element && node.matches(CONTROL) && signsOut(node));
  const begun = () => {
    pressedAt = Date.now();
    tell({ begun: { loadedAt, at: pressedAt } });
  };
  /** Does what the held press would have done; false if its control is gone. @param {Event} event @param {EventTarget} held */
  const release = (event, held) => {
    const gone = held instanceof Node && !held.isConnected;
    const target = gone ? [...document.querySelectorAll(CONTROL)].find(signsOut) : held;
    passUntil = Date.now() + PASS;
    if (!target) return false;
    begun();
    target.dispatchEvent(new /** @type {any} */ (event.constructor)(event.type, event));
    return true;
  };
  const hold = async (/** @type {Event} */ event) => {
    const target = event.composedPath()[0] ?? window;
    pending = true;
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    const question = await Promise.race([tell("pressed"), late]).catch(() => null);
    pending = false;
    if (question?.question && sandbar.askFirst) sandbar.askFirst(question, () => release(event, target));
    else release(event, target);
  };

  const pressed = (/** @type {Event} */ event) => {
    const control = event.isTrusted && controlOf(event);
    if (!control) return;
    // What the browser itself presses by key brings a click; anything else acts on the key.
    const byKey = event instanceof KeyboardEvent;
    if (byKey && (!/^(Enter| )$/.test(event.key) || /** @type {Element} */ (control).matches("a[href], button, summary, input"))) return;
    const acts = byKey || event.type === "click";
    if (!ask || Date.now() < passUntil) return acts && begun();
    // Some menus act before the click: the whole press is held.
    event.stopImmediatePropagation();
    if (!acts) return;
    event.preventDefault();
    if (!pending) hold(event);
  };
  for (const type of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "keydown"]) {
    addEventListener(type, pressed, options);
  }
  // The core wakes, and the question is at hand, before the press.
  const near = (/** @type {Event} */ event) => ask && controlOf(event) && tell("near");
  for (const type of ["pointerover", "focusin"]) addEventListener(type, near, options);

  /** @param {SandbarView} view */
  sandbar.drawSession = (view) => {
    sandbar.view = view;
    ask = !!view.session?.ask;
    // A page that is just signing out by itself shows soon enough that it did.
    const wait = pressedAt + 2000 - Date.now();
    if (wait > 0) setTimeout(() => sandbar.drawCards?.(), wait);
    else sandbar.drawCards?.();
  };
})();
