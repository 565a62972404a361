// The badge in the corner of a portal page.
"use strict";
(() => {
  const { atEnd, element, follow, listen, say, shell, words } = sandbar;
  const css = `${sandbar.look}
    :host { all: initial !important; position: fixed !important; z-index: 2147483647 !important;
      pointer-events: none !important; max-width: calc(100% - 24px) !important; }
    @media print, (display-mode: fullscreen) { :host { display: none !important; } }
    .badge { display: flex; align-items: center; gap: 8px; box-sizing: border-box; min-height: 32px; padding: 3px 4px 3px 10px;
      border-radius: 16px; border: 1px solid #fff; box-shadow: 0 1px 5px #0006; font: 600 14px/1.25 system-ui; background: var(--fill); color: var(--on); }
    .check { border-radius: 9px; }
    svg { flex: none; width: 14px; height: 14px; fill: currentColor; fill-rule: evenodd; }
    small { display: block; max-width: 34ch; font-size: 12px; font-weight: 400; }
    button { all: unset; box-sizing: border-box; flex: none; display: grid; place-items: center; width: 24px; height: 24px;
      border-radius: 50%; pointer-events: auto; cursor: pointer; }
    button:hover { background: #8884; }
    button:focus-visible { outline: 2px solid; outline-offset: -2px; }
    .left { flex-direction: row-reverse; padding: 3px 10px 3px 4px; }
    .folded { gap: 4px; }
    .folded.badge :is(small, .move) { display: none; }
    @media (forced-colors: active) { .badge { border: 2px solid; } }
  `;

  /** @type {Record<string, string>} */
  const SHAPES = {
    production: "M7 0a7 7 0 1 1 0 14A7 7 0 0 1 7 0",
    sandbox: "M7 0l7 7-7 7-7-7z",
    check: "M7 .5L14 13.5H0zM6.2 5v4h1.6V5zm0 5v1.6h1.6V10z",
  };
  const MOVE = "M1 1h5v2H3v3H1zM13 13H8v-2h3V8h2z";
  const FOLD = { open: "M2 6h10v2H2z", folded: "M6 2h2v4h4v2H8v4H6V8H2V6h4z" };

  /** @param {string} path */
  const icon = (path) => {
    const [svg, shape] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    svg.setAttribute("viewBox", "0 0 14 14");
    svg.ariaHidden = "true";
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  };

  /** Draws what the core says, and puts it back when the page drops it. */
  sandbar.makeBadge = (/** @type {(message: SandbarMessage) => void} */ report) => {
    const { host, root, dress } = shell();
    dress(css);
    let drawn = "";
    /** @type {HTMLElement | undefined} */
    let shown;
    const draw = (/** @type {SandbarView} */ { badge, placement, session, silentUntil }) => {
      const state = session ? say(session.word) : "";
      const next = JSON.stringify([badge, placement, state, !silentUntil]);
      if (next === drawn) return;
      drawn = next;
      const [vertical, horizontal] = placement.corner.split("-");
      dress(
        `:host{${vertical}:12px!important;${horizontal}:12px!important;zoom:${{ small: 0.8, large: 1.35 }[placement.size ?? ""] ?? 1}!important;${silentUntil ? "display:none!important" : ""}}`,
        1,
      );
      const folded = placement.fold === "folded";
      const focused = /** @type {HTMLElement | null} */ (root.activeElement)?.className;
      const word = say(badge.word);
      const reason = badge.reason ? say(badge.reason) : "";
      const lines = [reason, state].filter(Boolean);
      const control = (/** @type {string} */ name, /** @type {string} */ title, /** @type {string} */ path) =>
        element("button", { class: name, title }, icon(path));
      const note = element(
        "div",
        // The controls stand next to the edge: where they are does not depend on how long the words beside them are.
        {
          class: `badge ${badge.tone} ${placement.fold} ${horizontal}`,
          role: "note",
          "aria-label": [reason ? `${word}: ${reason}` : word, state].filter(Boolean).join(", "),
        },
        icon(SHAPES[badge.tone]),
        element("span", {}, folded ? badge.mark : word, ...lines.map((line) => element("small", {}, line))),
        control("move", words("badgeMove"), MOVE),
        control("fold", words(folded ? "badgeUnfold" : "badgeFold"), FOLD[placement.fold]),
      );
      shown?.remove();
      root.append((shown = note));
      if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`.${focused}`))?.focus();
    };

    // The classes of the buttons are what the core calls them.
    listen(root, "click", ({ isTrusted, target }) => {
      const name = /** @type {any} */ (target).closest("button")?.className;
      if (isTrusted && name) report({ badge: name });
    });
    const attach = () => {
      if (host.parentNode !== document.documentElement) document.documentElement?.append(host);
    };
    attach();
    follow(attach);
    atEnd(() => host.remove());
    return draw;
  };
})();
