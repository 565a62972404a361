// What drawing.ts shares, in the bundles that are injected after it.
import type { Drawing } from "./drawing";
import { run } from "./run";

export const { theme, element, makeHost, unfindable, keepOnTop, watchControls } = run.drawing as Drawing;
