// Holds a click on an irreversible control in Production until the user answers the question about it.
//
// The core is asked as soon as the pointer or the focus is on such a control, so its answer is usually there before the
// click. If not, the click is held until the core answers, but not longer than its time limit.
import {
  asHost,
  attribute,
  closest,
  contains,
  drawnIn,
  elementById,
  type Heard,
  hasMoreThan,
  isVisible,
  matches,
  type PageElement,
  pathOf,
  precedes,
  query,
  queryAll,
  rootNode,
  styleOf,
  textIn,
} from "./dom";
import { eachFrame } from "./frames";
import { inTime, keep, PARTS, repeat, SHOWS, wait } from "./held";
import { ACTS, allLabelsOf, CONTROL, isCustom, leadsToPart, MENU, MENU_WITHIN } from "./page";
import { MAX_LABEL, PASS, type StopQuestion } from "./protocol";
import { type Held, registry, type Stopped } from "./registry";
import { onStop, report, run } from "./run";
import { elementsUnder } from "./under";

/** Elements for which the browser turns a key into a click. */
const NATIVE = "a[href],button,summary,input";
/** The most elements in the row of a key. */
const MOST = 30;
/** The most elements around a control that may be the row of a key. */
const AROUND = 5;
/** Rows, in which a control may be an icon without text. */
const ROW = "tr,td,[role=row]";
const ITEM = `${ROW},li,[role=listitem]`;
/** Elements that are no row, and contain none around the control. */
const NO_ROW = "body,main,[role=search]";
/** What a click chooses. A permission may be called "Delete". */
const CHOICE =
  "[type=checkbox],[type=radio],select,option,[role=checkbox],[role=radio],[role=switch],[role=tab],[role=menuitemcheckbox],[role=menuitemradio]";
/** Lists to choose from. In others, an item acts. */
const LIST = "[role=listbox]";
const CHOSEN = "[aria-selected=true]";
const CHOOSES = "[type=checkbox],[type=radio]";
/** What opens a part of the page, where the control itself is. */
const OPENS = "[aria-expanded][aria-controls]:not([aria-haspopup=dialog])";
/** Fields of a form or a filter. */
const FILLED =
  "input:not([type=checkbox],[type=radio],[type=hidden],[type=password],[type=submit],[type=button],[readonly],[disabled]),select";
/** A link with one of these acts. */
const ACTING = "[onclick],[role=button]";
const HEADINGS = "h1,h2,h3,h4,h5,h6";
/** A masked secret. */
const MASK = /[•●∙·*]{4}/;
/** How long an answer is reused for the same control, in milliseconds, because its basis may change. */
const FRESH = 1000;
/** The most answers that are kept. */
const ANSWERS = 100;
/** How many of the elements under an event are examined. */
const DEPTH = 12;

interface Found extends Stopped {
  key: string;
}
interface Asked {
  at: number;
  answer: Promise<StopQuestion | null | undefined>;
  /** The answer, once it has arrived. */
  question?: StopQuestion | null;
}
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
/** Whether an element is a row or a card that contains controls. Its text includes their labels. */
const holdsOthers = (one: PageElement) => {
  // Reading the text of a large part takes time.
  if (hasMoreThan(one, MOST)) return queryAll(one, CONTROL).length > 0;
  const text = textIn(one).trim();
  const isRow = matches(one, ROW);
  return queryAll(one, CONTROL).some((inner) => {
    const own = textIn(inner).trim();
    return own ? !text.startsWith(own) : isRow;
  });
};
/**
 * The controls that an event may be meant for: the innermost one, and what it contains, such as an icon. Custom elements
 * come last, because many don't react to clicks. If there is none, an element that looks clickable.
 */
const controlsIn = (elements: PageElement[]) => {
  const named = elements.filter((one) => allLabelsOf(one).length);
  const single = (is: (one: PageElement) => boolean) => (one: PageElement) => is(one) && !holdsOthers(one);
  const isControl = single((one) => matches(one, CONTROL));
  const inside = named.slice(0, named.findIndex(isControl) + 1 || undefined);
  const kinds = [isControl, single((one) => matches(one, ACTS)), single(isCustom)];
  const controls = kinds.flatMap((is) => inside.find(is) ?? []);
  const isClickable = single((one) => styleOf(one).cursor === "pointer");
  return controls.length ? controls : elements.slice(0, 2).filter(isClickable);
};
/** Whether a part of the page has a field that can be changed, such as a filter, and isn't a value. */
const isForm = (part: PageElement) =>
  queryAll(part, FILLED).some((field) => isVisible(field) && !run.values?.found.has(field));
