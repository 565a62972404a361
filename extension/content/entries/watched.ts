// A page of a watched site without an environment: that it is open is all there is to report.
import { report } from "../run";
import { whenBack, whenShown } from "../shown";

const here = () => void report({ keys: "here" });
whenShown(() => {
  here();
  whenBack(here);
});
