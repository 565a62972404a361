// Passes events to the core, one at a time. The core decides everything (src/app/).
"use strict";

globalThis.browser ??= chrome;
// Chromium's worker loads the core's glue here. Firefox's event page lists it in the manifest.
if (typeof importScripts === "function") importScripts("core/background.js");

// No content script needs access to the storage. Chromium can enforce that from version 140, Firefox can't.
browser.storage.local
  .setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })
  .catch((error) => console.error("Sandbar:", error));

/** Whether the current core was asked to finish what the previous one may not have finished. */
let isCaughtUp = false;

/** Loads a fresh module. Resolves when it is ready. */
const load = () => {
  isCaughtUp = false;
  globalThis.wasm_bindgen = loadCore();
  const ready = wasm_bindgen({ module_or_path: browser.runtime.getURL("core/background.wasm") });
  // A failure here also fails each event that needs the module, and then it is loaded again.
  ready.catch(() => {});
  return ready;
};
let core = load();

/**
 * A queued event, and the callers that wait for its answer.
 * @typedef {{ event: object, key?: string, lane?: string, isFirst?: boolean,
 *   waiting: { resolve: (answer: unknown) => void, reject: (error: unknown) => void }[] }} Job
 */

/** @type {Job[]} Jobs may arrive before the core is ready: the event that wakes a worker is sent only once. */
const jobs = [];
let isBusy = false;
/** @type {(error: unknown) => void} Gives up the current event. */
let giveUp = () => {};

/** How long an event may take, in milliseconds. The core gives up earlier; this is for a core that hangs. */
const LIMIT = 20000;
/** How many events of one kind a tab may have waiting, and how many it may send per second. */
const MOST_WAITING = 8;
const MOST_PER_SECOND = 20;

const work = async () => {
  if (isBusy) return;
  isBusy = true;
  while (jobs.length) {
    const [job] = jobs.splice(
      Math.max(
        jobs.findIndex((waits) => waits.isFirst),
        0,
      ),
      1,
    );
    const over = setTimeout(() => restart(new Error("the core did not answer")), LIMIT);
    try {
      const givenUp = new Promise((_, reject) => (giveUp = reject));
      const answer = await Promise.race([givenUp, core.then(() => wasm_bindgen.handle(job.event), reload)]);
      for (const { resolve } of job.waiting) resolve(answer);
      // Only after an event that succeeded, so that a core that fails immediately isn't called again and again.
      if (!isCaughtUp) tell({ name: "loaded" });
      isCaughtUp = true;
    } catch (error) {
      console.error("Sandbar:", error);
      for (const { reject } of job.waiting) reject(error);
    }
    clearTimeout(over);
  }
  isBusy = false;
};
/** @param {unknown} error */
const reload = (error) => {
  core = load();
  throw error;
};
/** The name of errors after which something may have been stored. The core's errors have it too. */
const UNSURE = "Unsure";
/** @param {unknown} error */
const restart = (error) => {
  core = load();
  giveUp(Object.assign(new Error(String(error)), { name: UNSURE }));
};
// A trap rejects no promise: the module stops where it is, in an undefined state.
for (const type of /** @type {const} */ (["error", "unhandledrejection"])) {
  self.addEventListener(type, (event) => {
    const error = "reason" in event ? event.reason : event.error;
    if (error instanceof WebAssembly.RuntimeError) restart(error);
  });
}

/**
 * Queues an event. If another with the same key is waiting, the newer one replaces it, and both callers get its answer.
 * @param {object} event
 * @param {Pick<Job, "key" | "lane" | "isFirst">} [how]
 * @returns {Promise<unknown>}
 */
const hand = (event, how) => {
  const { key, lane } = how ?? {};
  return new Promise((resolve, reject) => {
    const known = key && jobs.find((job) => job.key === key);
    if (known) {
      known.event = event;
      known.waiting.push({ resolve, reject });
      return;
    }
    if (lane && (isTooMuch(lane) || jobs.filter((job) => job.lane === lane).length >= MOST_WAITING)) {
      return reject(new Error(`too many events: ${lane}`));
    }
    jobs.push({ event, ...how, waiting: [{ resolve, reject }] });
    work();
  });
};

/** @type {Map<string, number>} The number of events in the current second, by lane. */
const counts = new Map();
let second = 0;
/** @param {string} lane */
const isTooMuch = (lane) => {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) counts.clear();
  second = now;
  const count = (counts.get(lane) ?? 0) + 1;
  counts.set(lane, count);
  return count > MOST_PER_SECOND;
};

