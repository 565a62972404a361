// A kind of mark other than the badge alone. Its file runs before the first frame if the user chose it.
import type { MarkKind } from "./protocol";
import { registry } from "./registry";

export const chooseMark = (mark: MarkKind, css: string) => {
  registry.marks = { ...registry.marks, [mark]: css };
  registry.chosen = { ...registry.chosen, mark };
  // This may run after the script that draws. If the core has answered, its next view shows the choice.
  const { run } = registry;
  if (!run?.view?.page) run?.place?.();
};
