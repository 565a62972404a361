// Texts that go into a field: pasted, dropped, or filled in by the browser.
"use strict";
(() => {
  const { listen, report, stopped } = sandbar;

  /** The field an event is about, through open shadow roots. @param {Event} event */
  const fieldOf = (event) => {
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return target;
    const element = target instanceof Element ? target : /** @type {Node | undefined} */ (target)?.parentElement;
    return element instanceof HTMLElement && element.isContentEditable
      ? /** @type {HTMLElement} */ (element.closest("[contenteditable]"))
      : null;
  };

  /** What stands in the other fields of the same form. @param {SandbarField} field */
  const beside = (field) => {
    const form = field.closest("form, [role=form], fieldset");
    const others = form ? [...form.querySelectorAll("input, textarea")] : [];
    return others
      .filter((other) => other !== field && /** @type {HTMLInputElement} */ (other).type !== "password")
      .slice(0, 20)
      .map((other) => /** @type {HTMLInputElement} */ (other).value.slice(0, 2000))
      .filter((value) => value.includes("."));
  };

  /** @param {SandbarField} field @param {string} text @param {(() => void) | null} insert */
  const examine = async (field, text, insert) => {
    // The core examines the first MiB; one character more tells it that there was more.
    const going = { text: text.slice(0, 1048577), beside: beside(field), ...sandbar.around?.(field) };
    const answer = report({ keys: { going } });
    // A held-back paste waits for the core, and not for long.
    if (insert && !(await Promise.race([answer, new Promise((done) => setTimeout(done, 300))]))) {
      // Nothing to say, or no answer in time: the paste goes on, the warning may follow.
      insert();
      insert = null;
    }
    const warning = await answer;
    if (!warning || stopped.aborted) return;
    if (!sandbar.warn) await report({ keys: "draw" });
    sandbar.warn?.({ field, going, warning, insert });
  };

  /** @param {Event} event @param {DataTransfer | null} data */
  const goes = (event, data) => {
    const text = data?.getData("text/plain");
    const field = event.isTrusted && text ? fieldOf(event) : null;
    if (!field || !text || /** @type {HTMLInputElement} */ (field).readOnly) return;
    const held = sandbar.strict && event.type === "paste";
    if (held) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    examine(field, text, held ? () => document.execCommand("insertText", false, text) : null);
  };
  listen(window, "paste", (event) => goes(event, event.clipboardData));
  listen(window, "drop", (event) => goes(event, event.dataTransfer));
  listen(window, "input", (event) => {
    const field = /** @type {any} */ (event.isTrusted && fieldOf(event));
    const kind = event.inputType;
    // What the browser fills in comes without a kind of input, or as a replacement.
    const filled = kind === "insertReplacementText" || (!kind && field && field.matches(":autofill"));
    if (filled && field?.form !== undefined) examine(field, field.value, null);
  });
})();
