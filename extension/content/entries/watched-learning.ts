// A page of a watched site that has an environment, and that keys are learned from.
import { watchValues } from "../keyvalues";
import { readPage } from "../tree";
import { markWatchedPage } from "../watched";

markWatchedPage(() => {
  readPage();
  watchValues();
});
