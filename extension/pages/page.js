// Starts the module of the extension pages (wasm/pages), which does everything else.
"use strict";

globalThis.browser ??= chrome;
const { dataset } = document.documentElement;
const { page = "" } = dataset;

/** The popup's facts about the tab in its address, or about the tab that it was opened on. */
const popupFacts = async () => {
  const named = new URLSearchParams(location.search).get("tabId");
  if (named) dataset.shape = "window";
  const tabs = named ? [] : await browser.tabs.query({ active: true, currentWindow: true });
  return browser.runtime.sendMessage({ popup: { tab: named ? Number(named) : tabs[0]?.id } });
};

/** Runs in each frame of the tab's page that Sandbar has access to. src/view/pages/frames.rs reads the result. */
const frameReport = () => {
  const { run } = Reflect.get(globalThis, Symbol.for("sandbar")) ?? {};
  const isForeign = (/** @type {Element} */ frame) => {
    const { width, height } = frame.getBoundingClientRect();
    // Nobody pastes into anything smaller.
    return width > 40 && height > 15 && !(/** @type {HTMLIFrameElement} */ (frame).contentDocument);
  };
  // A page may name a form "querySelectorAll".
  const frames = Document.prototype.querySelectorAll.call(document, "iframe, frame");
  return {
    isPage: window === top,
    isForeign: window !== top && !frameElement,
    isChecked: run?.signal.aborted === false,
    foreignFrames: [...frames].filter(isForeign).length,
  };
};
/** @param {number} tabId */
const frameReports = async (tabId) => {
  const reports = await browser.scripting.executeScript({ target: { tabId, allFrames: true }, func: frameReport });
  return reports.flatMap(({ result }) => result ?? []);
};

const facts = page === "popup" ? popupFacts() : undefined;
// Ask the background while the module loads, because these are the module's first questions.
globalThis.earlyAnswers = {
  settings: browser.runtime.sendMessage("settings"),
  policy: browser.runtime.sendMessage("policy"),
  popup: facts,
  // The browser rejects this for other pages.
  frames: facts?.then(({ tab }) => frameReports(tab)).catch(() => []),
};

/**
 * Copies a text of the page in a tab: what the user typed into it, or its keys as an `.env` file. Resolves to the
 * confirmation. Browsers accept a text for the clipboard only during a click, which ends before the page answers, so
 * they get a promise.
 * @param {number} tabId
 * @param {"typedText" | "envFile"} what
 */
globalThis.copyFrom = async (tabId, what) => {
  /** @param {string} what */
  const func = (what) => Reflect.get(globalThis, Symbol.for("sandbar"))?.run?.[what]?.();
  const copied = browser.scripting.executeScript({ target: { tabId }, func, args: [what] }).then(([frame]) => {
    if (!frame?.result) throw new Error("the page did not answer");
    return frame.result;
  });
  const text = copied.then((copied) => new Blob([copied.text], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  return (await copied).done;
};

const start = () =>
  wasm_bindgen({ module_or_path: browser.runtime.getURL("core/pages.wasm") })
    .then(() => wasm_bindgen[page]?.())
    .catch((error) => {
      console.error("Sandbar:", error);
      // Without the module, nothing else fills in the messages.
      const failure = document.getElementById("failure");
      if (!failure) return;
      failure.textContent = browser.i18n.getMessage(failure.dataset.word ?? "");
      failure.hidden = false;
      dataset.state = "failed";
    });
// The module's glue is the next script.
document.addEventListener("DOMContentLoaded", start);
