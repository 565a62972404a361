// The chip beside a field of a watched site: whose key was put there. Injected with the warning.
"use strict";
(() => {
  // Two pastes may both have asked for it.
  if (sandbar.chip) return;
  const { atEnd, element, say, words } = sandbar;
  const { host, root, dress } = sandbar.shell();
  dress(`
    :host { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; z-index: 2147483647 !important;
      pointer-events: none !important; }
    @media print { :host { display: none !important; } }
    .chip { display: flex; gap: 6px; align-items: start; position: fixed; box-sizing: border-box; max-width: min(460px, calc(100vw - 16px)); padding: 5px 6px 5px 8px;
      border: 1px solid #0003; border-radius: 10px; background: #fff; color: #1c1e26; box-shadow: 0 3px 12px #0004; font: 400 13px/1.4 system-ui, sans-serif; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { padding: 2px 0; overflow-wrap: anywhere; }
    code { font: 12px/1 ui-monospace, monospace; }
    i { margin-inline-end: 6px; padding: 1px 8px; border-radius: 9px; background: #5b6170; color: #fff; font-style: normal; font-weight: 600; }
    button { all: unset; box-sizing: border-box; flex: none; pointer-events: auto; width: 24px; height: 24px; border-radius: 12px; font-size: 17px; line-height: 24px;
      text-align: center; cursor: pointer; }
    button:hover { background: #8884; }
    button:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
    @media (prefers-color-scheme: dark) { .chip { background: #24262f; color: #f0f1f5; border-color: #fff3; } }
    @media (forced-colors: active) { .chip { border: 2px solid CanvasText; } i { border: 1px solid CanvasText; } }
  `);
  let close = () => {};

  /** Stays until the person is done with the field: it is in nobody's way. */
  sandbar.chip = (field, warning) => {
    close();
    const items = warning.items.map(({ part, hint, label, belonging, look }) => {
      const whose = element("i", {}, belonging ? say(belonging) : "");
      if (look) Object.assign(whose.style, { background: look.color, color: look.ink });
      return element(
        "li",
        {},
        whose,
        [say(part), label && `“${label}”`].filter(Boolean).join(" "),
        " ",
        element("code", {}, hint),
      );
    });
    const name = words("noticeHide");
    const hide = element("button", { type: "button", "aria-label": name, title: name }, "×");
    const panel = element(
      "div",
      { class: "chip", role: "status", "aria-label": say(warning.heading) },
      element("ul", {}, ...items),
      hide,
    );
    const gone = new AbortController();
    const options = { capture: true, signal: gone.signal };
    const place = () => {
      const box = field.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = panel;
      const below = box.bottom + 6 + height <= innerHeight || box.top < height + 12;
      panel.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8))}px`;
      panel.style.top = `${Math.max(8, Math.min(below ? box.bottom + 6 : box.top - height - 6, innerHeight - height - 8))}px`;
    };
    close = () => {
      gone.abort();
      panel.remove();
      host.remove();
    };
    // The page cannot press it: its events are not trusted.
    hide.onclick = ({ isTrusted }) => isTrusted && close();
    // Pressing the button is not leaving the field.
    hide.onmousedown = (event) => event.preventDefault();
    field.addEventListener("blur", close, options);
    addEventListener("keydown", ({ isTrusted, key }) => isTrusted && key === "Escape" && close(), options);
    for (const type of ["scroll", "resize"])
      addEventListener(type, () => (field.isConnected ? place() : close()), { ...options, passive: true });
    root.append(panel);
    document.documentElement.append(host);
    place();
  };
  // Where the site is watched anew, this comes anew.
  atEnd(() => (close(), delete sandbar.chip));
})();
