// Starts the core in one of the extension's own pages. Everything else is decided there (src/panel/).
"use strict";

globalThis.browser ??= chrome;
const { page = "" } = document.documentElement.dataset;

wasm_bindgen({ module_or_path: browser.runtime.getURL("core.wasm") })
  .then(() => wasm_bindgen[page]?.())
  .catch((error) => {
    console.error("Sandbar:", error);
    // Without the core nobody else fills in the words.
    const failure = document.getElementById("failure");
    if (!failure) return;
    failure.textContent = browser.i18n.getMessage("panelFailed");
    failure.hidden = false;
    document.documentElement.dataset.state = "failed";
  });