/** Reports of a page's current state, by topic. A newer one replaces one that is waiting. */
const LATEST = { badge: ["seen"], session: ["seen", "edited", "near"], keys: ["here"] };
/** The user waits for these, so they come before everything else. */
const FIRST = { keys: ["going", "belongs", "draw"], stop: ["near"] };

/**
 * The queue options for a page's message.
 * @param {object} message
 * @param {chrome.runtime.MessageSender} sender
 */
const laneOf = (message, { tab, frameId, documentId, url }) => {
  const [[topic, named] = ["", ""]] = Object.entries(message ?? {});
  const name = typeof named === "string" ? named : (Object.keys(named ?? {})[0] ?? "");
  const lane = `${tab?.id} ${topic} ${name}`;
  /** @param {Record<string, string[]>} table */
  const isIn = (table) => Object.hasOwn(table, topic) && table[topic].includes(name);
  const key = isIn(LATEST) ? `${lane} ${frameId} ${documentId ?? url}` : undefined;
  return { lane, key, isFirst: isIn(FIRST) };
};

/** How long the check of a text may take until the toolbar button says that it isn't checked, in milliseconds. */
const CHECKED = 8000;
/**
 * Says on the toolbar button that a text isn't checked, until the core answers. A frame, or a page without a badge, has
 * no other place for that while the core can't inject anything.
 * @param {number} tabId
 * @param {Promise<unknown>} answer
 */
const sayIfUnchecked = (tabId, answer) => {
  const { action, i18n } = browser;
  const ours = `Sandbar: ${i18n.getMessage("warnUncheckedReason")}`;
  /** @param {string} text @param {string} title */
  const show = (text, title) => Promise.all([action.setBadgeText({ tabId, text }), action.setTitle({ tabId, title })]);
  const say = async () => {
    const [text, title] = await Promise.all([action.getBadgeText({ tabId }), action.getTitle({ tabId })]);
    // Another text is waiting too.
    if (title === ours) return;
    await show("?", ours);
    await answer.catch(() => {});
    if ((await action.getTitle({ tabId })) === ours) await show(text, title);
  };
  // The tab may have been closed.
  const late = setTimeout(() => say().catch(() => {}), CHECKED);
  const end = () => clearTimeout(late);
  answer.then(end, end);
};

/** @param {object} event */
const tell = (event) => hand(event, { key: JSON.stringify(event) }).catch(() => {});

browser.runtime.onMessage.addListener((message, sender, sendResponse) => {
  const isPage = sender.tab && !sender.url?.startsWith(browser.runtime.getURL(""));
  // Not undefined: Chromium converts that to null, which is the core's answer for "nothing found".
  const answer = hand({ name: "message", message, sender }, isPage ? laneOf(message, sender) : {});
  if (isPage && message?.keys?.going) sayIfUnchecked(sender.tab?.id ?? -1, answer);
  answer.then(sendResponse, (error) => sendResponse({ failed: String(error), unsure: error?.name === UNSURE }));
  return true;
});
// Only a removed cookie matters, and a page can set thousands per second.
browser.cookies.onChanged.addListener(({ removed, cause, cookie: { domain, httpOnly, storeId } }) => {
  if (!removed || cause === "overwrite") return;
  tell({ name: { cookie: { domain, httpOnly: httpOnly && !/^e(xpired|victed)$/.test(cause), storeId } } });
});
// Only Firefox has containers.
const containers = /** @type {any} */ (browser).contextualIdentities;
containers?.onRemoved.addListener((/** @type {any} */ { contextualIdentity: { cookieStoreId } }) =>
  tell({ name: { "container-removed": cookieStoreId } }),
);
browser.contextMenus.onClicked.addListener(({ selectionText: text }, tab) => tell({ name: "selected", text, tab }));
browser.commands.onCommand.addListener((command, tab) => tell({ name: { command }, tab }));
browser.tabs.onRemoved.addListener((tab) => tell({ name: { closed: tab } }));
browser.storage.sync.onChanged.addListener(() => tell({ name: "area" }));
browser.runtime.onStartup.addListener(() => tell({ name: "started" }));
browser.runtime.onInstalled.addListener(({ reason }) => tell({ name: { installed: reason } }));
for (const changed of [browser.permissions.onAdded, browser.permissions.onRemoved]) {
  changed.addListener(() => tell({ name: "access" }));
}
// The managed policy. Chromium reports changes, but takes two seconds after its start until it knows the policy. It may
// have changed while no worker ran. Firefox rejects the call if there is no policy.
const managed = () => tell({ name: "managed" });
browser.storage.managed.onChanged.addListener(managed);
core.then(() => browser.storage.managed.get()).then(managed, managed);
