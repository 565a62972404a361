// Injected before the first bundle that draws on the page.
import { drawing } from "../drawing";
import { run } from "../run";

run.drawing ??= drawing;
