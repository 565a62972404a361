// Finds values that have a key's shape when they appear: in the text of the page and its components, in fields that the
// user can't edit, and in the titles of shortened texts. With the first one, the bundle that reads keys is asked for.
import {
  asElement,
  asText,
  asTextField,
  attribute,
  bodyOf,
  changedNodes,
  childNodes,
  isConnected,
  localName,
  matches,
  type PageElement,
  parentNode,
  queryAll,
  readyState,
  textIn,
} from "./dom";
import { shadowOf } from "./page";
import { registry } from "./registry";
import { listen, onStop, report, run, signal } from "./run";

export type Root = Document | ShadowRoot;
type Part = PageElement | Root;

/** Bounded work: the values that are kept, and the changes that are looked at one by one. */
const MOST_FOUND = 400;
const MOST_PENDING = 20_000;
/** At most this long at a time, in milliseconds, and then this many times as long for the page. */
const SLICE = 8;
const REST = 25;
const PAUSE = 200;
/** Elements that can have a shadow root, besides those with a name of the page's own. */
const HOST = /-|^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
/** A part of a value is in a text of its own where a line may break in the value. */
const PART = /[\da-fA-F]{6}|[\dA-Z]{5}/;
const SHOWN_FIELD = "input,textarea,[title]";

export const watchValues = () => {
  const pattern = registry.values;
  if (!pattern) return;
  const value = new RegExp(pattern);
  const holdsValue = (text: string) => value.test(text);
  const found = new Set<PageElement>();
  const roots = new Set<Root>();
  const pending = new Set<Part>();
  const fields = new Set<PageElement>();
  const unopened = new Set<PageElement>();
  run.values = { found, roots, holdsValue };

  let isAsked = false;
  const add = (element: PageElement) => {
    if (found.has(element) || found.size >= MOST_FOUND) return;
    found.add(element);
    if (!isAsked) report({ keys: "read" });
    isAsked = true;
    run.readKeys?.();
  };
  const addField = (element: PageElement) => {
    const field = asTextField(element);
    if (field) fields.add(element);
    if (holdsValue(field ? (field.readOnly || field.disabled ? field.value : "") : `${attribute(element, "title")}`))
      add(element);
  };
  /** Adds the smallest parts with a value in their text. */
  const findIn = function* (part: Part): Generator<undefined, void> {
    yield;
    let isInner = false;
    for (const child of childNodes(part)) {
      const element = asElement(child);
      if (!element || !holdsValue(textIn(element))) continue;
      isInner = true;
      if (!matches(element, "script,style,template,noscript")) yield* findIn(element);
    }
    const own = asElement(part);
    if (own && !isInner) add(own);
  };
  const open = function* (element: PageElement): Generator<undefined, void> {
    const root = shadowOf(element);
    unopened.delete(element);
    if (root && !roots.has(root)) yield* enter(root);
    else if (!root && localName(element).includes("-")) unopened.add(element);
  };
  const search = function* (part: Part): Generator<undefined, void> {
    if (holdsValue(textIn(part))) yield* findIn(part);
    yield;
    let count = 0;
    for (const element of [part, ...queryAll(part, "*")].flatMap((node) => asElement(node) ?? [])) {
      if (++count % 100 === 0) yield;
      if (matches(element, SHOWN_FIELD)) addField(element);
      if (HOST.test(localName(element))) yield* open(element);
    }
  };
  const enter = function* (root: Root): Generator<undefined, void> {
    roots.add(root);
    observer.observe(root, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: ["value", "readonly", "disabled", "title"],
    });
    yield* search(root === document ? (bodyOf(document) ?? root) : root);
  };
  const round = function* (): Generator<undefined, void> {
    if (!roots.size) yield* enter(document);
    for (const element of unopened) yield* open(element);
    for (const field of fields) addField(field);
    for (const root of roots) if (root !== document && !isConnected(root)) roots.delete(root);
    for (const part of pending) {
      pending.delete(part);
      yield;
      if (isConnected(part)) yield* search(part);
    }
  };

  let timer = 0;
  let running: Generator<undefined, void> | null = null;
  let spent = 0;
  const work = () => {
    timer = 0;
    if (signal.aborted) return;
    const started = performance.now();
    try {
      running ??= round();
      while (running && performance.now() - started < SLICE) if (running.next().done) running = null;
    } catch (error) {
      console.error("Sandbar:", error);
      running = null;
    }
    spent = performance.now() - started;
    if (running || pending.size) workLater(0);
  };
  const workLater = (wait: number) => {
    if (!timer) timer = setTimeout(work, Math.max(wait, spent * REST));
  };
  const observer = new MutationObserver((records) => {
    for (const node of records.flatMap(changedNodes)) {
      const text = asText(node);
      const part = text ? PART.test(text.data) && parentNode(node) : asElement(node);
      if (part) pending.add(part as Part);
    }
    if (pending.size > MOST_PENDING) {
      pending.clear();
      for (const root of roots) pending.add(root);
    }
    if (pending.size) workLater(PAUSE);
  });
  onStop(() => observer.disconnect());
  // Fields and components change without a change of the page.
  for (const type of ["load", "click", "pageshow"]) listen(window, type, () => workLater(PAUSE));
  if (readyState(document) === "loading") listen(document, "DOMContentLoaded", work, true);
  else work();
};
