// The warning beside a field. Injected when a frame first needs one.
"use strict";
(() => {
  // Two pastes may both have asked for it.
  if (sandbar.warn) return;
  const { atEnd, element, report, say, stopped, words } = sandbar;
  // Where access is withdrawn and granted again, this comes anew.
  atEnd(() => delete sandbar.warn);
  const { host, root, dress } = sandbar.shell();
  dress(`
    :host { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; z-index: 2147483647 !important;
      pointer-events: none !important; }
    @media print { :host { display: none !important; } }
    [hidden] { display: none !important; }
    [role=alertdialog] { position: fixed; box-sizing: border-box; width: min(400px, calc(100vw - 16px)); max-height: calc(100vh - 16px); overflow: auto;
      pointer-events: auto; padding: 14px 16px; border-radius: 10px; border: 1px solid #0003; border-inline-start: 6px solid var(--edge);
      background: #fff; color: #1c1e26; box-shadow: 0 6px 24px #0005; font: 400 14px/1.45 system-ui, sans-serif; }
    .alarm { --edge: #b3001e; } .question { --edge: #4a3fd1; }
    h2 { margin: 0 0 4px; font-size: 15px; line-height: 1.3; }
    p { margin: 0 0 6px; }
    ul { margin: 6px 0 10px; padding: 0; list-style: none; font-size: 13px; }
    li { padding: 3px 0; overflow-wrap: anywhere; }
    code { font: 12px/1 ui-monospace, monospace; }
    b { font-weight: 600; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 10px; }
    .row span { font-size: 13px; }
    button { appearance: none; box-sizing: border-box; min-height: 32px; margin: 0; padding: 4px 12px; border-radius: 6px; border: 1px solid #767b8a; background: #fff;
      color: inherit; font: inherit; cursor: pointer; }
    button:hover { background: #eef0f5; }
    button.first { border-color: #3a30b8; background: #3a30b8; color: #fff; }
    button.first:hover { background: #2d2596; }
    button:focus-visible { outline: 3px solid #4a3fd1; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      [role=alertdialog] { background: #24262f; color: #f0f1f5; border-color: #fff3; border-inline-start-color: var(--edge); }
      .alarm { --edge: #ff5c6c; } .question { --edge: #9d95ff; }
      button { background: #24262f; border-color: #9a9fae; } button:hover { background: #343745; }
      button.first { background: #b9b3ff; border-color: #b9b3ff; color: #16133d; } button.first:hover { background: #d4d0ff; }
      button:focus-visible { outline-color: #b9b3ff; }
    }
    @media (forced-colors: active) { [role=alertdialog] { border: 3px solid CanvasText; } }
  `);
  const attach = () => {
    if (open.size && host.parentNode !== document.documentElement) document.documentElement.append(host);
    if (!open.size) host.remove();
  };
  sandbar.follow(attach);

  /** @type {Map<SandbarField, { panel: HTMLElement, close(): void, ask(submit: () => void): void }>} */
  const open = new Map();

  /** Where a text stands in a contenteditable, however the page's editor broke it up. @param {Element} field @param {string} text */
  const rangeOf = (field, text) => {
    const wanted = text.replace(/\s+/g, "");
    const places = [];
    let all = "";
    const nodes = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const data = node.nodeValue ?? "";
      for (let at = 0; at < data.length; at++) {
        if (/\s/.test(data[at] ?? "")) continue;
        all += data[at];
        places.push({ node, at });
      }
    }
    const first = places[all.lastIndexOf(wanted)];
    const last = places[all.lastIndexOf(wanted) + wanted.length - 1];
    if (!wanted || !first || !last) return null;
    const range = document.createRange();
    range.setStart(first.node, first.at);
    range.setEnd(last.node, last.at + 1);
    return range;
  };

  /** Takes a text out of a field, as a person would: it can be undone. @param {SandbarField} field @param {string} text */
  const remove = (field, text) => {
    field.focus();
    if ("value" in field) {
      const lines = text.replace(/\r\n?/g, "\n");
      const inField = field instanceof HTMLTextAreaElement ? lines : lines.replace(/\n/g, "");
      const kept = [inField, inField.trim()].find((part) => part && field.value.includes(part));
      const at = kept ? field.value.lastIndexOf(kept) : -1;
      // A field that cut the text short holds nothing but its beginning.
      const cut = at < 0 && field.maxLength >= 0 && inField.startsWith(field.value);
      if (at < 0 && !cut) return;
      if (cut || field.value === kept) field.select();
      else field.setSelectionRange(at, at + (kept?.length ?? 0));
    } else {
      const range = rangeOf(field, text);
      if (!range) return;
      const selection = getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
    }
    document.execCommand("delete");
  };

  const place = (/** @type {SandbarField} */ field, /** @type {HTMLElement} */ panel) => {
    const box = field.getBoundingClientRect();
    // The window without its scroll bar.
    const wide = document.documentElement.clientWidth;
    panel.style.maxWidth = `${wide - 16}px`;
    const { offsetWidth: width, offsetHeight: height } = panel;
    const below = box.bottom + 8 + height <= innerHeight || box.top < height + 16;
    const top = below ? box.bottom + 8 : box.top - height - 8;
    panel.style.left = `${Math.max(8, Math.min(box.left, wide - width - 8))}px`;
    panel.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  };
  const placeAll = () =>
    open.forEach(({ panel }, field) => void (field.isConnected ? place(field, panel) : open.get(field)?.close()));
  for (const type of ["scroll", "resize"])
    addEventListener(type, placeAll, { capture: true, passive: true, signal: stopped });

  /** Several fields may have a warning; only one is in sight. @param {SandbarField} field */
  const show = (field) => {
    for (const [other, { panel }] of open) panel.hidden = other !== field;
    place(field, open.get(field)?.panel ?? host);
  };

  let count = 0;
  sandbar.warn = ({ field, going, warning, insert }) => {
    open.get(field)?.close();
    if (warning.urgency === "chip") {
      if (insert) field.focus(), insert();
      return sandbar.chip?.(field, warning);
    }
    const id = `w${++count}`;
    const button = (/** @type {string} */ key, /** @type {() => void} */ act, kind = "") => {
      const made = element("button", { type: "button", class: kind }, words(key));
      // The page cannot press these: its events are not trusted.
      made.onclick = (event) => event.isTrusted && act();
      return made;
    };
    const close = () => {
      const focused = panel.contains(root.activeElement);
      panel.remove();
      open.delete(field);
      attach();
      if (focused) field.focus();
    };
    const keep = () => {
      close();
      if (insert) field.focus(), insert();
    };
    const belongs = async (/** @type {string} */ environment) => {
      const next = await report({ keys: { belongs: { ...going, environment } } });
      close();
      if (next) sandbar.warn?.({ field, going, warning: next, insert });
      else if (insert) field.focus(), insert();
    };
    const items = warning.items.map(({ part, hint, label, belonging }) => {
      const known = [label ? words("keyNamed", [label]) : "", belonging ? say(belonging) : ""]
        .filter(Boolean)
        .join(" · ");
      return element("li", {}, element("b", {}, say(part)), " ", element("code", {}, hint), known ? ` · ${known}` : "");
    });
    const acts = element(
      "div",
      { class: "row" },
      insert
        ? button("warnDoNotPaste", close, "first")
        : button("warnRemove", () => (close(), remove(field, going.text)), warning.urgency === "alarm" ? "first" : ""),
      button(insert ? "warnPasteAnyway" : "warnKeep", keep),
    );
    const panel = element(
      "div",
      {
        role: "alertdialog",
        class: warning.urgency,
        "aria-labelledby": `${id}h`,
        "aria-describedby": `${id}d`,
        "aria-live": "assertive",
      },
      element("h2", { id: `${id}h` }, say(warning.heading)),
      element(
        "div",
        { id: `${id}d` },
        ...warning.reasons.map((reason) => element("p", {}, say(reason))),
        ...(items.length ? [element("ul", {}, ...items)] : []),
      ),
      acts,
      element(
        "div",
        { class: "row" },
        element("span", {}, words("warnBelongs")),
        button("environmentProduction", () => belongs("production")),
        button("environmentSandbox", () => belongs("sandbox")),
      ),
    );
    panel.onkeydown = (event) => {
      const buttons = [...panel.querySelectorAll("button")];
      const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (root.activeElement));
      if (event.key === "Escape") keep();
      else if (event.key === "Tab" && event.shiftKey && at === 0) field.focus();
      else return event.stopPropagation();
      event.preventDefault();
      event.stopPropagation();
    };
    root.append(panel);
    const ask = (/** @type {() => void} */ submit) => {
      const heading = panel.querySelector("h2");
      if (heading) heading.textContent = words("warnSubmit");
      const anyway = button("warnSubmitAnyway", () => (close(), submit()));
      acts.lastElementChild?.replaceWith(anyway);
      place(field, panel);
      anyway.focus();
    };
    open.set(field, { panel, close, ask });
    attach();
    show(field);
  };

  addEventListener(
    "focusin",
    (event) => {
      const field = /** @type {any} */ (event.composedPath()[0]);
      if (open.has(field)) show(field);
    },
    { capture: true, signal: stopped },
  );
  // Tab from a field leads into its warning; Escape there keeps the text.
  addEventListener(
    "keydown",
    (event) => {
      const warned = event.isTrusted && open.get(/** @type {any} */ (event.composedPath()[0]));
      if (!warned) return;
      if (event.key === "Tab" && !event.shiftKey) warned.panel.querySelector("button")?.focus();
      else if (event.key === "Escape") warned.close();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true, signal: stopped },
  );
  // Submitting a form with an open warning asks once more.
  addEventListener(
    "submit",
    (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      for (const [field, warned] of open) {
        if (!form.contains(field) && /** @type {HTMLInputElement} */ (field).form !== form) continue;
        event.preventDefault();
        event.stopImmediatePropagation();
        show(field);
        warned.ask(() => form.requestSubmit(/** @type {SubmitEvent} */ (event).submitter));
        return;
      }
    },
    { capture: true, signal: stopped },
  );
  atEnd(() => host.remove());
})();