/** The values that a small part of the page shows, in its own tree or in that of a component. */
const valuesIn = (part: PageElement) => {
  const { found } = run.values ?? {};
  if (!found) return [];
  const inside = [part, ...queryAll(part, "*")];
  const own = inside.filter((one) => found.has(one));
  if (own.length || !inside.some((one) => isCustom(one))) return own;
  const isDrawnIn = (value: PageElement) => {
    for (let at: PageElement | null = value; at; at = asHost(rootNode(at))) if (contains(part, at)) return true;
    return false;
  };
  return [...found].filter(isDrawnIn);
};
/** Whether a control is in the row of a key: in a small part of the page with a value, or a hidden one. */
const isInRow = (control: PageElement) => {
  const ofKeys = new RegExp(registry.stop?.headings ?? "");
  const isOfOther = (heading: PageElement) => !ofKeys.test(plain(textIn(heading)));
  let row: PageElement | null = control;
  for (let left = AROUND; row && left; left--, row = drawnIn(row)) {
    const part = row;
    if (matches(part, NO_ROW) || hasMoreThan(part, MOST)) return false;
    const own = valuesIn(part);
    if (!own.length && !MASK.test(textIn(part))) continue;
    // A filter above a short list.
    if (!matches(part, ITEM) && isForm(part)) return false;
    const others = queryAll(part, HEADINGS).filter((one) => precedes(one, control) && isOfOther(one));
    return !own.length || own.some((value) => !others.some((heading) => precedes(value, heading)));
  }
  return false;
};

/** Whether a part of the page has a control that isn't in the one that opens it. The control may ask for a confirmation. */
const hasControls = (part: PageElement, opener: PageElement) =>
  queryAll(part, CONTROL).some((one) => one !== opener && !contains(opener, one));
/** Whether a click on a control opens text. */
const opensText = (control: PageElement) => {
  const id = matches(control, OPENS) && attribute(control, "aria-controls");
  const part = id ? elementById(rootNode(control), id) : matches(control, "summary") && closest(control, "details");
  return !!part && !hasControls(part, control);
};
/** Whether a click on a control only chooses something. */
const chooses = (control: PageElement) => {
  if (matches(control, CHOICE)) return true;
  const list = matches(control, "[role=option]") && closest(control, LIST);
  if (list) return matches(list, "[aria-multiselectable=true]") || !!query(list, CHOSEN);
  const label = !matches(control, `${CONTROL},${ACTS}`) && !isCustom(control) && closest(control, "label");
  return !!label && !!query(label, CHOOSES);
};
/** Whether a click on a control only chooses something, or shows a part of the page. */
const onlyShows = (control: PageElement) =>
  chooses(control) || opensText(control) || (leadsToPart(control) && !matches(control, ACTING) && !isInRow(control));

