// Registered with the setting that holds pastes back, before a frame can be pasted into.
import { registry } from "../registry";
import { hold } from "../strict";

registry.strict = hold;
// The background does not answer: what it would inject is missing, and a text that nobody checked is not let through unasked.
registry.ask = (insert) => {
  const lines = (["warnUnchecked", "warnUncheckedReason", "warnPasteAnyway"] as const).map((key) =>
    registry.run?.t(key),
  );
  if (registry.run?.signal.aborted || confirm(lines.join("\n\n"))) insert();
};
