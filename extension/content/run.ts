// The run that a bundle belongs to: the current one when the bundle was injected.

import type { Text } from "./protocol";
import { type Run, registry } from "./registry";

// Each list of files starts with one that creates a run.
export const run = registry.run as Run;
export const {
  activeElement,
  asElement,
  asText,
  editContextOf,
  follow,
  listen,
  queryAll,
  report,
  shadowOf,
  signal,
  t,
} = run;

export const onStop = (undo: () => void) => signal.addEventListener("abort", undo);
export const textOf = ({ key, args }: Text) => t(key, args);
