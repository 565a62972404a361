// Every frame of a portal page.
import "../start";
import { watchValues } from "../keyvalues";
import { fieldsBeside, watchPastes } from "../paste";
import { shieldControls } from "../shield";
import { whenShown } from "../shown";
import { readPage } from "../tree";

shieldControls();
watchPastes(fieldsBeside);
whenShown(() => {
  readPage();
  watchValues();
});
