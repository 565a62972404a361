// A kind of mark other than the badge alone. Its file runs before the first frame if the user chose it.
import type { MarkKind } from "./protocol";
import { registry } from "./registry";

export const chooseMark = (mark: MarkKind, css: string) => {
  registry.marks = { ...registry.marks, [mark]: css };
  registry.chosen = { ...registry.chosen, mark };
  // The script that draws may already have drawn, even the core's view that chose this mark: a page that was open gets
  // both at the same time.
  const { run } = registry;
  run?.place?.(run.view?.page ? run.view : undefined);
};
