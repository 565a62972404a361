// The favicon mark: the page's icon links show the badge's shape and color.
import {
  type AnyElement,
  attribute,
  type Heard,
  headOf,
  isConnected,
  isHtml,
  queryAll,
  readyState,
  removeNode,
  setAttribute,
  setAttributeLater,
} from "./dom";
import { registry } from "./registry";
import { follow, listen, onStop } from "./run";
import type { Drawn, SiteFacts } from "./types";
import { element } from "./ui";

/** A site that swaps a marked icon more often than this, in this time (milliseconds), keeps it. */
const MOST_SWAPS = 5;
const PERIOD = 10_000;

export const makeFavicon = (refused: () => void) => {
  const { begin, rest } = (registry.site as SiteFacts).icons;
  const isOurs = (href: string | null) => !!href?.startsWith(begin);
  let icon = "";
  /** Whether icons are left alone on this page: its policy refuses ours, or its script has its own use for them. */
  let isLeft = false;
  const timers: number[] = [];
  /** The page's own address of each link that was marked. */
  const before = new Map<AnyElement, string | null>();
  /** The links that show our icon. */
  const shown = new Set<AnyElement>();
  /** When the page swapped one of them. */
  let swaps: number[] = [];

  const mark = () => {
    const head = headOf(document);
    if (!icon || !head) return;
    let links: AnyElement[] = queryAll(document, "link[rel~=icon i]").filter(isHtml);
    if (!links.length) {
      const link = element("link", { rel: "icon" });
      head.append(link);
      links = [link];
    }
    for (const link of [...shown].filter((each) => !isConnected(each))) {
      shown.delete(link);
      swaps.push(performance.now());
    }
    for (const link of links) {
      const href = attribute(link, "href");
      if (href === icon) {
        shown.add(link);
        continue;
      }
      if (!isOurs(href)) {
        if (shown.delete(link)) swaps.push(performance.now());
        // Only what the page wrote is worth going back to.
        before.set(link, href);
      }
      // No script of ours is running when the browser does it: where the page's policy
      // refuses, the browser lists that as the page's affair, not as our error.
      timers.push(setAttributeLater(link, "href", icon));
    }
    const since = performance.now() - PERIOD;
    swaps = swaps.filter((at) => at > since);
    if (swaps.length > MOST_SWAPS) leave();
  };
  const restore = () => {
    icon = "";
    timers.splice(0).forEach(clearTimeout);
    for (const [link, href] of before) {
      const now = attribute(link, "href");
      // What the page wrote since is its own.
      if (now !== null && !isOurs(now)) continue;
      if (href === null) removeNode(link);
      else setAttribute(link, "href", href);
    }
    before.clear();
    shown.clear();
  };
  const leave = () => {
    isLeft = true;
    restore();
  };

  listen(document, "securitypolicyviolation", (event: Heard<SecurityPolicyViolationEvent>) => {
    // The page's policy refuses such icons: leave them alone, here and on the pages to come.
    if (!event.isTrusted || !icon || event.blockedURI !== "data" || event.effectiveDirective !== "img-src") return;
    leave();
    refused();
  });
  follow(mark, () => [headOf(document)]);
  listen(document, "DOMContentLoaded", mark);
  onStop(restore);

  return ({ badge, favicon }: Drawn) => {
    // An answer may have been sent before the core knew about a refusal.
    if (!favicon || isLeft) return restore();
    icon = begin + rest[badge.tone];
    if (readyState(document) !== "loading") mark();
  };
};
