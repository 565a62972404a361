// Injected with the warning into a frame of a watched site when it first needs one.
import { offerChips } from "../chip";
import { run } from "../run";

// Two pastes may both have requested it.
if (!run.chip) offerChips();
