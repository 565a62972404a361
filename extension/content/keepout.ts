// Keeps a removed text out of its field. An editor's history, or a page that renders its own state again, may bring it
// back.
import type { Presence } from "./content";
import { addListener, asTextField, type Heard, pathOf } from "./dom";
import { removeText } from "./removal";
import { signal } from "./run";

/** How often a text is removed again, for how many edits, and how long a page is watched, in milliseconds. */
const ROUNDS = 20;
const EDITS = 5;
const WATCHED = 3000;
/** A page that restores a text this often without an event will continue. */
const RESTORED = 3;
/** When to check whether a page has reacted to an event, in milliseconds. */
const FOLLOWED = [0, 100, 400, 1500];

/** The texts that are kept out, and what ends that. */
const kept = new Map<() => void, string>();
/** Lets a text in again, because the user chose to keep it. */
export const letIn = (text: string) => {
  for (const [end, removed] of kept) if (text.includes(removed.trim())) end();
};

/** Keeps a text out. Calls `failed` if the text is back and can't be removed. */
export const keepOut = (presence: Presence, text: string, failed: () => void) => {
  const ended = new AbortController();
  const end = () => {
    kept.delete(end);
    ended.abort();
  };
  kept.set(end, text);
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
    // Another action happened in the meantime, so check again before calling this a failure.
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
  const onKey = ({ isTrusted, ctrlKey, metaKey, key, code }: KeyboardEvent) => {
    // Undo and redo, in any layout.
    const isUndo = /^[yz]$/i.test(key) || /^Key[YZ]$/.test(code);
    if (isTrusted && (ctrlKey || metaKey ? isUndo : edits-- > 0)) checkSoon();
  };
  const onInput = ({ inputType = "" }: InputEvent) => {
    if (/^insertFrom(Paste|Drop|Yank)/.test(inputType)) end();
    else if (/^history/.test(inputType) || edits-- > 0) checkSoon();
  };
  // With a control of the page, the user may insert it again. Plain fields are checked after that.
  const onClick = (event: Heard<Event>) => {
    const field = presence.field;
    if (event.isTrusted && asTextField(field) && !pathOf(event).includes(field)) end();
  };
  addListener(window, "click", onClick, options);
  addListener(window, "keydown", onKey, options);
  addListener(window, "input", onInput, options);
  // The user may insert the same text again, which is a new paste.
  for (const type of ["paste", "drop"]) addListener(window, type, ({ isTrusted }) => isTrusted && end(), options);
  // A page that restores the text by itself does so repeatedly.
  const timer = setInterval(() => {
    if (Date.now() > until || ended.signal.aborted) return clearInterval(timer);
    if (isBusy || !presence.holds()) return;
    if (++restored < RESTORED) return void check();
    end();
    failed();
  }, 250);
};
