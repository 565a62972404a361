// Observes what the user sees in a part of the page: pieces of text with their boxes, which the core judges.
import {
  ariaLabel,
  asControl,
  asHost,
  assignedNodes,
  asTextField,
  attribute,
  boxOf,
  checkVisibility,
  childNodes,
  closest,
  contains,
  elementById,
  hasMoreThan,
  isEditable,
  isHtml,
  localName,
  matches,
  nextElement,
  type PageElement,
  type PageNode,
  parentElement,
  precedes,
  query,
  rootElement,
  rootNode,
  startsBefore,
  styleOf,
  textIn,
} from "./dom";
import { allLabelsOf, CONTROL, MASTHEAD, shownBy } from "./page";
import type { PagePiece, PieceKind } from "./protocol";
import { asElement, asText, queryAll, shadowOf } from "./run";

/** Limits the work: the most nodes, pieces and characters of a part of the page, and groups of a value. */
const MOST_NODES = 2500;
const MOST_PIECES = 700;
const LONGEST = 400;
const MOST_GROUPS = 24;
const MOST_CHOICES = 20;
const LONGEST_CHOICE = 60;
const MOST_IN_WIDGET = 40;
const UNREAD = "head,script,style,template,noscript,datalist,select,option,svg,canvas,iframe,object";
const CODE = "pre,code,samp,kbd";
const HEADING = "h1,h2,h3,h4,h5,h6,[role=heading],legend,caption";
/** A row header is a text of its row. */
const HEADER = "th:not([scope^=row],:has(~td)),[role=columnheader]";
const PICTURE = "img,[role=img]";
/** A choice among several. It says what can be shown, not what is. */
const CHOICE = "[role=tab],[role=radio],[role=option],[aria-pressed],label:has(>[type=radio])";
/** Fields of a form for something new, whose choices are about that. */
const TYPED = ":is(input:not([type]),[type=text],[type=email],[type=url],textarea):not([role=combobox])";
/** The choices that are made, and controls that show them. */
const CHOSEN =
  "[role=tab][aria-selected=true],[role=radio][aria-checked=true],[role=option][aria-selected=true],[aria-pressed=true],[type=radio]:checked,option:checked,li.active>a,.nav-link.active,.btn.active,:is(button+button,button:has(+button)):is(.active,.is-active,.is-selected,.selected,[class*='--active'],[class*='--selected']):not([aria-expanded]),li.current,li.is-active,[aria-current]:not([aria-current=false],[aria-current='']),[role=menuitemradio][aria-checked=true],[role=combobox],[aria-haspopup=listbox],[role=switch][aria-checked=true],[type=checkbox]:checked";
/** A button that opens a list of choices, and may show which one is made. In a menu bar, it says what is in its menu. */
const SWITCHER =
  "[aria-haspopup=menu],[aria-haspopup=true],[data-bs-toggle=dropdown],.dropdown-toggle,[class*=c-menu-toggle][aria-expanded]:not(aside *,li *)";
/** A heading that may have a mark next to it. */
const TITLE = "h1";
/** Several of these may be chosen, so none says what is not shown. */
const ANY = "[type=checkbox],[role=switch],[aria-pressed]";
/** Parts that users write, or that are quoted. */
const ASIDE =
  "blockquote,q,[class*=sbdocs],[role=comment],[role=feed],[role=log],[itemtype*=Comment],[itemtype*=Article],[contenteditable]:not([contenteditable=false])";
/** The same by class names that many pages use: not `has-chat` or `thread-view`, which describe a page's layout. */
const ASIDE_NAMES =
  /(^|\s)(?!(\S*[_-])?(has|with|no|is|show|hide)[_-])([\w-]+[_-])?(comment|reply|replie|ticket|thread|discussion|conversation|chat|markdown)s?([_-]+(body|content|text|message|item|box|description|inner|post|entry|list)([_-]\S*)?)?(\s|$)/i;
/** A part with one of these is the page itself. */
const LAYOUT = "main,nav,[role=main],[role=navigation],[role=banner]";
const isQuoted = (element: PageElement) =>
  matches(element, ASIDE) ||
  (!matches(element, "html,body,main") &&
    ASIDE_NAMES.test(attribute(element, "class") ?? "") &&
    !query(element, LAYOUT));
