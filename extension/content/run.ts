// The run that a bundle belongs to: the one that was current when the bundle was injected.

import type { Text } from "./protocol";
import { type Run, registry } from "./registry";

// Each list of files begins with one that starts a run.
export const run = registry.run as Run;
export const { listen, report, follow, signal, t } = run;

export const onStop = (undo: () => void) => signal.addEventListener("abort", undo);
export const textOf = ({ key, args }: Text) => t(key, args);
