// Detects whether the page shows the sandbox banner.
import {
  asElement,
  asHost,
  boxOf,
  childNodes,
  closest,
  isConnected,
  isVisible,
  type PageElement,
  parentElement,
  precedes,
  queryAll,
  rootNode,
  styleOf,
  textIn,
} from "./dom";
import type { Look } from "./page";
import type { Banner } from "./protocol";
import { type Part, registry } from "./registry";
import { run } from "./run";

/** Text that is typed, quoted, listed or hidden isn't a banner. */
const ASIDE =
  "script,style,template,noscript,textarea,[contenteditable],blockquote,q,pre,code,article,[role=article],[role=log]," +
  // A single cell in a row is used only for layout.
  "[role=feed],tr:has(>td+td,>th),[role=grid],[role=table],li,dd,dt,figure";
/** Where a page announces something about itself. */
const ANNOUNCEMENT = "[role=status],[role=alert],[role=note],[role=banner],[role=region][aria-label],header";
const HEADING = "h1,h2,[role=heading]";
/** A heading in here names the site, not the page. */
const MASTHEAD = "header,nav,[role=banner],[role=navigation]";
/** The most characters before the banner's text in its element. A longer sentence only mentions the banner. */
const MOST_BEFORE = 30;
/** How many ancestors are checked for a fixed position at the top. */
const LEVELS = 6;
/** Limits the work: the most places with the banner's text. */
const MOST = 200;

const isHeading = (element: PageElement) => isVisible(element) && !closest(element, MASTHEAD);
/** The page's first heading, cached because finding it requires a search through the page. */
let heading: PageElement | undefined;
const isBeforeHeading = (element: PageElement): boolean => {
  const root = rootNode(element);
  if (!heading || rootNode(heading) !== root || !isHeading(heading)) heading = queryAll(root, HEADING).find(isHeading);
  if (heading) return precedes(element, heading);
  const host = asHost(root);
  return !!host && isBeforeHeading(host);
};

const isFixedAtTop = (element: PageElement) => {
  let part: PageElement | null = element;
  for (let level = 0; part && level < LEVELS; level++, part = parentElement(part)) {
    if (/^(fixed|sticky)$/.test(styleOf(part).position)) return boxOf(part).top <= 1;
  }
  return false;
};

/** A container outside any shadow root that would mark all of its content as an aside. */
const isAside = (element: PageElement): boolean => {
  if (closest(element, ASIDE)) return true;
  const host = asHost(rootNode(element));
  return !!host && isAside(host);
};

/** Reports "shown" as soon as the banner appears, and "missing" once the page is settled without it. */
export const watchBanner = (report: (banner: Banner) => void): Look => {
  const phrase = registry.site?.banner;
  // If no banner is known, none can be missing.
  if (!phrase) return () => undefined;
  const words = new RegExp(phrase.split(" ").join("\\s+"));
  /** The innermost parts of the page with the text. */
  const places = new Set<Part>();
  run.tree.add({
    holds: (text) => words.test(text),
    found: (part) => places.size < MOST && places.add(part),
  });
  /** Whether a part shows the text as a banner rather than in a sentence about it. */
  const isBanner = (part: Part) => {
    const element = asElement(part) ?? asHost(part);
    const before = textIn(part).trimStart().replace(/\s+/g, " ").search(words);
    return (
      before >= 0 &&
      before <= MOST_BEFORE &&
      !!element &&
      isVisible(element) &&
      !isAside(element) &&
      (isBeforeHeading(element) || !!closest(element, ANNOUNCEMENT) || isFixedAtTop(element)) &&
      ![...childNodes(part)].some((child) => asElement(child) && words.test(textIn(child)))
    );
  };
  const isShown = () => {
    for (const place of places) {
      if (!isConnected(place)) places.delete(place);
      else if (isBanner(place)) return true;
    }
    return false;
  };
  let seen: Banner = "pending";
  return (isSettled) => {
    const next = isShown() ? "shown" : isSettled ? "missing" : seen;
    if (next === seen) return;
    seen = next;
    report(next);
  };
};
