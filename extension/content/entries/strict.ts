// Registered if the user turned on *Check before pasting*. It runs before anything can be pasted into a frame.
import { registry } from "../registry";
import { hold } from "../strict";

registry.strict = hold;
// If the background doesn't answer, the warning's bundle is missing, and an unchecked text isn't inserted without
// asking.
registry.ask = (insert) => {
  const lines = (["warnUnchecked", "warnUncheckedReason", "warnPasteAnyway"] as const).map((key) =>
    registry.run?.t(key),
  );
  if (registry.run?.signal.aborted || confirm(lines.join("\n\n"))) insert();
};
