// A page of a watched site without an environment. It only reports that it is open.
import { report } from "../run";
import { whenBack, whenShown } from "../shown";

const here = () => void report({ keys: "here" });
whenShown(() => {
  here();
  whenBack(here);
});
