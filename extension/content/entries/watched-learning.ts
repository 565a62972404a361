// Added on a page of a watched site that keys are learned from.
import { watchValues } from "../keyvalues";
import { whenShown } from "../shown";
import { readPage } from "../tree";

whenShown(() => {
  readPage();
  watchValues();
});
