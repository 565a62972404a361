// Removes a pasted text from a field: like a user would if the page allows it, or else in the ways that editors
// support.
import { contentOf, fold, isShown, type Presence, SHORTEST } from "./content";
import {
  asTextField,
  dispatch,
  execCommand,
  focus,
  localName,
  type PageElement,
  type TextField,
  textNodes,
} from "./dom";
import { listen, queryAll, signal } from "./run";
import { noteValue } from "./values";

/** How long a page may take to react to a change, in milliseconds. */
const SETTLING = 80;
/** Limits the work: how often the same text is removed. */
const MOST = 20;
/** How often to check that it stays removed. */
const LOOKS = 3;
const LETTER = /[\p{L}\p{N}]/u;

const settle = () => new Promise((done) => setTimeout(done, SETTLING));

/** The place of a text in another, regardless of changed spaces, quotes and case: its start and end. */
export const placeOf = (content: string, text: string): [number, number] | undefined => {
  const at = content.lastIndexOf(text);
  if (text && at >= 0) return [at, at + text.length];
  const wanted = fold(text);
  const places: number[] = [];
  let all = "";
  for (let index = 0; index < content.length; index++) {
    const letter = content[index] ?? "";
    if (!LETTER.test(letter)) continue;
    for (const _ of letter.toLowerCase()) places.push(index);
    all += letter.toLowerCase();
  }
  const start = wanted ? all.lastIndexOf(wanted) : -1;
  let from = places[start];
  let to = places[start + wanted.length - 1];
  if (from === undefined || to === undefined) return;
  // Quotes and brackets at the ends of the text, as far as they are there.
  const before = [...text].findIndex((letter) => LETTER.test(letter));
  const after = [...text].reverse().findIndex((letter) => LETTER.test(letter));
  for (const letter of [...text].slice(0, before).reverse()) if (content[from - 1] === letter) from--;
  to++;
  for (const letter of [...text].slice(text.length - after)) if (content[to] === letter) to++;
  return [from, to];
};

const input = (inputType: string, type = "input", more: object = {}) =>
  new InputEvent(type, { bubbles: true, composed: true, cancelable: type !== "input", inputType, ...more });

/** Sets a value so that frameworks notice it. */
const setValue = (field: TextField, value: string) => {
  field.value = value;
  dispatch(field, input("deleteByCut"));
};

const removeFromInput = async (field: TextField, text: string, presence: Presence, isLeft: () => boolean) => {
  const lines = text.replace(/\r\n?/g, "\n");
  const inField = localName(field) === "textarea" ? lines : lines.replace(/\n/g, "");
  for (let count = 0; count < MOST; count++) {
    const { value } = field;
    // A field with a length limit may contain only the start of the text.
    const isCut = value && field.maxLength >= 0 && inField.startsWith(value);
    const place = isCut ? ([0, value.length] as const) : (placeOf(value, inField) ?? placeOf(value, inField.trim()));
    if (!place) break;
    focus(field);
    try {
      field.setSelectionRange(place[0], place[1]);
    } catch {
      // This type of field doesn't support selection.
      field.select();
    }
    // Firefox reports this like an edit by the user (`beforeinput`).
    noteValue(field);
    execCommand(document, "delete");
    if (field.value === value) setValue(field, value.slice(0, place[0]) + value.slice(place[1]));
  }
  await settle();
  const now = asTextField(presence.field);
  // A page that sets its value again must be notified in its own way.
  const again = now && isLeft() && placeOf(now.value, inField);
  if (now && again) setValue(now, now.value.slice(0, again[0]) + now.value.slice(again[1]));
};

/** The types of fields that a user types a text into. */
const TYPED = /^(?:textarea|text|search|url|tel|email|password|number)$/;
/**
 * Removes a text that the page distributed over several fields, as far as they contain parts that identify it. Other
 * values may only look like a part of the text.
 */
const removeFromFields = (part: PageElement, text: string, pieces: readonly string[]) => {
  const wanted = fold(text);
  const all = queryAll(part, "input, textarea").flatMap((inner) => {
    const field = isShown(inner) && asTextField(inner);
    return field && TYPED.test(field.type) && !field.readOnly && fold(field.value) ? field : [];
  });
  while (all.length) {
    // Consecutive fields may contain one piece.
    let joined = "";
    const isInPiece = (more: string) => pieces.some((piece) => piece.includes(joined + more));
    const end = all.findIndex(({ value }) => {
      if (!isInPiece(fold(value))) return true;
      joined += fold(value);
      return false;
    });
    const run = all.splice(0, end < 0 ? all.length : Math.max(end, 1));
    const whole = joined || fold(run[0]?.value ?? "");
    const holds = joined ? joined.length >= SHORTEST : pieces.some((piece) => whole.includes(piece));
    if (holds && wanted.includes(whole)) for (const field of run) setValue(field, "");
  }
};

