// Injected before the first bundle that draws in front of a page.
import { drawing } from "../drawing";
import { run } from "../run";

run.drawing ??= drawing;
