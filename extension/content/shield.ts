// Hides the user's events on Sandbar's own controls from the page, so that no menu closes and no focus trap reacts.
import type { Heard } from "./dom";
import { listen, run } from "./run";

/** The events that menus and focus traps listen to, and that warnings react to. */
const TYPES =
  "pointerdown mousedown touchstart pointerup mouseup touchend click dblclick auxclick contextmenu " +
  "keydown keypress keyup focus focusin blur focusout submit";

/** Runs before the page's scripts, so that none of their listeners comes first. */
export const shieldControls = () => {
  const hear = (event: Heard<Event>) => {
    for (const shield of run.shields) shield(event);
  };
  for (const type of TYPES.split(" ")) listen(window, type, hear);
};
