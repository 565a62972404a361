// Starts the scripts of a page, and stops the previous ones.
import {
  activeElement,
  addListener,
  anyShadowRoot,
  asElement,
  asText,
  dispatch,
  editContextOf,
  isPrerendering,
  queryAll,
  removeNode,
  rootElement,
} from "./dom";
import { type Message, SENT_ONCE } from "./protocol";
import { CHANGES, OURS, type Run, registry } from "./registry";

// The page may have an element named "browser", which would be found if the global is missing.
const api: typeof chrome = Object.hasOwn(globalThis, "browser") ? globalThis.browser : chrome;

// Firefox itself runs the manifest's scripts in open pages, and then the background injects them. The later run takes
// over.
registry.run?.stop();
// On update, Firefox silently destroys the previous version's content scripts. Their elements stay, but are dead.
let isUpdate = false;
const removeDead = (part: Document | ShadowRoot) => {
  for (const element of queryAll(part, "*")) {
    const root = anyShadowRoot(element, api);
    if ((root?.firstChild as Comment | null | undefined)?.data === OURS) {
      removeNode(element);
      isUpdate = true;
    } else if (root) removeDead(root);
  }
};
removeDead(document);
// After an update, the previous version's scripts may still run in this page. They stop at this event, but only if they
// are actually cut off.
dispatch(document, new Event(OURS));

const controller = new AbortController();
const { signal } = controller;
const stop = () => controller.abort();
const isCutOff = () => !api.runtime?.id;

// When the page started to load, by the current clock, which is right even if the computer slept in the meantime. If it
// didn't sleep, use the browser's own value, which is always the same.
const { timeOrigin } = performance;
const begun = Date.now() - performance.now();
const loadedAt = Math.floor(Math.abs(begun - timeOrigin) < 20 ? timeOrigin : begun);

const listeners: (() => void)[] = [];
const listen: Run["listen"] = (target: EventTarget, type: string, react: (event: any) => void, once = false) => {
  const hear = () => addListener(target, type, react, { capture: true, once, signal });
  listeners.push(hear);
  hear();
};
const whenShown: Run["whenShown"] = (begin) => {
  if (isPrerendering()) listen(document, "prerenderingchange", begin, true);
  else begin();
};
// A page that rewrites itself (document.open) loses all listeners.
const rewritten = new MutationObserver(() => {
  for (const hear of listeners) hear();
});
rewritten.observe(document, { childList: true });
signal.addEventListener("abort", () => rewritten.disconnect());
const stopIfCutOff = () => void (isCutOff() && stop());
for (const type of [OURS, "visibilitychange"]) listen(document, type, stopIfCutOff);
api.runtime.onMessage.addListener((message, _sender, answer) => {
  if (message === "fall-silent") stop();
  // The background asks whether scripts still run here.
  if (!signal.aborted) answer(true);
});

/**
 * Sends a message and returns the background's answer. A worker may die before it answers. So a repeatable message is
 * sent again: immediately, because the page may be about to unload, and later, when a new worker has had time to start.
 */
const report: Run["report"] = async (message) => {
  for (const pause of isSentOnce(message) ? [0] : [0, 0, 99, 999]) {
    if (pause) await new Promise((done) => setTimeout(done, pause));
    if (isCutOff()) return stop();
    try {
      const answer = await api.runtime.sendMessage(message);
      // The core's answer for "nothing" is null. Chromium answers undefined if a worker died before it received the
      // message.
      if (answer !== undefined && !answer?.failed) return answer;
    } catch {
      // No answer, because the worker died.
    }
  }
};
const isSentOnce = (message: Message) => {
  const [[topic, named] = ["", ""]] = Object.entries<string | object>(message);
  const name = typeof named === "string" ? named : Object.keys(named)[0];
  return SENT_ONCE[topic]?.includes(name ?? "");
};

/** How often per second `react` may answer a page that undoes its effect. */
const MOST = 20;
const follow: Run["follow"] = (react, inside) => {
  let count = 0;
  const reset = () => {
    const missed = count > MOST;
    count = 0;
    if (missed) changed();
  };
  const changed = () => {
    if (signal.aborted) return;
    if (count === 0) setTimeout(reset, 1000);
    if (++count > MOST) return;
    react();
    observe();
  };
  const observer = new MutationObserver(changed);
  const observe = () => {
    observer.disconnect();
    for (const node of [document, rootElement(document)]) if (node) observer.observe(node, { childList: true });
    for (const part of inside?.() ?? []) if (part) observer.observe(part as Node, CHANGES);
  };
  observe();
  signal.addEventListener("abort", () => observer.disconnect());
  return changed;
};

// The user may have selected a language other than the browser's.
const t: Run["t"] = (key, args) => registry.dictionary?.(key, args) ?? api.i18n.getMessage(key, args as string[]);

const shields: Run["shields"] = new Set();
const hosts = new WeakSet();
registry.run = {
  activeElement,
  asElement,
  asText,
  editContextOf,
  queryAll,
  shadowOf: (element) => element && anyShadowRoot(element, api),
  browser: api,
  signal,
  loadedAt,
  isUpdate,
  stop,
  listen,
  whenShown,
  report,
  follow,
  t,
  shields,
  hosts,
} as Run;
