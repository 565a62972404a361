// Reads the keys on a page, detects copies of hidden values, and tracks the end of a key.

import { selectedText } from "./copies";
import {
  asHost,
  asTextField,
  attribute,
  attributeNames,
  bodyOf,
  checkVisibility,
  childNodes,
  closest,
  type Heard,
  hasMoreThan,
  isConnected,
  isVisible,
  localName,
  originOf,
  type PageElement,
  type PageNode,
  parentNode,
  precedes,
  styleOf,
  targetOfChange,
  textIn,
  titleOf,
} from "./dom";
import { chosenOver, headersAround, headingsOver, isAside, nameOf, observe, parentOf } from "./observe";
import { CONTROL, controlUnder, MENU, MENU_WITHIN } from "./page";
import type { AfterEnd, PageRegion } from "./protocol";
import { registry, type Steps } from "./registry";
import { asElement, asText, listen, onStop, queryAll, report, run, t, untilAnswered } from "./run";

/** Limits the work: the most parts of the page that are read, and their largest size. */
const MOST_REGIONS = 60;
const LONGEST_REGION = 4000;
const MOST_ELEMENTS = 400;
/** The label of a key's control may contain the key's name. */
const LONGEST_LABEL = 160;
const LONGEST_NOTICE = 300;
const MOST_NOTICES = 40;
const MOST_NOTICED = 400;
/** How long to wait for more changes, and how long changes elsewhere on the page may wait, in milliseconds. */
const PAUSE = 150;
const ELSEWHERE = 5000;
/** How long a page is searched for notices after its start, and after a click that ends a key, in milliseconds. */
const FIRST_NOTICES = 10_000;
const NOTICES = 10 * 60_000;
/** How long after a click on Copy a copied text belongs to that click, in milliseconds. */
const COPIED_WITHIN = 2000;
/** How long a key may take to leave the list after an answer in an unknown word, in milliseconds. */
const DECIDES = 10_000;
/** Letters and their accented forms. */
const ACCENTED: Record<string, string> = {
  a: "[aàáâä]",
  c: "[cç]",
  e: "[eèéêë]",
  i: "[iíîï]",
  n: "[nñ]",
  o: "[oóôö]",
  u: "[uùúûü]",
};
const DIALOG = "dialog,[role=dialog],[role=alertdialog]";
const INLINE = /^(inline|contents)$/;
/** Attributes whose change may make a part of the page visible. */
const SEEN = [
  ..."class,style,hidden,open,inert,popover,value,readonly,disabled,title,lang,dir".split(","),
  ..."hidden,label,expanded,selected".split(",").map((name) => `aria-${name}`),
];

