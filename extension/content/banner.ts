// Whether the page shows the sandbox banner.
import {
  asElement,
  bodyOf,
  boxOf,
  childNodes,
  closest,
  isVisible,
  type PageElement,
  parentElement,
  precedes,
  queryAll,
  rootNode,
  styleOf,
  textIn,
} from "./dom";
import { components, type Look } from "./page";
import type { Banner } from "./protocol";
import { registry } from "./registry";

/** Text that is typed, quoted, listed or not meant for readers is no banner. */
const ASIDE =
  "script,style,template,noscript,textarea,[contenteditable],blockquote,q,pre,code,article,[role=article],[role=log]," +
  "[role=feed],table,[role=grid],[role=table],li,dd,dt,figure";
/** Where a page puts what it has to say about itself. */
const ANNOUNCEMENT = "[role=status],[role=alert],[role=note],[role=banner],[role=region][aria-label],header";
const HEADING = "h1,h2,[role=heading]";
/** A heading in here names the site, not the page. */
const MASTHEAD = "header,nav,[role=banner],[role=navigation]";
/** The most characters before the banner's words in their own element: a longer sentence talks about the banner. */
const MOST_BEFORE = 30;
/** How many ancestors are asked whether they are fixed at the top. */
const LEVELS = 6;

const textOf = (node: PageElement | ShadowRoot) => textIn(node).replace(/\s+/g, " ");
const phrase = () => registry.site?.banner ?? "";
const says = (node: PageElement | ShadowRoot) => !!phrase() && textOf(node).includes(phrase());

/** The element that a shadow root belongs to counts for what is in it. */
const hostOf = (part: Document | ShadowRoot) => asElement((part as ShadowRoot).host);

const isBeforeHeading = (element: PageElement): boolean => {
  const root = rootNode(element);
  const heading = queryAll(root, HEADING).find((found) => isVisible(found) && !closest(found, MASTHEAD));
  if (heading) return precedes(element, heading);
  const host = hostOf(root);
  return !!host && isBeforeHeading(host);
};

const isFixedAtTop = (element: PageElement) => {
  let part: PageElement | null = element;
  for (let level = 0; part && level < LEVELS; level++, part = parentElement(part)) {
    if (/^(fixed|sticky)$/.test(styleOf(part).position)) return boxOf(part).top <= 1;
  }
  return false;
};

/** An element outside any shadow root that would make all of its content an aside. */
const isAside = (element: PageElement): boolean => {
  if (closest(element, ASIDE)) return true;
  const host = hostOf(rootNode(element));
  return !!host && isAside(host);
};

/** Whether this innermost element with the words shows them as a banner, and not in a sentence about it. */
const isBanner = (element: PageElement) =>
  isVisible(element) &&
  !isAside(element) &&
  textOf(element).trimStart().indexOf(phrase()) <= MOST_BEFORE &&
  (isBeforeHeading(element) || !!closest(element, ANNOUNCEMENT) || isFixedAtTop(element));

const shows = (part: PageElement | ShadowRoot): boolean => {
  const inner = [...childNodes(part)].flatMap((node) => asElement(node) ?? []).filter(says);
  if (inner.length) return inner.some(shows);
  const element = asElement(part) ?? hostOf(part as ShadowRoot);
  return !!element && isBanner(element);
};
const isShown = () => {
  const body = bodyOf(document);
  return !!body && [body, ...components()].some((part) => says(part) && shows(part));
};

/** Reports "shown" as soon as it is, "missing" once the page is settled. */
export const watchBanner = (report: (banner: Banner) => void): Look => {
  // Without a known banner there is nothing to look for, and nothing is missing.
  if (!registry.site?.banner) return () => undefined;
  let seen: Banner = "pending";
  return (isSettled) => {
    const next = isShown() ? "shown" : isSettled ? "missing" : seen;
    if (next === seen) return;
    seen = next;
    report(next);
  };
};
