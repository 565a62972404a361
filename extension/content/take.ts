// What becomes of a text that was pasted: nothing, a warning, or a word that it was not checked.
import { ANSWERED, LONGEST } from "./paste";
import { PATIENCE, type Text, type Warning } from "./protocol";
import { report, run, signal } from "./run";
import { type Paste, type Verdict, verdictOf } from "./types";
import { noteText } from "./values";

const question = (heading: Text, reasons: Text[] = []): Warning => ({
  urgency: "question",
  heading,
  reasons,
  items: [],
});
const UNCHECKED = question({ key: "warnUnchecked", args: [] }, [{ key: "warnUncheckedReason", args: [] }]);
const ENDS_ONLY: Text = { key: "warnEndsOnly", args: [] };

/** The core's word on a text. Of one that is too long the end is examined too. */
const examine = async ({ text, going, answer }: Paste): Promise<Verdict> => {
  if (text.length <= LONGEST) return verdictOf(await answer);
  const end = report({ keys: { going: { ...going, text: text.slice(-LONGEST) } } });
  const [first, last] = [verdictOf(await answer), verdictOf(await end)];
  if (first === undefined || last === undefined) return;
  const found = first?.items.length
    ? first
    : last && { ...last, items: last.items.map((item) => ({ ...item, line: null })) };
  if (text.length <= 2 * LONGEST) return found;
  return found ? { ...found, reasons: [...found.reasons, ENDS_ONLY] } : question(ENDS_ONLY);
};

/** `warn` draws. */
export const takePastes = (warn: (paste: Paste, warning: Warning, said?: { late: Promise<Verdict> }) => void) => {
  run.take = async (paste) => {
    const { text, insert } = paste;
    noteText(text);
    const verdict = examine(paste);
    // A paste that is held back waits for the core, and not for long: then the user decides.
    const late = new Promise<Verdict>((done) => setTimeout(done, insert ? PATIENCE : ANSWERED));
    const warning = await Promise.race([verdict, late]);
    if (signal.aborted || warning === null) insert?.();
    else if (warning) warn(paste, warning);
    else warn(paste, UNCHECKED, { late: verdict });
  };
};
