// Reads the page as it loads and changes: each element and each text once, in slices, within a share of the time. A
// reader looks for something in a page (a banner, who is signed in, keys), and a job processes what was found.
import {
  type AnyNode,
  addedBy,
  childNodes,
  closest,
  elementsIn,
  firstChild,
  isConnected,
  localName,
  matches,
  type PageElement,
  parentNode,
  readyState,
  rootElement,
  targetOfChange,
  textIn,
} from "./dom";
import { CHANGES, type Part, type Reader, type Root, type Steps, type Tree } from "./registry";
import { asElement, asText, listen, onStop, run, shadowOf, signal } from "./run";

/** The longest slice, the share of the time that may be used, and how much unused time is saved, in milliseconds. */
const SLICE = 5;
const SHARE = 0.025;
const MOST_SAVED = 200;
/** How long changes are collected before they are read, and how long layout may take, in milliseconds. */
const PAUSE = 150;
/** Limits the work: the most changes that are read individually. Beyond that, the whole page is read again. */
const MOST_CHANGES = 20_000;
/** How many elements or changes are read between two checks of the clock. */
const STEP = 16;
/** A part with more elements than this is read child by child. Of a text, at most this many characters are read. */
const LARGE = 300;
const LONGEST = 100_000;
/** Elements that may get a shadow root later: empty ones, and custom elements. */
const MOST_UNOPENED = 1000;
/** Elements that can have a shadow root, besides custom elements. */
const HOST = /-|^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
const UNREAD = "script,style,template,noscript";

interface Job {
  steps(): Steps | undefined;
  running?: Steps | undefined;
  dueAt: number;
}

