// Holds a click on a sign-out control until its question is answered.
import { dispatch, type Heard, isConnected, pathOf, type Target } from "./dom";
import type { SessionMessage } from "./protocol";
import { listen, report, run } from "./run";

/** How long a held click waits for the core, and how long the next one then goes through, in milliseconds. */
const PATIENCE = 300;
const PASS = 60_000;

export const holdSignOuts = () => {
  const { signOuts } = run;
  if (!signOuts) return;
  const tell = (message: SessionMessage) => report({ session: message });
  let passUntil = 0;
  let isPending = false;
  /** Whether a click must ask first; the core says so in advance. */
  const holds = () => run.view?.session?.ask && Date.now() > passUntil;

  /** Does what the held click would have done; false if its control is gone. */
  const release = (event: Event, held: Target) => {
    passUntil = Date.now() + PASS;
    const target = held instanceof Node && !isConnected(held) ? signOuts.find() : held;
    if (!target) return false;
    signOuts.begun();
    const Kind = event.constructor as new (type: string, init: object) => Event;
    dispatch(target, new Kind(event.type, event));
    return true;
  };
  const ask = async (event: Event) => {
    const target = (pathOf(event)[0] ?? window) as Target;
    isPending = true;
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    const question = await Promise.race([tell("pressed"), late]).catch(() => null);
    isPending = false;
    if (question?.question && run.askFirst) run.askFirst(question, () => release(event, target));
    else release(event, target);
  };

  run.hold = (event) => {
    if (!holds()) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isPending) ask(event as Event);
    return true;
  };
  // Some menus act before the click: all of it is held.
  const holdPart = (event: Heard<Event>) => {
    if (event.isTrusted && holds() && signOuts.under(event)) event.stopImmediatePropagation();
  };
  for (const type of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend"])
    listen(window, type, holdPart);
  // The worker is awake when the click comes.
  const near = (event: Heard<Event>) => {
    if (holds() && signOuts.under(event)) tell("near");
  };
  for (const type of ["pointerover", "focusin"]) listen(window, type, near);
};
