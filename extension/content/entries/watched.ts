// A page of a watched site without an environment. It only reports that it is open, and has no badge.
import { report } from "../run";
import { whenBack, whenShown } from "../shown";
import { sayUnchecked } from "../unchecked";

sayUnchecked();
const here = () => void report({ keys: "here" });
whenShown(() => {
  here();
  whenBack(here);
});
