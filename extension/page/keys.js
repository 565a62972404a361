// What a portal page shows of keys, and what is copied from it.
"use strict";
(() => {
  const { CONTROL, labelOf, listen, report } = sandbar;
  /** Bounded work: more than this of a page is not read. */
  const LIMIT = 1 << 18;
  const UNREAD = "script, style, template, noscript, datalist, svg";

  /** The visible text of a part of the page, line by line; read-only fields in their place, others left out. */
  const textOf = (/** @type {Node} */ part) => {
    let text = "";
    const read = (/** @type {Node} */ node) => {
      if (text.length > LIMIT) return;
      if (node instanceof Text) text += node.data.replace(/\s+/g, " ");
      else if (node instanceof ShadowRoot) node.childNodes.forEach(read);
      else if (
        node instanceof HTMLElement &&
        !node.matches(UNREAD) &&
        !node.isContentEditable &&
        node.checkVisibility()
      ) {
        const { display } = getComputedStyle(node);
        // A control or a box in a line stands apart from the text, though nothing separates them in the source.
        const flows = /^(inline|contents)$/.test(display) && !node.matches(CONTROL);
        const edge = flows ? "" : /^(inline|contents)/.test(display) ? " " : display === "table-cell" ? "\t" : "\n";
        text += edge;
        if ("value" in node && "readOnly" in node)
          text += node.readOnly || /** @type {HTMLInputElement} */ (node).disabled ? ` ${node.value} ` : "";
        else (node.shadowRoot ?? node).childNodes.forEach(read);
        text += edge;
      }
    };
    read(part);
    return text;
  };
  const hint = new RegExp(sandbar.keysHint, "i");
  const shown = (/** @type {Element} */ part) => {
    const fields = [...part.querySelectorAll("input, textarea")].map(
      (field) => /** @type {HTMLInputElement} */ (field).value,
    );
    return hint.test(`${part.textContent} ${fields.join(" ")}`);
  };
  /** The smallest part around a control that shows `count` values. @param {Element} control @param {number} count */
  const around = (control, count) => {
    const values = new RegExp(sandbar.valueHint, "g");
    for (
      let part = control.parentElement, steps = 0;
      part && part !== document.body && steps < 8;
      part = part.parentElement, steps++
    ) {
      const text = shown(part) || count === 1 ? textOf(part) : "";
      if ((text.match(values)?.length ?? 0) < count) continue;
      // A label may stand in an element of its own before the value's.
      const before = part.previousElementSibling ? textOf(part.previousElementSibling) : "";
      return count > 1 || values.test(before) ? text : before + text;
    }
    return "";
  };

  /** The person's name: the control before "Sign Out" that opens its menu. */
  const account = () => {
    const controls = [...document.querySelectorAll(CONTROL)];
    const end = controls.findIndex((control) => sandbar.session.signOut.includes(labelOf(control).toLowerCase()));
    for (let part = controls[end]?.parentElement; part && part !== document.body; part = part.parentElement) {
      const opener = controls
        .slice(0, end)
        .findLast(
          (control) =>
            part?.contains(control) &&
            control.checkVisibility() &&
            !sandbar.menu.items.includes(labelOf(control).toLowerCase()),
        );
      if (opener) return labelOf(opener).slice(0, 200);
    }
    return null;
  };

  let told = "";
  sandbar.looks.push((finished) => {
    if (!document.body || !shown(document.body)) return;
    const text = textOf(document.body);
    const telling = `${finished} ${text}`;
    if (telling === told) return;
    told = telling;
    report({ keys: { listed: { text, account: account(), finished } } });
  });

  listen(window, "copy", (event) => {
    const selection = getSelection();
    const field = /** @type {any} */ (event.composedPath()[0]);
    const isField = "selectionStart" in field;
    const text = isField
      ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? undefined)
      : String(selection);
    const from = isField ? field : selection?.anchorNode?.parentElement;
    if (event.isTrusted && text && from)
      report({ keys: { copied: { text: text.slice(0, LIMIT), around: around(from, 1) } } });
  });
  listen(window, "click", (event) => {
    const path = /** @type {any[]} */ (event.composedPath());
    const control = event.isTrusted && path.find((node) => node.matches?.(CONTROL));
    if (!control) return;
    const label = labelOf(control);
    if (label.length > 40) return;
    if (/^copy/i.test(label)) {
      const near = around(control, 1);
      if (near) report({ keys: { "copy-pressed": { near } } });
    } else if (/^(regenerate|delete)/i.test(label)) {
      const near = around(control, 2);
      if (near) report({ keys: { "end-pressed": { near } } });
    }
  });
})();
