// Events in, one at a time. Everything is decided in the core (src/app/).
"use strict";

globalThis.browser ??= chrome;
// Chromium's worker loads the core's glue here; Firefox's event page lists it in the manifest.
if (typeof importScripts === "function") importScripts("core/background.js");

// No page script reads what is stored. Chromium can see to that from 140 on, Firefox cannot.
browser.storage.local
  .setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })
  .catch((error) => console.error("Sandbar:", error));

const core = wasm_bindgen({ module_or_path: browser.runtime.getURL("core/background.wasm") });

// Listeners stand before the core is ready: the event that woke a worker comes only once.
let queue = core;
/** @param {object} event */
const hand = (event) => {
  const answer = queue.then(() => wasm_bindgen.handle(event));
  queue = answer.catch((error) => console.error("Sandbar:", error));
  return answer;
};

browser.runtime.onMessage.addListener((message, sender, sendResponse) => {
  hand({ name: "message", message, sender }).then(sendResponse, (error) => sendResponse({ failed: String(error) }));
  return true;
});
browser.cookies.onChanged.addListener(({ removed, cause, cookie: { domain, httpOnly, storeId } }) =>
  hand({ name: { cookie: { removed, cause, domain, httpOnly, storeId } } }),
);
browser.contextMenus.onClicked.addListener(({ selectionText: text }, tab) => hand({ name: "selected", text, tab }));
browser.commands.onCommand.addListener((command, tab) => hand({ name: { command }, tab }));
browser.tabs.onRemoved.addListener((tab) => hand({ name: { closed: tab } }));
browser.storage.sync.onChanged.addListener(() => hand({ name: "area" }));
browser.runtime.onStartup.addListener(() => hand({ name: "started" }));
browser.runtime.onInstalled.addListener(({ reason }) => hand({ name: { installed: reason } }));
for (const changed of [browser.permissions.onAdded, browser.permissions.onRemoved]) {
  changed.addListener(() => hand({ name: "access" }));
}
// What an administrator presets: Chromium tells when it changes, and takes two seconds to know it after it started.
// It may have changed while no worker ran; Firefox refuses to say where nothing is preset.
const managed = () => hand({ name: "managed" });
browser.storage.managed.onChanged.addListener(managed);
core.then(() => browser.storage.managed.get()).then(managed, managed);
