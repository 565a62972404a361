// Which fields were edited since the page was loaded or they were submitted. Not what is in them.
"use strict";
(() => {
  const { stopped } = sandbar;
  const options = { capture: true, signal: stopped };
  /** @type {Set<any>} */
  const fields = new Set();

  /** Fields that hold something to lose; of a group of radio buttons, the chosen one. */
  sandbar.edited = () =>
    [...fields].filter((field) => field.isConnected && field.type !== "password" && (field.type !== "radio" || field.checked));

  sandbar.watchEdits = (changed) => {
    const edited = (/** @type {Event} */ event) => {
      const target = /** @type {any} */ (event.composedPath()[0]);
      const field = target && "value" in target ? target : target?.closest?.("[contenteditable]");
      if (!event.isTrusted || !field) return;
      fields.add(field);
      changed();
    };
    const submitted = (/** @type {Event} */ event) => {
      // An ended session saves nothing.
      if (!event.isTrusted || sandbar.view?.session?.ended) return;
      for (const field of fields) {
        if (field.form === event.target || /** @type {Element} */ (event.target).contains(field)) fields.delete(field);
      }
      changed();
    };
    const follow = (/** @type {Window} */ frame) => {
      frame.addEventListener("input", edited, options);
      frame.addEventListener("submit", submitted, options);
    };
    follow(window);
    // Frames of this site, when they have loaded.
    document.addEventListener(
      "load",
      ({ target }) => {
        if (target instanceof HTMLIFrameElement && target.contentDocument) follow(/** @type {Window} */ (target.contentWindow));
      },
      options,
    );
  };
})();