export const watchKeys = () => {
  const { hints, values: pattern = "" } = registry;
  const { values, tree } = run;
  if (!hints || !values) return;
  const { found, holdsValue } = values;
  // There may be no text between two elements, but a value must not touch other letters.
  const value = new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`);
  const isValue = (text: string) => value.test(text);
  // Each letter also matches its accented forms, except inside a character class.
  const words = (any: string) =>
    new RegExp(
      any.replace(/\[[^\]]*\]|[aceinou]/g, (part) => ACCENTED[part] ?? part),
      "i",
    );
  const labels = words(hints.labels);
  const environments = words(hints.environments);
  const states = words(hints.states);
  const makes = words(hints.makes);
  const notice = words(hints.notices);
  const ends = words(hints.ends);
  const cancels = words(hints.cancels.replaceAll("#", hints.ends));
  const agrees = words(hints.agrees);
  const copies = words(hints.copies);

  /** The largest part of the page around an element that can be read as a whole. */
  const regionAround = (element: PageElement) => {
    let part = element;
    for (let next = parentOf(part); next && localName(next) !== "html"; next = parentOf(next)) {
      if (hasMoreThan(next, MOST_ELEMENTS) || textIn(next).length > LONGEST_REGION) break;
      part = next;
    }
    return part;
  };
  const read = (part: PageElement, first: PageElement, clicked?: PageElement, label?: string): PageRegion => {
    const headings = headingsOver(first);
    // An isolated value is in a separate element for its direction.
    const isolated = closest(first, "bdi,bdo") && parentOf(first);
    return {
      headings: headings.length ? headings : [titleOf(document)],
      aside: isAside(part),
      rightToLeft: styleOf(isolated ?? first).direction === "rtl",
      pieces: [...headersAround(part), ...observe(part, isValue, clicked, label)],
    };
  };

  /** The user's name: the label of the control that opens the menu with "Sign Out". */
  const account = () => {
    if (window !== top) return null;
    const signOut = run.signOuts?.find();
    const body = bodyOf(document);
    if (!signOut) return null;
    for (let part = parentOf(signOut); part && part !== body; part = parentOf(part)) {
      const opener = queryAll(part, CONTROL).findLast(
        (control) =>
          precedes(control, signOut) && checkVisibility(control) && !hints.menu.includes(nameOf(control).toLowerCase()),
      );
      if (opener) return nameOf(opener).slice(0, 200);
    }
    return null;
  };

  /** The smallest elements with a notice. If there are many, the latest. */
  const noticed = new Set<PageElement>();
  tree.add({
    holds: (text) => notice.test(text),
    found(part) {
      const element = asElement(part) ?? asHost(part);
      if (!element) return;
      noticed.delete(element);
      noticed.add(element);
      for (const first of noticed) if (noticed.size > MOST_NOTICED) noticed.delete(first);
      change();
    },
    changed(record) {
      isNear ||= isAbout(targetOfChange(record), record);
      isElsewhere = true;
    },
    done() {
      if (isNear) change();
      else if (isElsewhere) lookLater(ELSEWHERE);
    },
  });
  /** The notices about keys that the page shows, by element. */
  const shownNotices = () => {
    const shown = new Map<PageElement, string>();
    for (const element of noticed) {
      if (!isConnected(element) || !notice.test(textIn(element))) {
        noticed.delete(element);
        continue;
      }
      if (shown.size >= MOST_NOTICES || !isVisible(element)) continue;
      let part = element;
      // A word of the sentence may be in its own element.
      for (let next = parentOf(part); next && INLINE.test(styleOf(part).display); next = parentOf(part)) part = next;
      const text = textIn(part).replace(/\s+/g, " ").trim();
      if (text.length <= LONGEST_NOTICE) shown.set(element, text);
    }
    return shown;
  };
  /** The notices that already existed when a control was clicked that ends a key. */
  let stale = new Map<PageElement, string>();
  let noticesUntil = performance.now() + FIRST_NOTICES;
  let afterEnd: AfterEnd | null = null;

  /** The parts of the page that were last read, with their containers. */
  let parts = new Map<PageElement, PageElement>();
  let around = new Set<PageElement>();
  let isNear = false;
  let isElsewhere = false;
  /** Whether a change may affect one of those parts, rather than only adding something around them. */
  const isAbout = (node: PageNode, { type, removedNodes }: Partial<MutationRecord>) => {
    const element = asElement(asText(node) ? parentNode(node) : node) ?? asHost(node);
    if (!element) return true;
    if (around.has(element)) return type === "attributes" || !!removedNodes?.length;
    for (let part: PageElement | null = element; part; part = parentOf(part)) if (parts.has(part)) return true;
    return false;
  };

  /** Whether a value looks like one on the screen, rather than like numbers in adjacent boxes. */
  const isShownAsOne = (element: PageElement) => {
    const texts = [...childNodes(element)].map((node) => {
      const inner = asElement(node);
      return inner && !INLINE.test(styleOf(inner).display) ? ` ${textIn(node)} ` : textIn(node);
    });
    return asTextField(element) || attribute(element, "title") || isValue(texts.join(""));
  };

  let shown: PageRegion[] = [];
  run.envFile = async () => {
    const text: string | null | undefined = await report({ keys: { env: { regions: shown } } });
    return text ? { text, done: t("envCopied") } : undefined;
  };
  let sent = "";
  /** The values that were last read, and what was chosen above each first one of a part. */
  let lastValues = "";
  const chosen = new Map<string | undefined, string[]>();
  const look = function* (): Steps {
    isNear = isElsewhere = false;
    for (const root of tree.roots) observer.observe(root, { subtree: true, attributeFilter: SEEN });
    const regions = new Map<PageElement, PageElement>();
    for (const element of found) {
      if (!isConnected(element) || !isShownAsOne(element)) found.delete(element);
      else if (regions.size < MOST_REGIONS) {
        yield;
        const part = regionAround(element);
        if (!regions.has(part)) regions.set(part, element);
      }
    }
    parts = regions;
    around = new Set();
    for (const part of regions.keys())
      for (let over = parentOf(part); over && !around.has(over); over = parentOf(over)) around.add(over);
    const isInner = (part: PageElement) => {
      for (let around = parentOf(part); around; around = parentOf(around)) if (regions.has(around)) return true;
      return false;
    };
    const listed: PageRegion[] = [];
    const firsts = new Map<PageRegion, PageElement>();
    for (const [part, first] of regions) {
      yield;
      if (!isConnected(part) || isInner(part)) continue;
      const region = read(part, first);
      if (region.pieces.some(({ text, names }) => labels.test(text) || names?.some((name) => labels.test(name)))) {
        listed.push(region);
        firsts.set(region, first);
      }
    }
    // After another choice, the list is still that of the last one until its values change.
    const valuesIn = ({ pieces }: PageRegion) => pieces.filter(({ text }) => isValue(text)).map(({ text }) => text);
    const values = listed.flatMap(valuesIn).join();
    if (values !== lastValues) chosen.clear();
    lastValues = values;
    for (const [region, first] of firsts) {
      yield;
      const [value] = valuesIn(region);
      const over = chosen.get(value) ?? chosenOver(first, environments, states, makes);
      chosen.set(value, over);
      region.chosen = over;
    }
    shown = listed;
    yield;
    const notices: string[] = [];
    if (performance.now() < noticesUntil) {
      const shown = shownNotices();
      for (const [element, text] of stale) if (shown.get(element) !== text) stale.delete(element);
      for (const [element, text] of shown) if (!stale.has(element)) notices.push(text);
    }
    if (!listed.length && !notices.length && !afterEnd) return;
    // A new position alone is no change, because pages scroll and move.
    const now = JSON.stringify([
      listed.map(({ headings, chosen, pieces }) => [
        headings,
        chosen,
        pieces.map(({ text, kind, names, under }) => [text, kind, names, under]),
      ]),
      notices,
      afterEnd,
    ]);
    if (now === sent) return;
    sent = now;
    report({
      keys: { listed: { loadedAt: run.loadedAt, account: account(), regions: listed, notices, afterEnd } },
    }).then(check);
  };
  const check = untilAnswered(() => {
    sent = "";
    change();
  });

  const lookLater = tree.job(look);
  const change = () => lookLater(PAUSE);
  // The change after a click may be animated with styles only, which no observer reports.
  let second = 0;
  const lookTwice = () => {
    change();
    clearTimeout(second);
    second = setTimeout(change, 1500);
  };
  run.readKeys = change;
  const observer = new MutationObserver((records) => {
    isNear ||= records.some((record) => isAbout(targetOfChange(record), record));
    if (isNear) change();
  });
  onStop(() => observer.disconnect());

  const reportCopy = (control: PageElement, copied: string) => {
    const text = copied.trim();
    if (!isValue(text) || text.length > 80) return;
    const around = read(regionAround(control), control, control);
    if (around.pieces.some((piece) => piece.text.includes(text))) return;
    around.chosen = chosenOver(control, environments, states, makes);
    report({ keys: { copied: { text, around } } });
  };
  /** Waits for the list to decide after an answer in an unknown word. */
  let deciding = 0;
  const cancel = () => {
    clearTimeout(deciding);
    if (afterEnd || performance.now() < noticesUntil) report({ keys: "end-cancelled" });
    afterEnd = null;
  };
  const letListDecide = (answer: PageElement) => {
    clearTimeout(deciding);
    deciding = setTimeout(() => {
      if (afterEnd !== "clicked") return;
      // The dialog may go on asking.
      if (isConnected(answer) && isVisible(answer)) letListDecide(answer);
      else cancel();
    }, DECIDES);
  };
  let copy: { control: PageElement; at: number } | null = null;
  let opener: { control: PageElement; at: number } | null = null;
  run.opener = (within = Infinity) => (opener && performance.now() - opener.at < within ? opener.control : undefined);
  const endClicked = (control: PageElement, name: string) => {
    const dialog = closest(control, DIALOG);
    if (dialog && !holdsValue(textIn(dialog))) {
      if (afterEnd) afterEnd = "answered";
      return;
    }
    clearTimeout(deciding);
    afterEnd = "clicked";
    noticesUntil = performance.now() + NOTICES;
    stale = shownNotices();
    // A menu item belongs to the place where its menu was opened.
    const from = closest(control, MENU) ? run.opener?.(MENU_WITHIN) : undefined;
    const at = from && isConnected(from) ? from : control;
    const around = read(regionAround(at), at, at, name);
    report({ keys: { "end-clicked": { loadedAt: run.loadedAt, around } } });
  };
  listen(window, "click", (event) => {
    if (!event.isTrusted && (event as object) !== run.released) return;
    lookTwice();
    const control = controlUnder(event);
    if (!control) return;
    const name = nameOf(control);
    if (copies.test(name)) {
      copy = { control, at: performance.now() };
      // A page may store the value that its script copies in an attribute.
      for (const attributeName of attributeNames(control)) reportCopy(control, attribute(control, attributeName) ?? "");
    } else if (name.length > LONGEST_LABEL) afterEnd = null;
    // "Don't delete" cancels.
    else if (cancels.test(name) && !closest(control, "[role=status],[role=alert]")) cancel();
    else if (ends.test(name)) endClicked(control, name);
    else if (afterEnd && agrees.test(name)) afterEnd = "answered";
    // An unknown word may mean either. If only this key leaves the list, it was deleted.
    else if (afterEnd === "clicked" && closest(control, DIALOG)) letListDecide(control);
    else afterEnd = null;
    if (!closest(control, MENU) && !ends.test(name)) opener = { control, at: performance.now() };
  });
  // Input in a dialog answers its question; elsewhere it may filter the list.
  for (const type of ["input", "change"])
    listen(window, type, (event: Heard<Event>) => {
      const field = asElement(originOf(event));
      if (event.isTrusted && !(field && closest(field, DIALOG))) afterEnd = null;
    });
  listen(window, "keydown", ({ key, isTrusted }) => {
    if (isTrusted && key === "Escape" && afterEnd) cancel();
  });
  listen(window, "copy", (event) => {
    if (!event.isTrusted || !copy || performance.now() - copy.at > COPIED_WITHIN) return;
    reportCopy(copy.control, selectedText(event));
  });

  for (const type of ["load", "pageshow", "toggle"]) listen(window, type, lookTwice);
  for (const type of ["transitionend", "animationend"])
    listen(window, type, (event: Heard<Event>) => {
      const element = asElement(originOf(event));
      if (!element || isAbout(element, { type: "attributes" })) lookTwice();
    });
  lookLater(0);
};
