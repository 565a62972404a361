// Decides what happens after a paste: nothing, a warning, or a note that it wasn't checked.
import { noteAround } from "./content";
import { ANSWERED, LONGEST } from "./paste";
import { PATIENCE, type Text, type Warning } from "./protocol";
import { report, run, signal } from "./run";
import { type Paste, type Verdict, verdictOf } from "./types";
import { noteText } from "./values";
import type { Warnings } from "./warning";

const question = (heading: Text, reasons: Text[] = []): Warning => ({
  urgency: "question",
  heading,
  reasons,
  items: [],
});
const UNCHECKED = question({ key: "warnUnchecked", args: [] }, [{ key: "warnUncheckedReason", args: [] }]);
const ENDS_ONLY: Text = { key: "warnEndsOnly", args: [] };

/** The last bytes of a text, starting at a character boundary. */
const endOf = (bytes: Uint8Array) => {
  let start = bytes.length - LONGEST;
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return new TextDecoder().decode(bytes.subarray(start));
};
/** The findings in a part of a text, without the note that it is only a part. */
const foundIn = (verdict: Verdict): Verdict => {
  if (verdict?.heading.key === ENDS_ONLY.key) return null;
  return verdict && { ...verdict, reasons: verdict.reasons.filter(({ key }) => key !== ENDS_ONLY.key) };
};

/** Gets the core's verdict on a text. For a text that is too long, its end is examined too. */
const examine = async ({ text, going, answer }: Paste): Promise<Verdict> => {
  // The core counts bytes, and each UTF-16 unit takes at most three.
  const bytes = text.length * 3 > LONGEST ? new TextEncoder().encode(text) : new Uint8Array();
  if (bytes.length <= LONGEST) return verdictOf(await answer);
  const atTheEnd = { ...going, text: endOf(bytes) };
  const end = report({ keys: { going: atTheEnd } });
  const [atStart, atEnd] = [foundIn(verdictOf(await answer)), foundIn(verdictOf(await end))];
  if (atStart === undefined || atEnd === undefined) return;
  // The line numbers at the end are unknown.
  const last = atEnd && { ...atEnd, going: atTheEnd, items: atEnd.items.map((item) => ({ ...item, line: null })) };
  const found = [atStart, last].find((one) => one?.items.length) ?? atStart ?? last;
  if (bytes.length <= 2 * LONGEST) return found;
  return found ? { ...found, reasons: [...found.reasons, ENDS_ONLY] } : question(ENDS_ONLY);
};

/** Handles pastes. */
export const takePastes = ({ warn, deliver }: Warnings) => {
  run.take = async (paste) => {
    const { field, text, insert } = paste;
    noteText(text);
    noteAround(field);
    const verdict = examine(paste);
    // A held paste waits for the core only briefly; then the user decides.
    const late = new Promise<Verdict>((done) => setTimeout(done, insert ? PATIENCE : ANSWERED));
    const warning = await Promise.race([verdict, late]);
    if (signal.aborted || warning === null) deliver(paste);
    else if (warning) warn(paste, warning);
    else warn(paste, UNCHECKED, { late: verdict });
  };
};
