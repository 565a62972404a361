// Holds a click on a sign-out control until the user answers its question.
import { type Heard, isConnected, type PageElement, type Target } from "./dom";
import { eachFrame } from "./frames";
import { inTime, keep, PARTS, perform } from "./held";
import { PASS, type SessionMessage } from "./protocol";
import { asElement, report, run } from "./run";

export const holdSignOuts = () => {
  const { signOuts } = run;
  if (!signOuts) return;
  const tell = (message: SessionMessage) => report({ session: message });
  let passUntil = 0;
  let isPending = false;
  /** Whether a click must ask first. The core sends this in advance. */
  const holds = () => run.view?.session?.ask && Date.now() > passUntil;

  /** Does what the held click would have done. Returns false if its control is gone. */
  const release = (event: Event, held: Target) => {
    passUntil = Date.now() + PASS;
    const target = asElement(held) && !isConnected(held as PageElement) ? signOuts.find() : held;
    if (!target) return false;
    signOuts.begun();
    perform(event, target);
    return true;
  };
  const ask = async (event: Event) => {
    const target = signOuts.origin(event) ?? window;
    isPending = true;
    const question = await inTime(tell("sign-out-clicked"));
    isPending = false;
    if (question?.question && run.askFirst) run.askFirst(question, () => release(event, target));
    else release(event, target);
  };

  run.hold = (event) => {
    if (!holds()) return false;
    keep(event);
    if (!isPending) ask(event as Event);
    return true;
  };
  // Some menus react before the click, so all of its events are held.
  const holdPart = (event: Heard<Event>) => {
    if (event.isTrusted && holds() && signOuts.under(event)) event.stopImmediatePropagation();
  };
  // Wakes the worker before the click.
  const near = (event: Heard<Event>) => {
    if (holds() && signOuts.under(event)) tell("near");
  };
  eachFrame((view, on) => {
    for (const type of PARTS) on(view, type, holdPart);
    for (const type of ["pointerover", "focusin"]) on(view, type, near);
  });
};
