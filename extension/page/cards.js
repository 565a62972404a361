// Where notices and the question are drawn. Injected when a page first needs one.
"use strict";
(() => {
  if (sandbar.cards) return;
  const { atEnd, element, listen, words } = sandbar;
  // Where access is withdrawn and granted again, these files come anew.
  atEnd(() => {
    for (const part of /** @type {const} */ (["cards", "drawCards", "rescue", "askFirst", "hold"]))
      delete sandbar[part];
  });
  const { host, root, dress } = sandbar.shell();
  dress(`${sandbar.look}
    :host { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; z-index: 2147483647 !important;
      pointer-events: none !important; font: 400 14px/1.45 system-ui, sans-serif !important;
      --paper: #fff; --ink: #1c1e26; --line: #0003; --button: #767b8a; --hover: #eef0f5; --first: #3a30b8; --first-ink: #fff; --link: #3a30b8; }
    @media print { :host { display: none !important; } }
    .stack { position: fixed; inset-inline: 0; display: grid; gap: 8px; width: min(600px, 100% - 24px); max-height: calc(100vh - 24px);
      margin-inline: auto; }
    .quiet { width: min(360px, 100% - 24px); margin: 0; }
    @media (max-width: 760px) { .quiet { margin-block: 56px; } }
    .card, dialog { box-sizing: border-box; pointer-events: auto; margin: 0; padding: 14px 16px 14px 26px; border: 1px solid var(--line); border-radius: 10px;
      background: var(--fill) left / 10px 100% no-repeat var(--paper); color: var(--ink); box-shadow: 0 6px 24px #0004; overflow: auto; }
    dialog { width: min(520px, 100% - 24px); max-height: calc(100vh - 24px); margin: auto; }
    dialog::backdrop { background: #12131a99; }
    h2 { margin: 0 0 4px; font-size: 15px; line-height: 1.3; }
    p { margin: 0 0 6px; overflow-wrap: anywhere; }
    ul { max-height: 32vh; margin: 6px 0 10px; padding: 0; list-style: none; overflow: auto; }
    li { display: flex; justify-content: space-between; gap: 12px; padding: 4px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
    li b { flex: none; font-weight: 600; }
    .row p { flex: 1 1 auto; margin: 0; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 10px; }
    a { color: var(--link); }
    a, button { box-sizing: border-box; }
    button, a.first { appearance: none; display: inline-flex; align-items: center; min-height: 32px; margin: 0; padding: 4px 12px; border-radius: 6px; border: 1px solid var(--button); background: var(--paper);
      color: inherit; font: inherit; text-decoration: none; cursor: pointer; }
    button:hover { background: var(--hover); }
    button.first, a.first { border-color: var(--first); background: var(--first); color: var(--first-ink); }
    .hide { float: inline-end; min-height: 24px; width: 24px; margin: -4px -6px 0 8px; padding: 0; border: 0; font-size: 18px; line-height: 1; }
    textarea { box-sizing: border-box; width: 100%; height: 8em; margin-top: 8px; padding: 6px 8px; border: 1px solid var(--button); border-radius: 6px;
      background: var(--paper); color: var(--ink); font: 12px/1.4 ui-monospace, monospace; }
    :is(a, button, ul, textarea):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      :host { color-scheme: dark; --paper: #24262f; --ink: #f0f1f5; --line: #fff3; --button: #9a9fae; --hover: #343745; --first: #b9b3ff; --first-ink: #16133d; --link: #b9b3ff; }
    }
    @media (forced-colors: active) { .card, dialog { border: 3px solid CanvasText; } }
  `);
  // Notices stand away from the badge; what can wait stands beside it.
  const stack = element("div", { class: "stack" });
  const quiet = element("div", { class: "stack quiet" });
  root.append(stack, quiet);
  const attach = () => {
    const needed = root.querySelector("dialog") || stack.children.length + quiet.children.length > 0;
    if (!needed) return host.remove();
    if (host.parentNode === document.documentElement) return;
    document.documentElement.append(host);
    // Out of the document a dialog is no longer in front of the page.
    for (const dialog of root.querySelectorAll("dialog")) dialog.close(), dialog.showModal();
  };
  sandbar.follow(attach);
  atEnd(() => host.remove());

  /** What each button does. @type {WeakMap<Element, () => void>} */
  const acts = new WeakMap();
  sandbar.cards = { root, stack, quiet, attach };
  sandbar.button = (key, act, kind = "") => {
    const made = element("button", { type: "button", class: kind }, words(key));
    // The page cannot press these: its events are not trusted.
    acts.set(made, act);
    return made;
  };
  // Here and not on each: a page that is written anew takes the listeners of all elements away.
  listen(root, "click", ({ isTrusted, target }) => isTrusted && acts.get(/** @type {any} */ (target))?.());
})();
