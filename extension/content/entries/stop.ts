// Injected into a page of Production that may do what cannot be undone.
import { run } from "../run";
import { holdStops } from "../stop";

if (!run.holdsStops) holdStops();
