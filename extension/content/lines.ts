// The text of editors that draw only the lines in sight. Their models belong to the page's own world, which content
// scripts cannot read. So the editor is scrolled from its first line to its last, and put back: the numbers beside the
// lines tell them apart, and show whether one is missing.

import {
  boxOf,
  closest,
  dispatch,
  drawnIn,
  matches,
  type PageElement,
  query,
  queryAll,
  scrollIntoView,
  scrollTo,
  scrollTopOf,
  textIn,
} from "./dom";
import type { Field } from "./types";

/** What an editor calls its parts. */
interface Make {
  editor: string;
  /** What takes the keys: fields of its panels are fields like any other. */
  field: string;
  line: string;
  /** The numbers beside the lines. */
  number: string;
  scroller: string;
  /** What the editor moves in the scroller, which itself is scrolled for a moment only. */
  moving?: string;
  /** Whether the scroller stands beside the lines: what is in it says nothing of them. */
  isBar?: boolean;
}
const MAKES: Make[] = [
  {
    editor: ".cm-editor",
    field: ".cm-content",
    line: ".cm-line",
    number: ".cm-lineNumbers .cm-gutterElement",
    scroller: ".cm-scroller",
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
/** Stands for text that is not drawn. */
const LEFT_OUT = ".cm-gap, .cm-foldPlaceholder, .mtkoverflow, .ace_fold";
/** Farther than editors scroll, in pixels. */
const FAR = 1e6;
/** How far a number may be from the top of its line, in pixels. */
const BESIDE = 6;
/** How long the walk through an editor may take, in milliseconds. */
const LONGEST_WALK = 10_000;
/** Editors draw in the frame after they were scrolled. Nothing new in so many is the end. */
const FRAMES = 4;
/** A frame takes longer only where none is drawn, in milliseconds. */
const NO_FRAME = 2000;

/** What could be read of an editor. */
export interface Lines {
  text: string;
  count: number;
  /** How many lines there are, if that is known. */
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
  /** Where the lines are. A bar with nothing to scroll has no place. */
  const area = () => {
    const box = scroller && boxOf(scroller);
    return box?.height ? box : boxOf(root);
  };
  const shown = (selector: string) => {
    const parts = queryAll(root, selector).map((element) => ({ element, box: boxOf(element) }));
    return parts.filter(({ box }) => box.height > 0).sort((one, other) => one.box.top - other.box.top);
  };
  /** The rows that are drawn, from top to bottom. */
  const rows = (): Row[] => {
    // The numbers follow a moment later.
    if (make.moving && scroller && scrollTopOf(scroller)) return [];
    const numbers = shown(make.number).map((one) => ({ ...one, value: Number.parseInt(textIn(one.element), 10) || 0 }));
    return shown(make.line).map((row) => {
      // Some of them are empty.
      const beside = numbers.find(({ box, value }) => value && Math.abs(box.top - row.box.top) < BESIDE);
      return {
        ...row,
        // The same one draws spaces that cannot break.
        text: make.moving ? textIn(row.element).replaceAll("\u00a0", " ") : textIn(row.element),
        number: beside?.value ?? 0,
        isWhole: !query(row.element, LEFT_OUT),
      };
    });
  };
  /** Scrolls. Whether other rows came, or undefined where nothing is drawn. */
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
      // Some move their lines back only where the mouse would.
      const turned = { deltaY: -FAR, wheelDeltaY: FAR, bubbles: true, cancelable: true };
      const wheel = new WheelEvent("wheel", turned);
      dispatch(query(root, make.line) ?? root, wheel);
      scrollIntoView(root, { block: "start", behavior: "instant" });
    });
  const toNextRows = () =>
    sees(() => {
      const { top, bottom, height } = area();
      // Some draw the line with the caret too, wherever it is.
      const last = rows().findLast(({ box }) => box.top < Math.min(innerHeight, bottom) && box.bottom > top);
      if (!make.isBar && last) scrollIntoView(last.element, { block: "start", behavior: "instant" });
      // What comes is to overlap with what was there.
      else if (scroller) scrollTo(scroller, { top: scrollTopOf(scroller) + 0.8 * height, behavior: "instant" });
    });
  /** How far the lines are scrolled. */
  const offset = () => {
    const moving = make.moving && query(root, make.moving);
    return !scroller ? 0 : moving ? boxOf(scroller).top - boxOf(moving).top : scrollTopOf(scroller);
  };
  /** Remembers what is scrolled how far; puts it back. */
  const keepPlace = () => {
    const own = offset();
    const kept: [PageElement, number][] = scroller && !make.moving ? [[scroller, own]] : [];
    for (let part: PageElement | null = root; part; part = drawnIn(part)) kept.push([part, scrollTopOf(part)]);
    return async () => {
      if (scroller && make.moving) await sees(() => scrollTo(scroller, { top: own, behavior: "instant" }));
      // How far it can be scrolled is known once the lines there are drawn.
      for (let count = 0; count < FRAMES; count++) {
        for (const [part, top] of kept) scrollTo(part, { top, behavior: "instant" });
        await frame();
      }
    };
  };
  /** Whether all lines are in sight: nothing is above them, and room beneath, or nothing that stands for lines. */
  const isAllInSight = () => {
    const last = rows().at(-1);
    if (!last || offset() >= 1) return false;
    return make.isBar || make.moving ? last.box.bottom + 1 < area().bottom : !query(root, LEFT_OUT);
  };
  return { rows, toStart, toNextRows, keepPlace, isAllInSight };
};

/** Rows as lines: one without a number goes on with the line above. Numbers that count from elsewhere are none. */
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
  // It may go on below.
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

/** The text of the editor that a field belongs to; undefined if it is none that draws a part only. */
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
