// Injected when the pointer first moves over a marked page.
import { watchPointer } from "../pointer";
import { run } from "../run";

if (run.badgeParts) watchPointer(run.badgeParts);
run.badgeParts = undefined;