/** Whether an element is in a part that users write, or that is quoted. */
export const isAside = (element: PageElement) => {
  for (let part: PageElement | null = element; part; part = parentOf(part)) if (isQuoted(part)) return true;
  return false;
};
const TEXT_TYPE = /^(text|search|url|tel|email|password|)$/;

type Box = { left: number; top: number; right: number; bottom: number };
type Inside = {
  path: readonly number[];
  kind: PieceKind;
  block: number;
  names: readonly string[];
  /** The visible area of an ancestor, which hides the rest. */
  clip: Box | null;
  /** The color behind the text. */
  background: string;
  element: PageElement;
};

const numbers = new WeakMap<object, number>();
let count = 0;
const numberOf = (element: PageElement) => {
  const known = numbers.get(element) ?? ++count;
  numbers.set(element, known);
  return known;
};

const trimmed = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST);
const hasLetters = (text: string) => /\p{L}/u.test(text);
/** The name of a control. If it has a title, its text may be only an icon's letter. */
export const nameOf = (control: PageElement) => {
  const texts = allLabelsOf(control).map(trimmed);
  return texts.find(hasLetters) ?? texts[0] ?? "";
};

const referred = (element: PageElement, name: string) =>
  (attribute(element, name) ?? "")
    .split(/\s+/)
    .map((id) => (id ? elementById(rootNode(element), id) : null))
    .map((named) => (named ? trimmed(textIn(named)) : ""));
/** The names of an element in the markup. */
const namesOf = (element: PageElement) =>
  [
    trimmed(ariaLabel(element)),
    ...referred(element, "aria-labelledby"),
    ...["data-label", "data-title", "title"].map((name) => trimmed(attribute(element, name))),
  ].filter(Boolean);
const labelsOfField = (field: PageElement) => {
  const id = attribute(field, "id");
  const wrapping = closest(field, "label");
  const named = id ? queryAll(rootNode(field), `label[for="${CSS.escape(id)}"]`) : [];
  return [
    ...namesOf(field),
    ...named.map((label) => trimmed(textIn(label))),
    wrapping ? trimmed(textIn(wrapping)) : "",
    trimmed(attribute(field, "placeholder")),
  ];
};

/** The header of a cell's column, from the markup. */
const headerOf = (element: PageElement): string[] => {
  if (!matches(element, "td,[role=cell],[role=gridcell]")) return [];
  const row = parentElement(element);
  const table = row && closest(row, "table,[role=table],[role=grid],[role=treegrid]");
  const first = table && query(table, "tr,[role=row]");
  if (!row || !first || first === row) return [];
  const cells = cellsOf(row);
  const headers = cellsOf(first);
  const header = headers[cells.indexOf(element)];
  const isRegular = headers.length === cells.length && headers.every((one) => !attribute(one, "colspan"));
  return header && isRegular && matches(header, HEADER) ? [trimmed(textIn(header))] : [];
};
const cellsOf = (row: PageElement) =>
  [...childNodes(row)].flatMap((cell) => asElement(cell) ?? []).filter((cell) => matches(cell, "td,th,[role]"));

const union = (one: Box, other: Box): Box => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
});
const shared = (one: Box, other: Box): Box => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
});
const isEmpty = ({ left, top, right, bottom }: Box) => right - left < 1 || bottom - top < 1;

/** Whether a box can be scrolled into view. */
const canBeSeen = (box: Box, clip: Box | null) => {
  if (isEmpty(box) || (clip && isEmpty(shared(box, clip)))) return false;
  const root = rootElement(document);
  const width = Math.max(innerWidth, root?.scrollWidth ?? 0);
  return box.right + scrollX > 0 && box.bottom + scrollY > 0 && box.left + scrollX < width;
};

