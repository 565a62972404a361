// Holds a click on an irreversible control in Production until the user answers the question about it.
//
// The core is asked as soon as the pointer or the focus is on such a control, so its answer is usually there before the
// click. If not, the click is held until the core answers, but not longer than its time limit.
import {
  asHost,
  bodyOf,
  closest,
  contains,
  formOf,
  type Heard,
  isConnected,
  localName,
  matches,
  ownerDocument,
  type PageElement,
  pathOf,
  rootNode,
  styleOf,
} from "./dom";
import { eachFrame } from "./frames";
import { inTime, keep, PARTS, perform } from "./held";
import { allLabelsOf, CONTROL } from "./page";
import { MAX_LABEL, PASS, type StopQuestion } from "./protocol";
import { registry } from "./registry";
import { onStop, report, run } from "./run";
import { elementsUnder } from "./under";

/** Other elements that react to a click or a key. */
const ACTS = "[tabindex],[onclick],[type=image],[role=option],[role=switch]";
/** Elements for which the browser turns a key into a click. */
const NATIVE = "a[href],button,summary,input";
const DIALOG = "dialog,[role=dialog],[role=alertdialog]";
/** How long an answer is reused for the same control, in milliseconds, because its basis may change. */
const FRESH = 1000;
/** The most answers that are kept. */
const ANSWERS = 100;
/** How many of the elements under an event are examined. */
const DEPTH = 12;
/** How long a page may take to react visibly, in milliseconds. */
const SHOWS = 1000;

interface Found {
  control: PageElement;
  label: string;
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
const isControl = (element: PageElement) => matches(element, `${CONTROL},${ACTS}`) || localName(element).includes("-");
/** The innermost control with a label, or else an element that looks clickable. */
const controlIn = (elements: PageElement[]) =>
  elements.find((one) => isControl(one) && allLabelsOf(one).length) ??
  elements.slice(0, 2).find((one) => styleOf(one).cursor === "pointer" && allLabelsOf(one).length);

export const holdStops = () => {
  const { stop: words } = registry;
  if (!words) return;
  const verbs = new RegExp(`(?<![a-z])(?:${words.verbs})`);
  const asked = new Map<string, Asked>();
  /** The last click that went through: its control, the time, and whether the page didn't seem to react. */
  let passed: { control: PageElement; at: number; isOpen?: boolean } | undefined;
  let isPending = false;

  const found = (event: Heard<Event>): Found | undefined => {
    const view = run.view?.stop;
    const isOurs = (part: unknown) => run.hosts.has(part as object);
    if (!view || Date.now() < (view.quietUntil ?? 0) || pathOf(event).some(isOurs)) return undefined;
    const control = controlIn(elementsUnder(event).slice(0, DEPTH));
    const label =
      control &&
      allLabelsOf(control).find((text) => {
        const said = plain(text);
        const isWord = (word: string) => plain(word) === said;
        return text.length <= MAX_LABEL && ((view.verbs && verbs.test(said)) || view.words.some(isWord));
      });
    // An answer for another view or another address doesn't apply here.
    return label ? { control, label, key: JSON.stringify([view, location.pathname, label]) } : undefined;
  };
  const ask = ({ label, key }: Found) => {
    const known = asked.get(key);
    if (known) return known;
    const made: Asked = { at: Date.now(), answer: report({ stop: { near: { label } } }) };
    if (asked.size >= ANSWERS) asked.clear();
    asked.set(key, made);
    made.answer.then((question) => {
      // There was no answer, so the core is asked again next time.
      if (question === undefined) asked.delete(key);
      else made.question = question;
    });
    return made;
  };
  /**
   * Whether a click follows one that went through: on the same control, on its replacement, or in the page's own
   * question.
   */
  const isSecond = ({ control }: Found) => {
    if (!passed || Date.now() - passed.at > PASS) return false;
    const dialog = closest(control, DIALOG);
    const replaces = !!passed.isOpen && !isConnected(passed.control);
    return passed.control === control || replaces || (!!dialog && !contains(dialog, passed.control));
  };

  /** Does what the held click would have done. Resolves to false if the page doesn't seem to have reacted. */
  const release = async (event: Event, target: PageElement, { control, label }: Found) => {
    const mine: typeof passed = { control, at: Date.now() };
    passed = mine;
    report({ stop: { passed: { label } } });
    // The user may have chosen never to be asked about this.
    asked.clear();
    mine.isOpen = true;
    if (!isConnected(target)) return false;
    let hasActed = false;
    const inside = rootNode(control);
    const roots = [bodyOf(ownerDocument(control) ?? document), asHost(inside) && inside];
    const observer = new MutationObserver(() => (hasActed = true));
    for (const root of roots)
      if (root)
        observer.observe(root as Node, { subtree: true, childList: true, attributes: true, characterData: true });
    const isNative = closest(control, "a[href],summary") || (formOf(control) && matches(control, "button,input"));
    const isDone = perform(event, target, (again) => (run.released = again));
    if (event.type === "keydown") perform(new KeyboardEvent("keyup", event as KeyboardEvent), target);
    if (!isDone && !isNative) await new Promise((done) => setTimeout(done, SHOWS));
    hasActed ||= observer.takeRecords().length > 0;
    observer.disconnect();
    mine.isOpen = !(isDone || isNative || hasActed);
    return !mine.isOpen;
  };
  const hold = async (event: Event, it: Found) => {
    const target = elementsUnder(event)[0] ?? it.control;
    isPending = true;
    const question = await inTime(ask(it).answer);
    isPending = false;
    const go = () => release(event, target, it);
    if (question && run.askStop) run.askStop(question, it.label, go);
    else go();
  };

  const hear = (event: Heard<MouseEvent | KeyboardEvent>) => {
    if (!event.isTrusted || (event.type === "auxclick" && (event as MouseEvent).button !== 1)) return;
    const { key } = event as Heard<KeyboardEvent>;
    if (key && !/^(Enter| )$/.test(key)) return;
    const it = found(event);
    if (!it) return;
    run.hideNote?.();
    if (isSecond(it)) return;
    const { question } = ask(it);
    const acts = /click$/.test(event.type) || (event.type === "keydown" && !matches(it.control, NATIVE));
    if (question === null) {
      if (acts) report({ stop: { passed: { label: it.label } } });
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
    const known = asked.get(it.key);
    if (known?.question !== undefined && Date.now() - known.at > FRESH) asked.delete(it.key);
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
