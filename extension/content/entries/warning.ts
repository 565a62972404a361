// Injected when the user first interacts with a frame.
import { watchFiles } from "../files";
import { run } from "../run";
import { takePastes } from "../take";
import { watchValues } from "../values";
import { offerWarnings } from "../warning";

// Two pastes may both have requested it.
if (!run.take) {
  const warnings = offerWarnings();
  takePastes(warnings);
  watchValues();
  watchFiles(warnings);
}
