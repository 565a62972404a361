// Finds a pasted text in a field, even if the page changed its spaces, quotes and case.
import {
  asTextField,
  bodyOf,
  boxOf,
  contains,
  drawnIn,
  editContextOf,
  hasMoreThan,
  isConnected,
  isVisible,
  localName,
  matches,
  overflows,
  type PageElement,
  parentElement,
  queryAll,
  styleOf,
  textIn,
} from "./dom";
import type { Warning } from "./protocol";
import type { Field } from "./types";

/** The length of the shortest part of a text that identifies it, in characters. */
export const SHORTEST = 8;
/** Limits the work: the most parts of a text, levels around a field, and fields of a page. */
const MOST_PIECES = 50;
const MOST_LEVELS = 8;
const MOST_FIELDS = 500;
/** A part of the page with more elements than this isn't searched for a text. */
const MOST_ELEMENTS = 2000;
/** When the surroundings of a field are searched once more, in milliseconds. */
const AGAIN = 1000;
const FIELDS = "input, textarea, [contenteditable]:not([contenteditable=false])";

/** The letters and digits of a text, in lower case. */
export const fold = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
/** The parts that identify a text: the keys in it, if their last characters are known, or else all longer words. */
const piecesOf = (text: string, ends: readonly string[]) => {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= SHORTEST);
  const keys = words.filter((word) => ends.some((end) => word.endsWith(end)));
  return [keys, words, [text]].find((pieces) => pieces.length)?.slice(0, MOST_PIECES) ?? [];
};

/** The text of a field, or of a part of the page including its fields. */
export const contentOf = (part: PageElement): string => {
  const field = asTextField(part);
  if (field) return field.value;
  const fields = queryAll(part, "input, textarea").map((inner) => asTextField(inner)?.value ?? "");
  return [textIn(part), editContextOf(part)?.text ?? "", ...fields].join("");
};

/** Whether a container hides all of an element: a closed accordion has no height, and a tab may slide out of its frame. */
const isClipped = (element: PageElement) => {
  const { left, right, top, bottom } = boxOf(element);
  let { position } = styleOf(element);
  for (let at = drawnIn(element); at && position !== "fixed" && !matches(at, "body, html"); at = drawnIn(at)) {
    const style = styleOf(at);
    // Only a positioned container clips an element that is positioned in it.
    if (position === "absolute" && style.position === "static" && style.transform === "none") continue;
    position = style.position;
    if (!/hidden|clip/.test(style.overflow)) continue;
    const box = boxOf(at);
    if (right <= box.left || left >= box.right || bottom <= box.top || top >= box.bottom) return true;
  }
  return false;
};
/** Whether the user can see an element. */
export const isShown = (element: PageElement) => {
  const { width, height } = boxOf(element);
  // Editors clip the lines that are scrolled out of view.
  return isVisible(element) && width > 0 && height > 0 && !(asTextField(element) && isClipped(element));
};
const nameOf = (element: PageElement) => {
  const field = asTextField(element);
  return field ? `${field.id} ${field.name}` : "";
};

/** The last characters of the keys in a warning. */
export const endsOf = ({ items }: Warning) =>
  items.map(({ hint }) => hint.replace(/^[^\p{L}\p{N}]+/u, "")).filter(Boolean);

/** What was around a field when it received a text, because the page may remove the field. */
const surroundings = new WeakMap<Field, PageElement[]>();
export const noteAround = (field: Field) => {
  if (!isConnected(field)) return;
  const parts: PageElement[] = [];
  for (let at = drawnIn(field); at; at = drawnIn(at)) parts.push(at);
  surroundings.set(field, parts);
};
/** A field, or what is left around it. */
const placeOf = (field: Field) =>
  isConnected(field) ? field : (surroundings.get(field)?.find(isConnected) ?? bodyOf(document) ?? field);

/** The field that took the place of a removed one, judging by its name. */
export const namesakeOf = (field: Field) => {
  const name = nameOf(field as PageElement);
  if (!name.trim()) return;
  return queryAll(document, localName(field)).find((other) => nameOf(other) === name && isShown(other));
};

/** Where a text is, and whether it is still there. */
export interface Presence {
  /** The field, or its replacement if the page replaced it by a field with the text. */
  readonly field: Field;
  /** The element that shows the text: the field, or the editor around it. */
  readonly holder?: PageElement | undefined;
  /** The parts that identify the text, folded. */
  readonly pieces?: readonly string[];
  /** Whether any of the text is there. */
  holds(): boolean;
  /** Whether the field or the text in it is gone, as far as it can be determined. */
  isGone(): boolean;
  /** To be called after the page scrolled an element, because an editor may remove lines that are out of view. */
  scrolled(scroller: PageElement): void;
}

