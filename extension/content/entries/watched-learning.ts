// A page of a watched site that has an environment, and that keys are learned from.
import { watchKeys } from "../keys";
import { watchPage } from "../page";
import { markWatchedPage } from "../watched";

const keys = watchKeys();
markWatchedPage(() => watchPage(keys));