/** Selects a text in an editable part, even if the page's editor split it. */
const select = (part: PageElement, text: string) => {
  const nodes = [...textNodes(part)];
  const place = placeOf(nodes.map((node) => node.data).join(""), text);
  if (!place) return;
  const range = new Range();
  let start = 0;
  for (const node of nodes) {
    const end = start + node.data.length;
    if (place[0] >= start && place[0] < end) range.setStart(node, place[0] - start);
    if (place[1] > start && place[1] <= end) {
      range.setEnd(node, place[1] - start);
      break;
    }
    start = end;
  }
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return range;
};

type Way = (target: PageElement, range: Range) => void;
const key = (name: string, keyCode: number, more: object = {}) =>
  new KeyboardEvent("keydown", {
    key: name,
    code: name,
    keyCode,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...more,
  } as object);
/** The ways in which editors with their own model delete a selection, most exact first. */
const WAYS: Way[] = [
  (target) => {
    const clipboardData = new DataTransfer();
    dispatch(target, new ClipboardEvent("cut", { clipboardData, bubbles: true, composed: true, cancelable: true }));
  },
  (target, range) => {
    const targetRanges = [new StaticRange(range)];
    for (const type of ["deleteByCut", "deleteContentBackward"])
      if (!dispatch(target, input(type, "beforeinput", { targetRanges }))) return;
    execCommand(document, "delete");
  },
  (target) => void dispatch(target, key("Backspace", 8)),
];

const removeFromEditor = async (presence: Presence, text: string, isLeft: () => boolean) => {
  for (const way of WAYS) {
    for (let count = 0; count < MOST; count++) {
      const { field, holder } = presence;
      const part = holder ?? (field as PageElement);
      const before = contentOf(part);
      focus(field);
      const range = select(part, text);
      if (!range) break;
      // Editors follow the selection a moment later.
      await settle();
      if (signal.aborted || !isLeft()) return;
      way(field as PageElement, range);
      await settle();
      if (contentOf(part) === before) break;
    }
    if (!isLeft()) return;
  }
};

/** For an editor whose content can't be selected: undoes the paste, unless that changes something else too. */
const undoPaste = async ({ field, holder }: Presence, text: string) => {
  const before = holder && contentOf(holder);
  if (!before) return;
  const modifier = /mac/i.test(navigator.platform) ? { metaKey: true } : { ctrlKey: true };
  focus(field);
  dispatch(field, key("z", 90, { ...modifier, code: "KeyZ" }));
  await settle();
  const left = fold(contentOf(holder));
  const wanted = fold(before).replace(fold(text), "");
  if (left !== wanted && left !== fold(before))
    dispatch(field, key("z", 90, { ...modifier, shiftKey: true, code: "KeyZ" }));
};

/** The number of pastes. A text that is pasted in the meantime is a different one and stays. */
let pastes = 0;
for (const type of ["paste", "drop"]) listen<Event>(window, type, ({ isTrusted }) => void (isTrusted && pastes++));

/** Removes a text. Returns false if it is still there, or was never anywhere that Sandbar can see. */
export const removeText = async (presence: Presence, text: string) => {
  // On Linux, Chromium copies what is selected during a click to the primary selection, which the middle button pastes.
  await new Promise((done) => setTimeout(done));
  const wasSeen = presence.holds();
  const before = pastes;
  const isLeft = () => pastes === before && presence.holds();
  const { field, holder } = presence;
  const own = asTextField(field);
  const value = own?.value;
  if (own && (!holder || holder === field)) await removeFromInput(own, text, presence, isLeft);
  else if (own && holder && queryAll(holder, "input, textarea").length > 1)
    removeFromFields(holder, text, presence.pieces ?? []);
  else if (!own) await removeFromEditor(presence, text, isLeft);
  await settle();
  if (isLeft()) await undoPaste(presence, text);
  // A page may restore the text a moment later.
  for (let count = 0; count < LOOKS; count++) {
    if (isLeft()) return false;
    await settle();
  }
  return wasSeen || (!!own && own.value !== value);
};