/** The visible area of an element's content; null if there is none. */
const clipOf = (element: PageElement, style: CSSStyleDeclaration, clip: Box | null): Box | null | undefined => {
  if (/inset\((5\d|[6-9]\d|100)%|circle\(0/.test(style.clipPath)) return undefined;
  const edges = style.clip.match(/-?[\d.]+/g)?.map(Number);
  if (edges?.length === 4 && ((edges[2] ?? 0) - (edges[0] ?? 0) <= 2 || (edges[1] ?? 0) - (edges[3] ?? 0) <= 2))
    return undefined;
  if (!/hidden|clip|auto|scroll/.test(style.overflow)) return clip;
  const box = boxOf(element);
  if (box.width <= 2 || box.height <= 2) return undefined;
  // Content that scrolls can be brought into view.
  return /hidden|clip/.test(style.overflow) ? (clip ? shared(clip, box) : box) : clip;
};
/** The lowest readable opacity. */
const FAINTEST = 0.1;
/** The lowest readable text height, in CSS pixels. */
const LOWEST = 4;
const isClear = (color: string) => /^rgba\(.*, 0\)$|\/ 0\)$/.test(color);
/** Whether text has a box but can't be read: it has no color, the color of its background, or is too small. */
const isInvisible = ({ color, fontSize }: CSSStyleDeclaration, background: string) =>
  isClear(color) || color === background || Number.parseFloat(fontSize) < LOWEST;
/** The color behind an element's text, if an element around it sets one. */
const backgroundOf = ({ backgroundColor, backgroundImage }: CSSStyleDeclaration, around: string) =>
  backgroundImage !== "none" ? "" : isClear(backgroundColor) ? around : backgroundColor;
const backgroundAround = (element: PageElement) => {
  for (let part = parentOf(element); part; part = parentOf(part)) {
    const background = backgroundOf(styleOf(part), "none");
    if (background !== "none") return background;
  }
  const root = rootElement(document);
  return root && /dark/.test(styleOf(root).colorScheme) ? "" : "rgb(255, 255, 255)";
};
/** The full text from the title of an element that shows only its start and end; undefined if there is none. */
const shortened = (element: PageElement) => {
  const title = trimmed(attribute(element, "title"));
  const [start = "", end = "", ...more] = trimmed(textIn(element)).split(/…|\.{3}|⋯/);
  const isPart = start.length + end.length >= 3 && title.length > start.length + end.length;
  return !more.length && isPart && title.startsWith(start.trim()) && title.endsWith(end.trim()) ? title : undefined;
};

/** The children of an element in the layout: those of its shadow root, or the nodes assigned to a slot. */
const shownChildren = (element: PageElement): Iterable<PageNode> => {
  const root = shadowOf(element);
  if (root) return childNodes(root);
  if (localName(element) !== "slot" || !isHtml(element)) return childNodes(element);
  const assigned = assignedNodes(element);
  return assigned.length ? assigned : childNodes(element);
};

/** The parent of an element, or the host of its shadow root. */
export const parentOf = (element: PageElement) => parentElement(element) ?? asHost(rootNode(element));

/** The area that the ancestors of an element leave visible. */
const clipAround = (element: PageElement): Box | null | undefined => {
  let clip: Box | null = null;
  for (let part = parentOf(element); part && localName(part) !== "body"; part = parentOf(part)) {
    const next = clipOf(part, styleOf(part), clip);
    if (next === undefined) return undefined;
    clip = next;
  }
  return clip;
};

/** Whether groups of characters all have the same length, except for the last. */
const areGroups = ([first = "", ...rest]: string[]) =>
  first.length > 1 && rest.every(({ length }, index) => length === first.length || index === rest.length - 1);
/** The text of pieces that are separate on the screen: one value, if they are groups of its characters. */
const textOf = (texts: string[], isValue: (text: string) => boolean) => {
  const text = trimmed(texts.join(" "));
  const groups = texts.map(trimmed).filter(Boolean);
  if (groups.length > MOST_GROUPS) return text;
  for (let start = 0; start < groups.length - 1; start++) {
    const [before, value] = [groups.slice(0, start), groups.slice(start)];
    const joined = value.join("");
    if (areGroups(value) && !/\s/.test(joined) && isValue(joined)) return trimmed([...before, joined].join(" "));
  }
  return text;
};

/**
 * The visible pieces of a part of the page, in document order. `clicked` is a control in it, whose label may differ.
 */
export const observe = (
  part: PageElement,
  isValue: (text: string) => boolean,
  clicked?: PageElement,
  clickedLabel?: string,
): PagePiece[] => {
  const pieces: PagePiece[] = [];
  let nodes = 0;
  let run: { texts: string[]; box: Box; inside: Inside } | null = null;
  const push = (text: string, box: Box, inside: Inside, more: Partial<PagePiece> = {}) => {
    const { left, top, right, bottom } = box;
    const at = [left + scrollX, top + scrollY, right - left, bottom - top].map(Math.round) as PagePiece["at"];
    const names = [...new Set(inside.names)];
    if (pieces.length < MOST_PIECES)
      pieces.push({
        text: trimmed(text),
        at,
        within: [...inside.path],
        kind: inside.kind,
        names,
        // In a list of values, each may have its own heading.
        under: isValue(text) ? headingsOver(inside.element) : [],
        ...more,
      });
  };
  const flush = () => {
    const text = run && textOf(run.texts, isValue);
    // A column is as wide as its header's cell.
    const header = run?.inside.kind === "header" && closest(run.inside.element, HEADER);
    if (run && text) push(text, header ? boxOf(header) : run.box, run.inside);
    run = null;
  };
  const addText = (text: Text, inside: Inside) => {
    if (!text.data.trim()) {
      run?.texts.push(" ");
      return;
    }
    const range = new Range();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (!canBeSeen(box, inside.clip)) return;
    if (run?.inside.block !== inside.block || run.inside.kind !== inside.kind) flush();
    // Texts without a separator in the source may be apart on the screen.
    const isApart = run && box.top < run.box.bottom && box.left - run.box.right > 2;
    const texts = run?.texts ?? [];
    if (isApart || !run) texts.push(text.data);
    else texts.push((texts.pop() ?? "") + text.data);
    run = { texts, box: run ? union(run.box, box) : box, inside: run?.inside ?? inside };
  };
  const read = (node: PageNode, inside: Inside): void => {
    if (++nodes > MOST_NODES) return;
    const text = asText(node);
    if (text) {
      addText(text, inside);
      return;
    }
    const element = asElement(node);
    if (!element || !isHtml(element)) return;
    // Text that users write isn't part of the text around it.
    if (localName(element) === "br" || isQuoted(element)) {
      flush();
      return;
    }
    if (matches(element, UNREAD) || matches(element, "[aria-hidden=true]") || isEditable(element)) return;
    const style = styleOf(element);
    const isContents = style.display === "contents";
    if (!isContents && !checkVisibility(element, { checkOpacity: true, checkVisibilityCSS: true })) return;
    if (Number(style.opacity) < FAINTEST) return;
    const clip = isContents ? inside.clip : clipOf(element, style, inside.clip);
    if (clip === undefined) return;
    const number = numberOf(element);
    const flows = isContents || style.display === "inline";
    const ownNames = [...namesOf(element), ...headerOf(element)];
    const within: Inside = {
      path: [...inside.path, number],
      kind: matches(element, CODE)
        ? closest(element, "pre")
          ? "listing"
          : "code"
        : matches(element, HEADING)
          ? "heading"
          : matches(element, HEADER)
            ? "header"
            : inside.kind,
      block: flows ? inside.block : number,
      names: ownNames.length ? ownNames : inside.names,
      clip,
      background: backgroundOf(style, inside.background),
      element,
    };
    const whole = shortened(element);
    const field = asTextField(element);
    const type = attribute(element, "type")?.toLowerCase() ?? "";
    const isChoice = matches(element, CHOICE) && !query(element, `${HEADING},${CONTROL}`);
    // A column's header may be a control that sorts.
    const sorted = closest(element, HEADER);
    const isSorter = !!sorted && trimmed(textIn(sorted)) === trimmed(textIn(element));
    const isControl = (isChoice || (matches(element, CONTROL) && !isSorter)) && !isValue(textIn(element));
    const over = isControl && closest(element, HEADING);
    if (field && !isControl) {
      flush();
      const box = boxOf(element);
      if ((field.readOnly || field.disabled) && TEXT_TYPE.test(type) && canBeSeen(box, clip))
        push(field.value, box, { ...within, kind: "field", names: labelsOfField(element) });
    } else if (isControl || matches(element, PICTURE)) {
      flush();
      const box = boxOf(element);
      const name = isControl ? nameOf(element) : trimmed(ariaLabel(element) || attribute(element, "alt"));
      // A heading that is a control expands its section.
      const isSummary =
        localName(element) === "summary" || (over && trimmed(textIn(over)) === trimmed(textIn(element)));
      const kind = !isControl ? "icon" : isSummary ? "summary" : "control";
      if (element === clicked) push(clickedLabel ?? name, box, { ...within, kind: "control" }, { clicked: true });
      else if (canBeSeen(box, clip)) push(name, box, { ...within, kind });
    } else if (whole && isValue(whole)) {
      flush();
      const box = boxOf(element);
      if (canBeSeen(box, clip)) push(whole, box, within);
    } else {
      if (!flows || within.kind !== inside.kind) flush();
      for (const child of shownChildren(element))
        if (!(asText(child) && isInvisible(style, within.background))) read(child, within);
      if (!flows || within.kind !== inside.kind) flush();
    }
  };
  const clip = clipAround(part);
  if (clip !== undefined) {
    const background = backgroundAround(part);
    read(part, { path: [], kind: "text", block: 0, names: [], clip, background, element: part });
  }
  flush();
  return pieces;
};

/**
 * Which environments or states are chosen above an element, in tabs, lists and switches. Those next to a control that
 * makes something new are about that.
 */
export const chosenOver = (first: PageElement, environments: RegExp, states: RegExp, makes: RegExp) => {
  /** The largest part around a choice that doesn't contain the element: the form of something new, for example. */
  const partOf = (choice: PageElement) => {
    let part = choice;
    for (let next = parentElement(part); next && !contains(next, first); next = parentElement(part)) {
      if (hasMoreThan(next, MOST_IN_WIDGET)) break;
      part = next;
    }
    return part;
  };
  const isOver = (choice: PageElement) => {
    const row = closest(choice, "tr,[role=row],li,label");
    const part = partOf(choice);
    return (
      checkVisibility(closest(choice, "select") ?? choice) &&
      (!row || !contains(row, first)) &&
      !query(part, TYPED) &&
      !queryAll(part, CONTROL).some((control) => makes.test(nameOf(control)))
    );
  };
  const said = (choice: PageElement) => {
    const isBox = matches(choice, "[type=radio],[type=checkbox]");
    const [named] = isBox ? (asControl(choice)?.labels ?? []) : [];
    const label = named && asElement(named);
    if (label) return trimmed(textIn(label));
    return trimmed((!isBox && asTextField(choice)?.value) || textIn(choice) || shownBy(choice) || ariaLabel(choice));
  };
  const isSuch = (choice: PageElement) => {
    const text = said(choice);
    if (text.length > LONGEST_CHOICE || (matches(choice, SWITCHER) && closest(choice, MASTHEAD))) return false;
    return environments.test(text) || (states.test(text) && !matches(choice, `${ANY},${SWITCHER}`));
  };
  /** The environment in a mark next to a title. */
  const markOf = (title: PageElement) => {
    const mark = nextElement(title);
    const isShown = mark && checkVisibility(mark) && !contains(mark, first);
    const isMark = isShown && !matches(mark, CONTROL) && !query(mark, CONTROL);
    const text = isMark && boxOf(mark).top < boxOf(title).bottom ? trimmed(textIn(mark)) : "";
    return text.length <= LONGEST_CHOICE && environments.test(text) ? [text] : [];
  };
  const marks: string[] = [];
  const chosen: PageElement[] = [];
  for (let at: PageElement | null = first; at; at = asHost(rootNode(at))) {
    const under = at;
    chosen.push(
      ...queryAll(rootNode(under), `${CHOSEN},${SWITCHER}`).filter((one) => precedes(one, under) && isSuch(one)),
    );
    const titles = queryAll(rootNode(under), TITLE).filter((title) => precedes(title, under));
    marks.push(...titles.slice(-1).flatMap(markOf));
  }
  return [...new Set([...chosen.slice(0, MOST_CHOICES).filter(isOver).map(said), ...marks])];
};

/** The headers of the table or grid around a part of the page. */
export const headersAround = (part: PageElement): PagePiece[] => {
  const table = closest(part, "table,[role=table],[role=grid],[role=treegrid]");
  if (!table || table === part) return [];
  return queryAll(table, HEADER)
    .slice(0, 20)
    .filter((header) => checkVisibility(header))
    .map((header) => {
      const box = boxOf(header);
      const at = [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round) as PagePiece["at"];
      return { text: trimmed(textIn(header)), at, within: [], kind: "header" as const };
    });
};

/** A heading applies to the part of the page that contains it. */
const SECTION = "section,article,aside,nav,dialog,[role=region],[role=dialog],[role=complementary]";

/** How long a list of headings stays valid, in milliseconds. */
const FRESH = 50;
const known = new WeakMap<object, { at: number; headings: PageElement[] }>();
/** The headings of a document or shadow root. */
const headingsOf = (root: Document | ShadowRoot) => {
  const at = performance.now();
  const last = known.get(root);
  if (last && at - last.at < FRESH) return last.headings;
  const headings = queryAll(root, HEADING);
  known.set(root, { at, headings });
  return headings;
};
/** The number of headings that start before an element. */
const countBefore = (headings: readonly PageElement[], element: PageElement) => {
  let [low, high] = [0, headings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const heading = headings[middle];
    if (heading && startsBefore(heading, element)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What a heading may contain that isn't part of its text, such as a help button or an icon's letters. */
const ICONS = "[role=tooltip],[aria-hidden=true],svg,i[class],[class*=tooltip]";
const LINKS = "button,a,[role=button]";
/** Names of links and buttons that only help. Others may say what the heading is about. */
const HELPS = /^(\P{L}*|i|help|info|learn more|more|edit|hilfe|aide|ayuda)$/iu;
const textOfHeading = (heading: PageElement) => {
  const links = queryAll(heading, LINKS).filter((link) => HELPS.test(nameOf(link) || textIn(link).trim()));
  const text = textIn(heading);
  const rest = [...queryAll(heading, ICONS), ...links].reduceRight((left, part) => {
    const at = left.lastIndexOf(textIn(part));
    return at < 0 ? left : `${left.slice(0, at)} ${left.slice(at + textIn(part).length)}`;
  }, text);
  // A heading may consist of a link.
  return trimmed(hasLetters(rest) ? rest : text);
};
/** The headings above an element, nearest first: the name of its dialog or section, then the outline. */
export const headingsOver = (first: PageElement): string[] => {
  const found: string[] = [];
  for (let around: PageElement | null = first; around; around = parentOf(around)) {
    if (matches(around, "dialog,section,form,table,[role]")) found.push(...namesOf(around));
    if (matches(around, "table"))
      found.push(
        ...queryAll(around, "caption")
          .slice(0, 1)
          .map((one) => trimmed(textIn(one))),
      );
  }
  let level = 7;
  for (let at: PageElement | null = first; at; at = asHost(rootNode(at))) {
    const under = at;
    const headings = headingsOf(rootNode(at));
    for (let index = countBefore(headings, under) - 1; index >= 0 && level > 1; index--) {
      const heading = headings[index];
      if (!heading || !precedes(heading, under)) continue;
      const own = Number(/^h(\d)$/.exec(localName(heading))?.[1] ?? attribute(heading, "aria-level") ?? 2);
      if (matches(heading, "legend,caption") || own >= level || !checkVisibility(heading)) continue;
      const section = closest(heading, SECTION);
      if (own > 1 && section && !contains(section, under)) continue;
      level = own;
      found.push(textOfHeading(heading));
    }
  }
  return found.filter(Boolean).slice(0, 12);
};
