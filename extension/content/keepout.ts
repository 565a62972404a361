// Keeps a text out of the field that it was removed from: an editor's history, or a page that draws its own state again,
// may bring it back.
import type { Presence } from "./content";
import { addListener } from "./dom";
import { removeText } from "./removal";
import { signal } from "./run";

/** How often a text is taken out again, and for how many edits and for how long a page is watched, in milliseconds. */
const ROUNDS = 20;
const EDITS = 5;
const WATCHED = 3000;
/** A page that brings a text back so often by itself will go on to. */
const RESTORED = 3;
/** When a page has followed an event, in milliseconds. */
const FOLLOWED = [0, 100, 400, 1500];

/** `failed` is called when the text is back and cannot be removed. */
export const keepOut = (presence: Presence, text: string, failed: () => void) => {
  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener("abort", end, { signal: ended.signal });
  const options = { capture: true, passive: true, signal: ended.signal };
  const until = Date.now() + WATCHED;
  let rounds = ROUNDS;
  let edits = EDITS;
  let restored = 0;
  let acts = 0;
  let isBusy = false;
  const check = async () => {
    if (isBusy || ended.signal.aborted || !presence.holds()) return;
    isBusy = true;
    const before = acts;
    const isOut = rounds-- > 0 && (await removeText(presence, text));
    isBusy = false;
    if (ended.signal.aborted) return;
    // What the user undid meanwhile is no failure, and was not looked for yet.
    if (acts !== before && rounds > 0) return follow();
    if (isOut) return;
    end();
    failed();
  };
  const follow = () => {
    for (const wait of FOLLOWED) setTimeout(check, wait);
  };
  const checkSoon = () => {
    acts++;
    restored = 0;
    follow();
  };
  const onKey = ({ isTrusted, ctrlKey, metaKey }: KeyboardEvent) => {
    // Undo and redo, by whichever key.
    if (isTrusted && (ctrlKey || metaKey || edits-- > 0)) checkSoon();
  };
  const onInput = ({ inputType = "" }: InputEvent) => {
    if (/^insertFrom(Paste|Drop|Yank)/.test(inputType)) end();
    else if (/^history/.test(inputType) || edits-- > 0) checkSoon();
  };
  addListener(window, "keydown", onKey, options);
  addListener(window, "input", onInput, options);
  // The same text may be put there again: that is another paste.
  for (const type of ["paste", "drop"]) addListener(window, type, ({ isTrusted }) => isTrusted && end(), options);
  // A page that brings it back by itself does so again.
  const timer = setInterval(() => {
    if (Date.now() > until || ended.signal.aborted) return clearInterval(timer);
    if (isBusy || !presence.holds()) return;
    if (++restored < RESTORED) return void check();
    end();
    failed();
  }, 250);
};
