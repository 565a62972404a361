// Injected into a page with the first question about an irreversible action.
import { followPasses } from "../pass";
import { run } from "../run";

if (!run.passes) followPasses();