export const readPage = () => {
  const jobs: Job[] = [];
  let timer = 0;
  let saved = MOST_SAVED;
  let workedAt = performance.now();
  const next = () => jobs.find(({ running, dueAt }) => running || dueAt <= performance.now());
  const work = () => {
    // If there isn't enough time for all jobs, each one gets some.
    jobs.push(...jobs.splice(0, 1));
    const started = performance.now();
    saved = Math.min(MOST_SAVED, saved + (started - workedAt) * SHARE);
    workedAt = started;
    for (let job = next(); job && !signal.aborted && workedAt - started < SLICE; job = next()) {
      try {
        if (!job.running) job.dueAt = Infinity;
        job.running ??= job.steps();
        if (job.running?.next().done) job.running = undefined;
      } catch (error) {
        console.error("Sandbar:", error);
        job.running = undefined;
      }
      workedAt = performance.now();
    }
    // If other programs interrupted a slice, that time wasn't taken from the page.
    saved -= Math.min(workedAt - started, 2 * SLICE);
    plan();
  };
  // Right after the layout, asking for positions costs nothing. There is no layout in a page that nobody sees.
  const layout = new ResizeObserver(work);
  const workAfterLayout = () => {
    const root = rootElement(document);
    if (root) layout.observe(root);
    timer = setTimeout(work, PAUSE);
  };
  const plan = () => {
    const dueAt = Math.min(...jobs.map((job) => (job.running ? 0 : job.dueAt)));
    clearTimeout(timer);
    layout.disconnect();
    if (dueAt < Infinity)
      timer = setTimeout(workAfterLayout, Math.max(dueAt, workedAt - Math.min(saved, 0) / SHARE) - performance.now());
  };
  const add: Tree["job"] = (steps) => {
    const job: Job = { steps, dueAt: Infinity };
    jobs.push(job);
    return (wait) => {
      const at = performance.now() + wait;
      if (at >= job.dueAt) return;
      job.dueAt = at;
      plan();
    };
  };

  const readers: Reader[] = [];
  const roots = new Set<Root>();
  const unopened = new Set<PageElement>();
  let changes: MutationRecord[] = [];
  /** Whether the whole page must be read. */
  let isAnew = true;

  /** Reports the smallest parts that contain what a reader looks for. */
  const find = (part: Part, reader: Reader) => {
    const inner = [...childNodes(part)].filter((child) => asElement(child) && reader.holds?.(textIn(child)));
    for (const child of inner) if (!matches(child, UNREAD)) find(child as PageElement, reader);
    if (!inner.length) reader.found?.(part);
  };
  /** Reads a part, or one text of a part that is too large. The elements in such a part are read on their own. */
  const readText = (part: Part, own?: AnyNode) => {
    const text = textIn(own ?? part).slice(0, LONGEST);
    for (const reader of readers) if (reader.holds?.(text)) own ? reader.found?.(part) : find(part, reader);
  };
  const isLarge = (part: Part) => {
    const { length } = elementsIn(part);
    return length > LARGE || (length > 0 && textIn(part).length > LONGEST);
  };
  const readTexts = function* (part: Part): Steps {
    if (!isLarge(part)) return readText(part);
    for (const child of [...childNodes(part)]) {
      yield;
      const element = asElement(child);
      if (!element) readText(part, child);
      else if (!matches(element, UNREAD)) yield* readTexts(element);
    }
  };
  const read = function* (part: Part): Steps {
    yield* readTexts(part);
    const own = asElement(part);
    const inner = elementsIn(part);
    for (let index = own ? -1 : 0; index < inner.length; index++) {
      if (index % STEP === STEP - 1) yield;
      const element = index < 0 ? own : inner[index];
      if (!element) continue;
      for (const { selector, visit } of readers) if (selector && matches(element, selector)) visit?.(element);
      if (HOST.test(localName(element))) yield* open(element);
    }
  };
  const open = (element: PageElement): Steps | [] => {
    const root = shadowOf(element);
    if (root || !isConnected(element)) unopened.delete(element);
    else if (unopened.size < MOST_UNOPENED && (localName(element).includes("-") || !firstChild(element)))
      unopened.add(element);
    if (!root || roots.has(root) || run.hosts.has(element)) return [];
    roots.add(root);
    observe(root);
    return read(root);
  };
  const observe = (root: Root) => observer.observe(root, CHANGES);
  /** Reads what was added, and the surroundings of what was changed. */
  const readChanges = function* (): Steps {
    const records = changes;
    changes = [];
    const added = new Set<AnyNode>();
    const changed = new Set<AnyNode>();
    const texts = new Set<Text>();
    const parts = new Set<Part>();
    let count = 0;
    for (const record of records) {
      if (++count % STEP === 0) yield;
      for (const reader of readers) reader.changed?.(record);
      const target = targetOfChange(record);
      changed.add(target);
      for (const node of [target, ...addedBy(record)]) {
        const text = asText(node);
        const parent = text && (parentNode(text) as Part | null);
        if (node !== target) added.add(node);
        if (!parent) continue;
        texts.add(text);
        parts.add(parent);
        changed.add(parent);
      }
    }
    for (const part of parts) {
      if (++count % STEP === 0) yield;
      if (!isLarge(part)) {
        readText(part);
        parts.delete(part);
      }
    }
    for (const text of texts) {
      if (++count % STEP === 0) yield;
      const part = parentNode(text) as Part;
      if (parts.has(part)) readText(part, text);
    }
    for (const node of changed) {
      if (++count % STEP === 0) yield;
      const element = asElement(node);
      for (const { selector, visit } of element ? readers : []) {
        const around = element && selector && closest(element, selector);
        if (around) visit?.(around);
      }
    }
    for (const node of added) {
      if (++count % STEP === 0) yield;
      const element = asElement(node);
      if (element && isConnected(element)) yield* read(element);
    }
  };
  const soon = add(function* () {
    observe(document);
    roots.add(document);
    for (const root of roots) if (!isConnected(root)) roots.delete(root);
    for (const reader of readers) reader.begin?.();
    for (const element of [...unopened]) yield* open(element);
    if (isAnew) {
      isAnew = false;
      changes = [];
      for (const root of [...roots]) yield* read(root === document ? (asElement(rootElement(document)) ?? root) : root);
    }
    yield* readChanges();
    tree.isRead = true;
    for (const reader of readers) reader.done?.();
  });

  const observer = new MutationObserver((records) => {
    isAnew ||= changes.length + records.length > MOST_CHANGES;
    if (!isAnew) for (const record of records) changes.push(record);
    change();
  });
  const change = () => {
    tree.changedAt = performance.now();
    soon(PAUSE);
  };
  onStop(() => observer.disconnect());
  const tree: Tree = {
    roots,
    changedAt: 0,
    isRead: false,
    job: add,
    add(reader) {
      readers.push(reader);
      if (!reader.selector && !reader.holds) return;
      isAnew = true;
      if (roots.size) soon(0);
    },
  };
  // Fields and components can change without a mutation. A page from the cache is laid out again.
  for (const type of ["click", "pageshow"]) listen(window, type, change);
  const start = () => {
    soon(0);
    work();
  };
  if (readyState(document) === "loading") listen(document, "DOMContentLoaded", start, true);
  else soon(0);
  run.tree = tree;
};
