// The badge in the corner of a page.
import css from "./badge.css";
import { createElementNS, type Heard, isChild, rootElement } from "./dom";
import { keepOnTop } from "./ontop";
import type { Message } from "./protocol";
import { registry } from "./registry";
import { follow, listen, onStop, run, t, textOf } from "./run";
import type { Drawn } from "./types";
import { element, makeHost, ownTarget } from "./ui";

const MOVE = "M1 1h5v2H3v3H1zM13 13H8v-2h3V8h2z";
const FOLD = { open: "M2 6h10v2H2z", folded: "M6 2h2v4h4v2H8v4H6V8H2V6h4z" };
const SCALES: Record<string, number> = { small: 0.8, large: 1.35 };

const icon = (path: string) => {
  const make = (name: string) => createElementNS(document, "http://www.w3.org/2000/svg", name);
  const [svg, shape] = [make("svg"), make("path")];
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.ariaHidden = "true";
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
};

/** Attaches the badge, and reattaches it whenever the page removes it. Returns the function that draws it. */
export const makeBadge = (report: (message: Message) => void) => {
  const parts = makeHost((registry.site?.look ?? "") + css);
  const { host, root, setStyles } = parts;
  run.badgeParts = parts;
  let drawn = "";
  let shown: HTMLElement | undefined;

  const messages = new WeakMap<Element, Message>();
  listen(root, "click", (event) => {
    const button = ownTarget(event)?.closest("button");
    const message = button && messages.get(button);
    if (event.isTrusted && message) report(message);
  });
  // What the pointer does near the badge is in a bundle of its own (entries/pointer.ts).
  listen(
    window,
    "pointermove",
    ({ clientX: x, clientY: y, pointerType }: Heard<PointerEvent>) => {
      // A finger is only where it touches.
      if (pointerType !== "touch") run.pointer = { x, y };
      report({ badge: "near" });
    },
    true,
  );
  const raise = keepOnTop(host);
  const attach = () => {
    const html = rootElement(document);
    if (!html || isChild(host, html)) return;
    html.append(host);
    raise();
  };
  attach();
  follow(attach);
  onStop(() => host.remove());

  return ({ badge, placement, session, silentUntil }: Drawn) => {
    const state = session ? textOf(session.word) : "";
    const mark = registry.marks?.[placement.mark ?? "pill"] ?? "";
    const next = JSON.stringify([badge, placement, state, !silentUntil, mark]);
    if (next === drawn) return;
    drawn = next;
    const [vertical, horizontal = ""] = placement.corner.split("-");
    const scale = SCALES[placement.size ?? ""] ?? 1;
    const hidden = silentUntil ? "display:none!important" : "";
    const { tone, colors } = badge;
    const place = `:host{${vertical}:12px!important;${horizontal}:12px!important;zoom:${scale}!important;${hidden}}`;
    const own = colors ? `.${tone}{--fill:${colors.fill};--on:${colors.on}}` : "";
    setStyles(mark + place + own, 1);
    const isFolded = placement.fold === "folded";
    const focused = root.activeElement?.className;
    const word = textOf(badge.word);
    const reason = badge.reason ? textOf(badge.reason) : "";
    const lines = [reason, state].filter(Boolean);
    const control = (name: "move" | "fold", title: string, path: string) => {
      const button = element("button", { class: name, title }, icon(path));
      messages.set(button, { badge: name });
      return button;
    };
    const label = [reason ? `${word}: ${reason}` : word, state].filter(Boolean).join(", ");
    const note = element(
      "div",
      // The controls are next to the edge, so that their position doesn't depend on the length of the texts.
      { class: `badge ${tone} ${placement.fold} ${horizontal}`, role: "note", "aria-label": label },
      icon(registry.site?.shapes[tone] ?? ""),
      element(
        "span",
        {},
        element("bdi", {}, isFolded ? badge.mark : word),
        ...lines.map((line) => element("small", {}, line)),
      ),
      control("move", t("badgeMove"), MOVE),
      control("fold", t(isFolded ? "badgeUnfold" : "badgeFold"), FOLD[placement.fold]),
    );
    const both = element("div", {}, note, element("div", { class: `edge ${tone} ${placement.mark}` }));
    shown?.remove();
    root.append(both);
    shown = both;
    if (focused) root.querySelector<HTMLElement>(`.${focused}`)?.focus();
  };
};
