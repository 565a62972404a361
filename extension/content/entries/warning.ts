// Injected when a frame first needs to draw a warning.
import { run } from "../run";
import { offerWarnings } from "../warning";

// Two pastes may both have asked for it.
if (!run.warn) offerWarnings();
