// The favicon mark: the page's icon links show the badge's shape and color.
import {
  type AnyElement,
  attribute,
  type Heard,
  headOf,
  queryAll,
  readyState,
  removeNode,
  setAttribute,
  setAttributeLater,
} from "./dom";
import { registry } from "./registry";
import { follow, listen, onStop } from "./run";
import type { Drawn } from "./types";
import { element } from "./ui";

export const makeFavicon = (refused: () => void) => {
  const icons = registry.site?.icons ?? {};
  // All of ours begin alike.
  const MADE = icons.check?.slice(0, 60) ?? "";
  let icon = "";
  let isRefused = false;
  const timers: number[] = [];
  /** The address of each link before it was marked. */
  const before = new Map<AnyElement, string | null>();

  const mark = () => {
    const head = headOf(document);
    if (!icon || !head) return;
    let links: AnyElement[] = queryAll(document, "link[rel~=icon i]");
    if (!links.length) {
      const link = element("link", { rel: "icon" });
      head.append(link);
      links = [link];
    }
    for (const link of links) {
      const href = attribute(link, "href");
      if (href === icon) continue;
      // Only what the page wrote is worth going back to.
      if (!href?.startsWith(MADE)) before.set(link, href);
      // No script of ours is running when the browser does it: where the page's policy
      // refuses, the browser lists that as the page's affair, not as our error.
      timers.push(setAttributeLater(link, "href", icon));
    }
  };
  const restore = () => {
    icon = "";
    timers.splice(0).forEach(clearTimeout);
    for (const [link, href] of before) {
      if (href === null) removeNode(link);
      else setAttribute(link, "href", href);
    }
    before.clear();
  };

  listen(document, "securitypolicyviolation", (event: Heard<SecurityPolicyViolationEvent>) => {
    // The page's policy refuses such icons: leave them alone, here and on the pages to come.
    if (!event.isTrusted || !icon || event.blockedURI !== "data" || event.effectiveDirective !== "img-src") return;
    isRefused = true;
    restore();
    refused();
  });
  follow(mark, () => headOf(document));
  listen(document, "DOMContentLoaded", mark);
  onStop(restore);

  return ({ badge, favicon }: Drawn) => {
    // An answer may be on its way from before the core heard of a refusal.
    if (!favicon || isRefused) return restore();
    icon = icons[badge.tone] ?? "";
    if (readyState(document) !== "loading") mark();
  };
};