export const holdStops = () => {
  const { stop: words } = registry;
  if (!words) return;
  const verbs = new RegExp(`(?<![a-z])(?:${words.verbs})`);
  const answers = new Map<string, Asked>();
  /** The control whose click went through without `run.passes`. */
  let alone: PageElement | undefined;
  let isPending = false;

  const found = (event: Heard<Event>): Found | undefined => {
    const view = run.view?.stop;
    const isOurs = (part: unknown) => run.hosts.has(part as object);
    if (!view || Date.now() < (view.quietUntil ?? 0) || pathOf(event).some(isOurs)) return undefined;
    const isAsked = (text: string, acts: boolean) => {
      const said = plain(text);
      const isWord = (word: string) => plain(word) === said;
      return text.length <= MAX_LABEL && ((acts && verbs.test(said)) || view.words.some(isWord));
    };
    for (const control of controlsIn(elementsUnder(event).slice(0, DEPTH))) {
      const acts = view.verbs && !onlyShows(control);
      const labels = [...new Set(allLabelsOf(control))].filter((text) => isAsked(text, acts));
      if (!labels.length) continue;
      // A menu may be anywhere. One with more to choose from names what it acts on.
      const isVerb = labels.every((text) => !/\s/.test(text.trim()));
      const opener = isVerb && closest(control, MENU) ? run.opener?.(MENU_WITHIN) : undefined;
      const isInMenu = !!opener && !isInRow(control) && isInRow(opener);
      const asked = { labels, isInRow: isInMenu || isInRow(control) };
      // An answer for another view or another address doesn't apply here.
      return { control, asked, isInMenu, key: JSON.stringify([view, location.pathname, asked]) };
    }
    return undefined;
  };
  const ask = ({ asked, key }: Found) => {
    const known = answers.get(key);
    if (known) return known;
    const made: Asked = { at: Date.now(), answer: report({ stop: { near: asked } }) };
    if (answers.size >= ANSWERS) answers.clear();
    answers.set(key, made);
    made.answer.then((question) => {
      // There was no answer, so the core is asked again next time.
      if (question === undefined) answers.delete(key);
      else made.question = question;
    });
    return made;
  };
  /** Does what a held click would have done where the core is too late for the rest (pass.ts). */
  const release = async ({ event, target, control, asked }: Held) => {
    alone = control;
    setTimeout(() => (alone = undefined), PASS);
    report({ stop: { passed: asked } });
    const begun = performance.now();
    if (repeat(event, target)) return true;
    await wait(SHOWS);
    return run.tree?.changedAt > begun;
  };
  const hold = async (event: Event, it: Found) => {
    const target = elementsUnder(event)[0] ?? it.control;
    isPending = true;
    const question = await inTime(ask(it).answer);
    isPending = false;
    const changes = run.passes?.watch(it.control);
    const isSecond = !!question && !!run.passes?.isSecond(it, question, true);
    const go = async () => {
      const held = { ...it, event, target, changes, isSecond, action: question?.action };
      const isDone = run.passes?.release(held) ?? release(held);
      // The user may have chosen never to be asked about this.
      answers.clear();
      if (await isDone) return;
      const label = question?.label ?? it.asked.labels[0] ?? "";
      const stuck = run.tellAgain ? Promise.resolve() : report({ stop: "stuck" });
      await inTime(stuck);
      if (run.tellAgain) run.tellAgain(label);
      // The core is silent, so only the badge can say it.
      else run.unchecked?.(stuck, { key: "stopAgain", args: [label] });
    };
    if (question && run.askStop && !isSecond) run.askStop(question, it.asked, go);
    else go();
  };

  const hear = (event: Heard<MouseEvent | KeyboardEvent>) => {
    if (!event.isTrusted || (event.type === "auxclick" && (event as MouseEvent).button !== 1)) return;
    const { key } = event as Heard<KeyboardEvent>;
    if (key && !/^(Enter| )$/.test(key)) return;
    const it = found(event);
    if (!it) return;
    run.hideNote?.();
    const { question } = ask(it);
    const acts = /click$/.test(event.type) || (event.type === "keydown" && !matches(it.control, NATIVE));
    if (alone === it.control || run.passes?.isSecond(it, question, acts)) return;
    if (question === null) {
      if (acts) report({ stop: { passed: it.asked } });
      return;
    }
    if (!acts) {
      // Some pages react before the click, so all of its events are held if there is a question.
      if (question) event.stopImmediatePropagation();
      return;
    }
    keep(event);
    if (!isPending) hold(event as object as Event, it);
  };
  const near = (event: Heard<Event>) => {
    const it = event.isTrusted && found(event);
    if (!it) return;
    const known = answers.get(it.key);
    if (known?.question !== undefined && Date.now() - known.at > FRESH) answers.delete(it.key);
    ask(it);
  };
  const types = [...PARTS, "click", "auxclick", "keydown", "keypress", "keyup"];
  // Sees each event before the page does.
  const shield = (event: Heard<Event>) => {
    if (types.includes(event.type)) hear(event as Heard<MouseEvent>);
  };
  run.shields.add(shield);
  onStop(() => run.shields.delete(shield));
  eachFrame((view, on) => {
    for (const type of ["pointerover", "focusin"]) on(view, type, near);
    if (view !== window) for (const type of types) on(view, type, hear);
  });
  run.holdsStops = true;
};
