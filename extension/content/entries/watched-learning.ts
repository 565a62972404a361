// A page of a watched site that has an environment, and that keys are learned from.
import { watchValues } from "../keyvalues";
import { markWatchedPage } from "../watched";

markWatchedPage(watchValues);
