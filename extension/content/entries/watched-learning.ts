// Added to a page of a watched site if keys are learned from it.
import { watchValues } from "../keyvalues";
import { whenShown } from "../shown";
import { readPage } from "../tree";

whenShown(() => {
  readPage();
  watchValues();
});
