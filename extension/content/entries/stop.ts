// Injected into a Production page that may have irreversible actions.
import { run } from "../run";
import { holdStops } from "../stop";

if (!run.holdsStops) holdStops();
