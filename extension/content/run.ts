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

/** How long to wait until a failed report is repeated, in milliseconds, and how often that is done. */
const AGAIN = 5000;
const MOST = 20;
/** Receives the answers to a report, and repeats it if there is none. */
export const untilAnswered = (again: () => void) => {
  let left = MOST;
  return (answer: unknown) => {
    if (answer === undefined && left-- > 0) setTimeout(() => signal.aborted || again(), AGAIN);
  };
};
