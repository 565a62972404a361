// Lets a held click through, and recognizes the clicks that belong to it.
import {
  asHost,
  asTextField,
  bodyOf,
  contains,
  drawnIn,
  isConnected,
  isVisible,
  matches,
  ownerDocument,
  type PageElement,
  queryAll,
  rootNode,
  targetOfChange,
  textIn,
} from "./dom";
import { isNative, repeat, SHOWS, wait } from "./held";
import { ACTS, CONTROL, isCustom } from "./page";
import { PASS, type StopQuestion } from "./protocol";
import { type Changes, type Held, type Root, registry, type Stopped, type Tree } from "./registry";
import { report, run } from "./run";

/** How long a page may take to show its own question, in milliseconds. */
const OWN = 3000;
/** A page that takes this long for a click has asked the user with a dialog of the browser, in milliseconds. */
const BLOCKED = 250;

/** How much of a row's text identifies it, in characters. */
const LONGEST_ROW = 300;
/** How many elements around a control may be its row. */
const ROW_DEPTH = 6;

/** A click that went through. */
interface Passed extends Stopped {
  /** The text of the row that it was in, or from which its menu was opened. */
  row: string;
  /** The values of the key in this row. */
  ofKey: string[];
  /** The control that was clicked last before. */
  opener: PageElement | undefined;
  action?: string | undefined;
  at: number;
  /** Whether the page didn't seem to react. */
  isOpen: boolean;
  /** Whether a control belongs to the question that the page itself asks about it. */
  isOwn(control: PageElement): boolean;
}

/** The document and its shadow roots; only the document on sites that aren't read. */
const rootsOf = (tree: Tree | undefined): Iterable<Root> => tree?.roots ?? [document];

/** The controls that the user can see. */
const shownControls = () => {
  const all = [...rootsOf(run.tree)].flatMap((root) => queryAll(root, "*"));
  return new Set(all.filter((one) => (matches(one, `${CONTROL},${ACTS}`) || isCustom(one)) && isVisible(one)));
};

/** Observes the page, to find out whether it reacts. Something that also changes without a click is no reaction. */
const watch = (control: PageElement): Changes => {
  const restless = new WeakSet<object>();
  let react: (() => void) | undefined;
  const read = (records: MutationRecord[]) => {
    for (const target of records.map(targetOfChange))
      if (!react) restless.add(target);
      else if (!restless.has(target)) react();
  };
  const observer = new MutationObserver(read);
  const body = bodyOf(ownerDocument(control) ?? document);
  for (const root of [body, rootNode(control), ...rootsOf(run.tree)])
    if (root && (root === body || asHost(root)))
      observer.observe(root as Node, { subtree: true, childList: true, attributes: true, characterData: true });
  // Nobody may answer.
  setTimeout(() => observer.disconnect(), PASS);
  return {
    listen(on) {
      // The focus returned from the question.
      observer.takeRecords();
      react = on;
    },
    end() {
      read(observer.takeRecords());
      observer.disconnect();
    },
  };
};

/** The text of the row of a control: of the first element around it that says more. */
const rowOf = ({ control, asked, isInMenu }: Stopped) => {
  // A menu may be anywhere.
  let at: PageElement | null | undefined = asked.isInRow && !isInMenu ? control : run.opener?.();
  const own = at && textIn(at);
  while (at && textIn(at) === own) at = drawnIn(at);
  return at ? textIn(at).slice(0, LONGEST_ROW) : "";
};

/** The values in the row of a control, as far as the page shows them. */
const keyOf = ({ control, asked, isInMenu }: Stopped) => {
  let left = asked.isInRow && registry.values ? ROW_DEPTH : 0;
  const values = new RegExp(registry.values ?? "", "g");
  for (let at: PageElement | null | undefined = isInMenu ? run.opener?.() : control; at && left--; at = drawnIn(at)) {
    const own = at;
    const shown = [...(run.values?.found ?? [])].filter((value) => contains(own, value));
    const found = shown.flatMap((value) => (asTextField(value)?.value ?? textIn(value)).match(values) ?? []);
    if (found.length) return found;
  }
  return [];
};

export const followPasses = () => {
  let passed: Passed | undefined;

  const pass = (click: Stopped, action?: string) => {
    const before = shownControls();
    const isNew = (one: PageElement) => !before.has(one);
    const about = { row: rowOf(click), ofKey: keyOf(click), opener: run.opener?.() };
    const mine: Passed = { ...click, ...about, action, at: Date.now(), isOpen: true, isOwn: isNew };
    setTimeout(() => {
      const after = shownControls();
      mine.isOwn = (one) => isNew(one) && after.has(one);
    }, OWN);
    passed = mine;
    return mine;
  };
  const isSecond = (click: Stopped, question?: StopQuestion | null) => {
    const { control, asked } = click;
    const isInRow = asked.isInRow && !click.isInMenu;
    if (!passed || Date.now() - passed.at > PASS) return false;
    // All controls of a redrawn list are new. This one may be another key's.
    const { ofKey } = passed;
    const others = ofKey.length ? keyOf(click) : [];
    if (others.length && !others.some((value) => ofKey.includes(value))) return false;
    // The user may have opened the menu of another key in the meantime.
    const opener = run.opener?.();
    const isUnmoved = !opener || [passed.opener, passed.control].includes(opener) || passed.isOwn(opener);
    const isHere = passed.row === rowOf(click) || (isUnmoved && !isInRow);
    const isSame = passed.control === control && (isInRow || isHere);
    const isReplaced = passed.isOpen && !isConnected(passed.control) && isHere;
    if ((isSame || isReplaced) && `${passed.asked.labels}` === `${asked.labels}`) return true;
    return !!question && question.action === passed.action && (isSame || (passed.isOwn(control) && isUnmoved));
  };

  run.passes = {
    watch,
    isSecond(click, question, acts) {
      if (!isSecond(click, question)) return false;
      // A page asks once.
      if (acts && passed?.isOwn(click.control)) passed = { ...passed, ...click, isOpen: false, isOwn: () => false };
      else if (acts) pass(click, passed?.action);
      return true;
    },
    async release({ control, asked, isInMenu, event, target, action, isSecond, changes = watch(control) }: Held) {
      // A second click doesn't allow a third one.
      const mine = isSecond && passed ? passed : pass({ control, asked, isInMenu }, action);
      report({ stop: { passed: asked } });
      if (!isConnected(target)) {
        changes.end();
        return false;
      }
      const { hash } = location;
      const acted = new Promise<boolean>((done) => {
        changes.listen(() => done(true));
        const begun = performance.now();
        const isDone = repeat(event, target) || isNative(control, target) || location.hash !== hash;
        if (isDone || performance.now() - begun > BLOCKED) done(true);
        wait(SHOWS).then(() => {
          changes.end();
          done(false);
        });
      });
      mine.isOpen = !(await acted);
      return !mine.isOpen;
    },
  };
};
