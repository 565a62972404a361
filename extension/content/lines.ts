// Reads the text of editors that render only the visible lines. Their models belong to the page's own world, which
// content scripts can't read. So the editor is scrolled from its first line to its last, and back. The line numbers
// identify the lines, and show whether one is missing.

import {
  attribute,
  boxOf,
  closest,
  dispatch,
  drawnIn,
  matches,
  type PageElement,
  parentElement,
  query,
  scrollIntoView,
  scrollTo,
  scrollTopOf,
  textIn,
  textNodes,
} from "./dom";
import { queryAll } from "./run";
import type { Field } from "./types";

/** How an editor marks its parts. */
interface Make {
  editor: string;
  /** The element with the keyboard focus. Fields in the editor's panels are like any other fields. */
  field: string;
  line: string;
  /** The line numbers. */
  number: string;
  scroller: string;
  /** The element that the editor moves inside the scroller, which itself is scrolled only for a moment. */
  moving?: string;
  /** Whether the scroller is next to the lines, so that its content shows nothing about them. */
  isBar?: boolean;
  /** Whether a placeholder marks the lines that aren't rendered. */
  hasGaps?: boolean;
  /** The attribute with the characters of a part that shows others. */
  original?: string;
}
const MAKES: Make[] = [
  {
    editor: ".cm-editor",
    field: ".cm-content",
    line: ".cm-line",
    number: ".cm-lineNumbers .cm-gutterElement",
    scroller: ".cm-scroller",
    hasGaps: true,
  },
  {
    editor: ".CodeMirror",
    field: ".CodeMirror > div > textarea, .CodeMirror-code",
    line: ".CodeMirror-code .CodeMirror-line",
    number: ".CodeMirror-code .CodeMirror-linenumber",
    scroller: ".CodeMirror-scroll",
    original: "cm-text",
  },
  {
    editor: ".monaco-editor",
    field: ".inputarea, .native-edit-context",
    line: ".view-line",
    number: ".line-numbers",
    scroller: ".editor-scrollable",
    moving: ".lines-content",
  },
  {
    editor: ".ace_editor",
    field: ".ace_text-input",
    line: ".ace_text-layer > .ace_line, .ace_text-layer > .ace_line_group",
    number: ".ace_gutter-cell",
    scroller: ".ace_scrollbar-v",
    isBar: true,
  },
];
/** Placeholders for text that isn't rendered. */
const LEFT_OUT = ".cm-gap, .cm-foldPlaceholder, .CodeMirror-foldmarker, .mtkoverflow, .ace_fold";
/** Farther than editors scroll, in pixels. */
const FAR = 1e6;
/** How far a number may be from the top of its line, in pixels. */
const BESIDE = 6;
/** How long reading an editor may take, in milliseconds. */
const LONGEST_WALK = 10_000;
/** Editors render in the frame after they were scrolled. If nothing changes in this many frames, it is the end. */
const FRAMES = 4;
/** A frame takes longer than this only if none is rendered, in milliseconds. */
const NO_FRAME = 2000;

/** The text of an editor, as far as it could be read. */
export interface Lines {
  text: string;
  count: number;
  /** The number of lines, if known. */
  total: number | undefined;
  isWhole: boolean;
}

interface Line {
  number: number;
  text: string;
  isWhole: boolean;
}
interface Row extends Line {
  element: PageElement;
  box: DOMRect;
}

const frame = () =>
  new Promise<boolean>((done) => {
    requestAnimationFrame(() => done(true));
    setTimeout(done, NO_FRAME, false);
  });

