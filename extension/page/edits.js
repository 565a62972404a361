// Which fields were edited since the page was loaded or they were submitted. Not what is in them.
"use strict";
(() => {
  const { listen, rootOf, stopped } = sandbar;
  /** @type {Set<any>} */
  const fields = new Set();
  /** Some pages let a password be seen: it stays one. @type {WeakSet<any>} */
  const passwords = new WeakSet();

  /** Fields that hold something to lose; of a group of radio buttons, the chosen one. */
  sandbar.edited = () =>
    [...fields].filter(
      (field) =>
        field.isConnected &&
        field.ownerDocument.defaultView &&
        !passwords.has(field) &&
        (field.type !== "radio" || field.checked),
    );

  sandbar.watchEdits = (changed) => {
    /** What may come and go is not kept, as `listen` does. @type {typeof listen} */
    const hear = (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {any} */ react) =>
      target.addEventListener(type, react, { capture: true, signal: stopped });
    const edited = (/** @type {Event} */ event) => {
      if (!event.isTrusted) return;
      const target = /** @type {any} */ (event.composedPath()[0]);
      const root = rootOf(target);
      // Which field of a closed root it is, is told to those alone who listen inside.
      if (root?.mode === "closed") return hear(root, "input", edited);
      const field =
        "value" in target ? target : (target.closest("[contenteditable]") ?? (target.isContentEditable && target));
      if (!field) return;
      fields.add(field);
      hear(field.getRootNode(), "submit", submitted);
      if (field.type === "password") passwords.add(field);
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
    /** Frames of this site too; those of others show no document. @param {Document | null | undefined} page */
    const enter = (page, on = hear) => {
      if (!page?.defaultView) return;
      on(page.defaultView, "input", edited);
      on(page.defaultView, "blur", left);
      on(page, "load", loaded);
      for (const frame of page.querySelectorAll("iframe")) enter(frame.contentDocument);
    };
    const loaded = (/** @type {Event} */ { target }) => enter(/** @type {any} */ (target).contentDocument);
    // The focus may go to a frame that loads for long, or is in a shadow root.
    const left = () =>
      setTimeout(() => {
        let inner = /** @type {any} */ (document);
        for (let at; inner; inner = at?.contentDocument ?? rootOf(at)) {
          at = inner.activeElement;
          enter(at?.contentDocument);
        }
      });
    enter(document, listen);
  };
})();