const filesOf = (field: Field) => (asTextField(field) as HTMLInputElement | undefined)?.files;
/** Whether a file can be removed from a field. A dropped file belongs to the page. */
export const holdsFile = (field: Field, file: File) => isConnected(field) && [...(filesOf(field) ?? [])].includes(file);

/** Tracks something that no field contains: a note, or a file, until the user chooses another in its field. */
export const presenceOfNote = (start: Field, file?: File): Presence => {
  noteAround(start);
  return {
    get field() {
      return placeOf(start);
    },
    holds: () => false,
    isGone: () => !!file && isConnected(start) && !!filesOf(start)?.length && !holdsFile(start, file),
    scrolled() {},
  };
};

/** Tracks the field for which a text is held. */
export const presenceOfHeld = (start: Field): Presence => {
  let field = start;
  let wasShown = false;
  return {
    get field() {
      return field;
    },
    holds: () => false,
    isGone() {
      if (!isConnected(field)) field = namesakeOf(field) ?? field;
      const shown = isConnected(field) && isShown(field as PageElement);
      const isGone = !isConnected(field) || (wasShown && !shown);
      wasShown ||= shown;
      return isGone;
    },
    scrolled() {},
  };
};

/** Tracks a pasted text. `ends` are the last characters of the keys in it. */
export const presenceOf = (start: Field, text: string, ends: readonly string[]): Presence => {
  const pieces = piecesOf(text, ends);
  const folded = pieces.map(fold).filter(Boolean);
  let field = start as PageElement;
  let holder: PageElement | undefined;
  let wasShown = false;
  let wasSeen = false;
  /** The elements that were scrolled since the text was last seen. */
  const scrollers = new Set<PageElement>();
  let searches = 0;
  const begun = performance.now();

  const isIn = (part: PageElement) => {
    const content = contentOf(part);
    if (pieces.some((piece) => content.includes(piece))) return true;
    const plain = fold(content);
    return folded.some((piece) => plain.includes(piece));
  };
  const around = () => {
    let at: PageElement | null = field;
    for (let level = 0; at && level < MOST_LEVELS; level++) {
      if (isIn(at)) return at;
      at = parentElement(at);
      if (at && (matches(at, "body, html") || hasMoreThan(at, MOST_ELEMENTS))) return;
    }
  };
  /** Searches the surroundings of the field only twice, because they may be large. */
  const search = () => {
    if (searches > 1 || (searches && performance.now() - begun < AGAIN)) return isIn(field) ? field : undefined;
    searches++;
    return around();
  };
  /** The field that replaced a removed one: a field with the same name, or the only one with the text. */
  const successor = () => {
    const others = queryAll(document, FIELDS)
      .slice(0, MOST_FIELDS)
      .filter((other) => localName(other) === localName(field) && isShown(other) && isIn(other));
    return others.find((other) => nameOf(other) === nameOf(field)) ?? (others.length === 1 ? others[0] : undefined);
  };
  const look = () => {
    if (!isConnected(field)) {
      const next = successor();
      if (!next) return false;
      field = next;
    }
    if (holder && !isConnected(holder)) {
      holder = undefined;
      searches = Math.min(searches, 1);
    }
    holder ??= search();
    return true;
  };
  /** Whether an editor may have removed the text's lines because they are out of view. */
  const isOutOfView = (scroller: PageElement) => {
    // A plain field contains its whole text regardless of scrolling.
    if (!holder || asTextField(holder) || !isConnected(scroller)) return false;
    if (contains(holder, scroller)) return overflows(scroller);
    const [inner, outer] = [boxOf(holder), boxOf(scroller)];
    return inner.top < Math.max(outer.top, 0) - 1 || inner.bottom > Math.min(outer.bottom, innerHeight) + 1;
  };
  const holds = () => look() && !!holder && isIn(holder);
  const isGone = () => {
    if (!look()) return true;
    const shown = isShown(holder ?? field);
    if (wasShown && !shown) return true;
    wasShown ||= shown;
    if (holds()) {
      wasSeen = true;
      scrollers.clear();
      return false;
    }
    return wasSeen && ![...scrollers].some(isOutOfView);
  };
  noteAround(start);
  isGone();
  return {
    get field() {
      return field;
    },
    get holder() {
      return holder;
    },
    holds,
    isGone,
    pieces: folded,
    scrolled(element) {
      if (holder && (contains(element, holder) || contains(holder, element))) scrollers.add(element);
    },
  };
};
