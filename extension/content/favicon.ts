// Marks the favicon: the page's icon links show the badge's shape and color.
import {
  type AnyElement,
  attribute,
  type Heard,
  headOf,
  isConnected,
  isHtml,
  readyState,
  removeNode,
  setAttribute,
  setAttributeLater,
} from "./dom";
import { registry } from "./registry";
import { follow, listen, onStop, queryAll } from "./run";
import type { Drawn, SiteFacts } from "./types";
import { element } from "./ui";

/** If a site replaces a marked icon more often than this, in this time (milliseconds), its icon is left alone. */
const MOST_SWAPS = 5;
const PERIOD = 10_000;

export const makeFavicon = (refused: () => void) => {
  const { begin, rest } = (registry.site as SiteFacts).icons;
  const isOurs = (href: string | null) => !!href?.startsWith(begin);
  let icon = "";
  /** Whether icons are left alone on this page, because its policy refuses ours or its script replaces them. */
  let isLeft = false;
  const timers: number[] = [];
  /** The original address of each marked link. */
  const before = new Map<AnyElement, string | null>();
  /** The links that show our icon. */
  const shown = new Set<AnyElement>();
  /** The times when the page replaced our icon. */
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
        // Only an address that the page wrote is worth restoring.
        before.set(link, href);
      }
      // Set it in a separate task, where no script of ours is running. If the page's policy refuses the icon, the
      // browser then attributes the error to the page.
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
      // If the page has changed it since, keep the page's address.
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
    // The page's policy refuses such icons, so leave them alone, here and on later pages.
    if (!event.isTrusted || !icon || event.blockedURI !== "data" || event.effectiveDirective !== "img-src") return;
    leave();
    refused();
  });
  follow(mark, () => [headOf(document)]);
  listen(document, "DOMContentLoaded", mark);
  onStop(restore);

  return ({ badge, favicon }: Drawn) => {
    // The core may have sent this answer before it knew about a refusal.
    if (!favicon || isLeft) return restore();
    icon = begin + rest[badge.tone];
    if (readyState(document) !== "loading") mark();
  };
};
