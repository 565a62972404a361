// The user's events on Sandbar's own controls: the page does not hear them, so that no menu closes and no focus trap acts.
import type { Heard } from "./dom";
import { listen, run } from "./run";

/** What menus and focus traps listen to, and what warnings act on. */
const TYPES =
  "pointerdown mousedown touchstart pointerup mouseup touchend click dblclick auxclick contextmenu " +
  "keydown keypress keyup focus focusin blur focusout submit";

/** From before the page's scripts run, so that none of its listeners comes first. */
export const shieldControls = () => {
  const hear = (event: Heard<Event>) => {
    for (const shield of run.shields) shield(event);
  };
  for (const type of TYPES.split(" ")) listen(window, type, hear);
};
