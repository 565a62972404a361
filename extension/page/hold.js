// Holds a press on a control that signs out until its question is answered. Injected when a press would end something.
"use strict";
(() => {
  if (sandbar.hold) return;
  const { CONTROL, listen, signOutIn, tell } = sandbar;
  /** How long a held press waits for the core, and how long the next one then goes through, in milliseconds. */
  const PATIENCE = 300;
  const PASS = 60_000;
  let passUntil = 0;
  let pending = false;
  /** Whether a press must ask first; the core says so in advance. */
  const holds = () => sandbar.view?.session?.ask && Date.now() > passUntil;

  /** Does what the held press would have done; false if its control is gone. @param {Event} event @param {EventTarget} held */
  const release = (event, held) => {
    passUntil = Date.now() + PASS;
    const gone = held instanceof Node && !held.isConnected;
    const signsOut = (/** @type {Element} */ control) =>
      sandbar.session.signOut.includes(sandbar.labelOf(control).toLowerCase());
    const target = gone ? [...document.querySelectorAll(CONTROL)].find(signsOut) : held;
    if (!target) return false;
    sandbar.begun();
    target.dispatchEvent(new /** @type {any} */ (event.constructor)(event.type, event));
    return true;
  };
  const ask = async (/** @type {Event} */ event) => {
    const target = event.composedPath()[0] ?? window;
    pending = true;
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    const question = await Promise.race([tell("pressed"), late]).catch(() => null);
    pending = false;
    if (question?.question && sandbar.askFirst) sandbar.askFirst(question, () => release(event, target));
    else release(event, target);
  };

  sandbar.hold = (event) => {
    if (!holds()) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!pending) ask(event);
    return true;
  };
  // Some menus act before the click: the whole press is held.
  const part = (/** @type {Event} */ event) =>
    event.isTrusted && holds() && signOutIn(event) && event.stopImmediatePropagation();
  for (const type of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend"])
    listen(window, type, part);
  const near = (/** @type {Event} */ event) => holds() && signOutIn(event) && tell("near");
  for (const type of ["pointerover", "focusin"]) listen(window, type, near);
})();
