// Creates the areas where notices and the question are drawn.

import css from "./cards.css";
import { isChild, rootElement } from "./dom";
import { element, makeHost, theme, watchControls } from "./drawn";
import type { ContentKey } from "./message-keys";
import { registry } from "./registry";
import { follow, listen, onStop, t } from "./run";
import { ownTarget } from "./ui";

export interface Cards {
  root: ShadowRoot;
  /** Notices, in the corner away from the badge. */
  stack: HTMLElement;
  /** Less urgent cards, next to the badge. */
  quiet: HTMLElement;
  attach(): void;
  button(key: ContentKey, act: () => void, kind?: string): HTMLButtonElement;
}

export const makeCards = (): Cards => {
  const { host, root } = makeHost(theme + (registry.site?.look ?? "") + css);
  const stack = element("div", { class: "stack" });
  const quiet = element("div", { class: "stack quiet" });
  const { watch, counts } = watchControls(root);
  root.append(stack, quiet);
  const attach = () => {
    const isNeeded = root.querySelector("dialog") || stack.children.length + quiet.children.length > 0;
    const html = rootElement(document);
    if (!isNeeded) return host.remove();
    watch();
    if (!html || isChild(host, html)) return;
    html.append(host);
    // A dialog that was removed from the document is no longer modal.
    for (const dialog of root.querySelectorAll("dialog")) {
      dialog.close();
      dialog.showModal();
    }
  };
  follow(attach);
  onStop(() => host.remove());

  const acts = new WeakMap<EventTarget, () => void>();
  // One listener for all buttons, because a page that rewrites itself removes the listeners of all elements.
  listen(root, "click", (event) => {
    // The page can't click these, because its events aren't trusted.
    const target = ownTarget(event)?.closest("button");
    // A click by keyboard has a detail of 0.
    if (event.isTrusted && target && counts(target, event.detail === 0)) acts.get(target)?.();
  });
  const button: Cards["button"] = (key, act, kind = "") => {
    const made = element("button", { type: "button", class: kind }, t(key));
    acts.set(made, act);
    return made;
  };
  return { root, stack, quiet, attach, button };
};
