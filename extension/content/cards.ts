// Where notices and the question are drawn.

import css from "./cards.css";
import { isChild, rootElement } from "./dom";
import { element, makeHost, theme, watchControls } from "./drawn";
import type { ContentKey } from "./message-keys";
import { registry } from "./registry";
import { follow, listen, onStop, t } from "./run";
import { ownTarget } from "./ui";

export interface Cards {
  root: ShadowRoot;
  /** Notices, away from the badge. */
  stack: HTMLElement;
  /** What can wait, next to the badge. */
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
    // Out of the document a dialog is no longer in front of the page.
    for (const dialog of root.querySelectorAll("dialog")) {
      dialog.close();
      dialog.showModal();
    }
  };
  follow(attach);
  onStop(() => host.remove());

  const acts = new WeakMap<EventTarget, () => void>();
  // Here and not on each button: a page that writes itself again takes the listeners of all elements away.
  listen(root, "click", (event) => {
    // The page cannot click these: its events are not trusted.
    const target = ownTarget(event)?.closest("button");
    // A click by keyboard has no count.
    if (event.isTrusted && target && counts(target, event.detail === 0)) acts.get(target)?.();
  });
  const button: Cards["button"] = (key, act, kind = "") => {
    const made = element("button", { type: "button", class: kind }, t(key));
    acts.set(made, act);
    return made;
  };
  return { root, stack, quiet, attach, button };
};
