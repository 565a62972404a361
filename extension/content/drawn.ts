// Gives the bundles that are injected after drawing.ts access to what it shares.
import type { Drawing } from "./drawing";
import { run } from "./run";

export const { theme, element, makeHost, unfindable, keepOnTop, watchControls } = run.drawing as Drawing;