const editorOf = (make: Make, root: PageElement) => {
  const scroller = query(root, make.scroller);
  /** The area with the lines. A scroll bar with nothing to scroll has none. */
  const area = () => {
    const box = scroller && boxOf(scroller);
    return box?.height ? box : boxOf(root);
  };
  const shown = (selector: string) => {
    const parts = queryAll(root, selector).map((element) => ({ element, box: boxOf(element) }));
    return parts.filter(({ box }) => box.height > 0).sort((one, other) => one.box.top - other.box.top);
  };
  const textOf = (row: PageElement) => {
    const { original } = make;
    // Monaco renders spaces as no-break spaces.
    if (make.moving) return textIn(row).replaceAll("\u00a0", " ");
    if (!original) return textIn(row);
    const parts = [...textNodes(row)].map((node) => {
      const part = parentElement(node);
      return (part && attribute(part, original)) ?? node.data;
    });
    return parts.join("");
  };
  /** The rendered rows, from top to bottom. */
  const rows = (): Row[] => {
    // The numbers are rendered a moment later.
    if (make.moving && scroller && scrollTopOf(scroller)) return [];
    const numbers = shown(make.number).map((one) => ({ ...one, value: Number.parseInt(textIn(one.element), 10) || 0 }));
    return shown(make.line).map((row) => {
      // Some numbers are empty.
      const beside = numbers.find(({ box, value }) => value && Math.abs(box.top - row.box.top) < BESIDE);
      return {
        ...row,
        text: textOf(row.element),
        number: beside?.value ?? 0,
        isWhole: !query(row.element, LEFT_OUT),
      };
    });
  };
  /** Scrolls. Returns whether other rows appeared; undefined if nothing is rendered. */
  const sees = async (scroll: () => void) => {
    const state = () => JSON.stringify(rows().map(({ number, text, box }) => [number, text, Math.round(box.top)]));
    const before = state();
    scroll();
    for (let count = 0; count < FRAMES; count++) {
      if (!(await frame())) return;
      if (rows().length && state() !== before) return true;
    }
    return false;
  };
  const toStart = () =>
    sees(() => {
      if (scroller) scrollTo(scroller, { top: 0, behavior: "instant" });
      // Some editors move their lines back only for a mouse wheel.
      const turned = { deltaY: -FAR, wheelDeltaY: FAR, bubbles: true, cancelable: true };
      const wheel = new WheelEvent("wheel", turned);
      dispatch(query(root, make.line) ?? root, wheel);
      scrollIntoView(root, { block: "start", behavior: "instant" });
    });
  const toNextRows = () =>
    sees(() => {
      const { top, bottom, height } = area();
      // Some editors also render the line with the caret, wherever it is.
      const last = rows().findLast(({ box }) => box.top < Math.min(innerHeight, bottom) && box.bottom > top);
      if (!make.isBar && last) scrollIntoView(last.element, { block: "start", behavior: "instant" });
      // The next rows must overlap with these.
      else if (scroller) scrollTo(scroller, { top: scrollTopOf(scroller) + 0.8 * height, behavior: "instant" });
    });
  /** How far the lines are scrolled. */
  const offset = () => {
    const moving = make.moving && query(root, make.moving);
    return !scroller ? 0 : moving ? boxOf(scroller).top - boxOf(moving).top : scrollTopOf(scroller);
  };
  /** Saves the scroll positions. Returns a function that restores them. */
  const keepPlace = () => {
    const own = offset();
    const kept: [PageElement, number][] = scroller && !make.moving ? [[scroller, own]] : [];
    for (let part: PageElement | null = root; part; part = drawnIn(part)) kept.push([part, scrollTopOf(part)]);
    return async () => {
      if (scroller && make.moving) await sees(() => scrollTo(scroller, { top: own, behavior: "instant" }));
      // How far it can be scrolled is known only once the lines there are rendered.
      for (let count = 0; count < FRAMES; count++) {
        for (const [part, top] of kept) scrollTo(part, { top, behavior: "instant" });
        await frame();
      }
    };
  };
  /** Whether all lines are visible: nothing is above them, and below them is free space or no placeholder for lines. */
  const isAllInSight = () => {
    const last = rows().at(-1);
    if (!last || offset() >= 1) return false;
    return make.hasGaps ? !query(root, LEFT_OUT) : last.box.bottom + 1 < area().bottom;
  };
  return { rows, toStart, toNextRows, keepPlace, isAllInSight };
};

/** Turns rows into lines: a row without a number continues the line above. Numbers that start elsewhere are ignored. */
const linesOf = (rows: Row[], isEnd: boolean) => {
  const lines: Line[] = [];
  for (const { number, text, isWhole } of rows) {
    const last = lines.at(-1);
    if (number && number <= (last?.number ?? 0)) return [];
    if (number) lines.push({ number, text, isWhole });
    else if (last) {
      last.text += text;
      last.isWhole &&= isWhole;
    }
  }
  const last = lines.at(-1);
  // The line may continue below.
  if (last && !isEnd) last.isWhole = false;
  return lines;
};

const walk = async ({ rows, toStart, toNextRows, isAllInSight }: ReturnType<typeof editorOf>): Promise<Lines> => {
  const until = Date.now() + LONGEST_WALK;
  const inSight = rows();
  while ((await toStart()) && Date.now() < until);
  const found = new Map<number, Line>();
  let moved: boolean | undefined = true;
  const take = () => {
    for (const line of linesOf(rows(), moved === false))
      if (!found.get(line.number)?.isWhole) found.set(line.number, line);
  };
  const isShort = isAllInSight() && rows().every(({ isWhole }) => isWhole);
  take();
  while (found.size && moved && Date.now() < until) {
    moved = await toNextRows();
    take();
  }
  if (!found.size) {
    const text = inSight.map((row) => row.text).join("\n");
    return { text, count: inSight.length, total: undefined, isWhole: isShort };
  }
  const lines = [...found.values()].sort((one, other) => one.number - other.number);
  const total = moved === false ? lines.at(-1)?.number : undefined;
  const count = lines.filter(({ isWhole }) => isWhole).length;
  const isMissing = ({ number }: Line, index: number) => number !== (lines[index - 1]?.number ?? 0) + 1;
  const text = lines.map((line, index) => `${isMissing(line, index) ? "…\n" : ""}${line.text}`).join("\n");
  return { text, count, total, isWhole: count === total };
};

/** The text of the editor that a field belongs to. Undefined if it belongs to none of the known editors. */
export const editorText = async (field: Field): Promise<Lines | undefined> => {
  for (const make of MAKES) {
    const root = matches(field, make.field) && closest(field, make.editor);
    if (!root) continue;
    const editor = editorOf(make, root);
    const putBack = editor.keepPlace();
    const lines = await walk(editor);
    await editor.toStart();
    await putBack();
    return lines;
  }
};
