// Starts the scripts of a page, and stops those that ran before.
import { addListener, anyShadowRoot, dispatch, isPrerendering, queryAll, removeNode, rootElement } from "./dom";
import { type Message, SENT_ONCE } from "./protocol";
import { CHANGES, OURS, type Run, registry } from "./registry";

// An element of the page named "browser" is found before a missing global.
const api: typeof chrome = Object.hasOwn(globalThis, "browser") ? globalThis.browser : chrome;

// Firefox runs the manifest's scripts in open pages by itself, and then the background injects them: the later take over.
registry.run?.stop();
// On update, Firefox silently destroys the previous version's content scripts. The elements they added stay, dead.
let isUpdate = false;
for (const element of queryAll(document, ":root>div")) {
  const root = anyShadowRoot(element, api);
  if ((root?.firstChild as Comment | null | undefined)?.data !== OURS) continue;
  removeNode(element);
  isUpdate = true;
}
// After an update this page may still hold the scripts of the version before.
// They stop when they hear of these, and only when they are really cut off.
dispatch(document, new Event(OURS));

const controller = new AbortController();
const { signal } = controller;
const stop = () => controller.abort();
const isCutOff = () => !api.runtime?.id;

// When loading began, by the present clock: a computer that slept meanwhile changes nothing.
// Where it did not sleep, the browser's own reading is the same each time.
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
// A page that writes itself again (document.open) loses all listeners.
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
 * The answer of the background. A worker may die before it answers: what may be sent twice is sent again, at once,
 * because the page may be about to go, and when a next worker has had time to start.
 */
const report: Run["report"] = async (message) => {
  for (const pause of isSentOnce(message) ? [0] : [0, 0, 99, 999]) {
    if (pause) await new Promise((done) => setTimeout(done, pause));
    if (isCutOff()) return stop();
    try {
      const answer = await api.runtime.sendMessage(message);
      // The core's word for nothing is null. Chromium answers undefined where a worker died before it received the message.
      if (answer !== undefined && !answer?.failed) return answer;
    } catch {
      // Not answered: the worker died.
    }
  }
};
const isSentOnce = (message: Message) => {
  const [[topic, named] = ["", ""]] = Object.entries<string | object>(message);
  const name = typeof named === "string" ? named : Object.keys(named)[0];
  return SENT_ONCE[topic]?.includes(name ?? "");
};

/** How often a page is answered that undoes what `react` does, per second. */
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

// The user may have chosen another language than the browser's.
const t: Run["t"] = (key, args) => registry.dictionary?.(key, args) ?? api.i18n.getMessage(key, args as string[]);

const shields: Run["shields"] = new Set();
const hosts = new WeakSet();
registry.run = {
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
