// Detects whether the page shows the sandbox banner.
import {
  asHost,
  boxOf,
  childNodes,
  closest,
  contains,
  isConnected,
  isVisible,
  matches,
  type PageElement,
  parentElement,
  precedes,
  rootNode,
  styleOf,
  textIn,
} from "./dom";
import { type Look, MASTHEAD } from "./page";
import type { Banner } from "./protocol";
import { type Part, registry } from "./registry";
import { asElement, queryAll, run } from "./run";

/** Text that is typed, quoted, listed or hidden isn't a banner. */
const ASIDE =
  "textarea,[contenteditable],blockquote,q,pre,code,article,[role=article],[role=log]," +
  // A single cell in a row is used only for layout.
  "[role=feed],[class*=preview],[class*=example],tr:has(>td+td,>th),[role=grid],[role=table],li,dd,dt,figure";
/** Where a page announces something about itself. The header of an article or of the content names that. */
const ANNOUNCEMENT = "[role=status],[role=alert],[role=note],[role=banner],header:not(main *,article *,section *)";
const HEADING = "h1,h2,[role=heading]";
/** How far down a banner can be above the page's own heading and above any other heading, in CSS pixels. */
const TOP = 160;
const VERY_TOP = 60;
/** The most characters before the banner's text in its block. A longer sentence only mentions it, a path leads to it. */
const BEFORE = /^[^›»>/|]{0,30}$/;
/** What else may be in sandbox mode, such as a payment method. */
const OTHER = /(?<!environment|portal|site|page|system|server|\bthis|\bit|\byou|\bwe) (is|are) /i;
/** How the sentence begins that says it, without a subject or with one that is meant now. */
const SAYS =
  /(^\P{L}*|\]\s*|[:–—-]\s*|\b(is|are|now|currently|still|environment|portal|site|you['’]re|it['’]s|we['’]re)\s+)$/iu;
/** The banner never denies its text, and isn't a condition or a question. */
const NOT = /\b(not|no longer|never|stopped|if|when|whether|once|unless)\b|n['’]t\b/i;
const ASKED = /^\?/;
/** Limits the work: the most places with the banner's text. */
const MOST = 200;

const isHeading = (element: PageElement) => {
  const masthead = closest(element, MASTHEAD);
  return isVisible(element) && !(masthead && !closest(masthead, "main"));
};
/** The page's first heading, cached because finding it requires a search through the page. */
let heading: PageElement | undefined;
/** `at` is the element, or the host of a shadow root that contains it. */
const isBeforeHeading = (element: PageElement, at = element): boolean => {
  const root = rootNode(at);
  if (!heading || rootNode(heading) !== root || !isHeading(heading)) heading = queryAll(root, HEADING).find(isHeading);
  if (heading) {
    const { top, bottom, width } = boxOf(element);
    const most = matches(heading, "h1,[aria-level='1']") ? TOP : VERY_TOP;
    // The host may draw the heading in a slot.
    const isBefore = precedes(at, heading) || (contains(at, heading) && bottom <= boxOf(heading).top + 1);
    return isBefore && !closest(at, HEADING) && top + scrollY <= most && width >= innerWidth / 2;
  }
  const host = asHost(root);
  return !!host && isBeforeHeading(element, host);
};

const isFixedAtTop = (element: PageElement) => {
  for (let part: PageElement | null = element; part; part = parentElement(part)) {
    const { top, bottom } = boxOf(part);
    // The whole page may be in such an element.
    if (/^(fixed|sticky)$/.test(styleOf(part).position)) return top <= 1 && bottom <= TOP;
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
  /** Whether a part has only the banner's text, and no sentence goes on after it. */
  const isAlone = (own: string, after: string) =>
    own.replace(/^\P{L}+/u, "").search(words) === 0 && !/^\s*[\p{L}\d]/u.test(after);
  /** Whether a part shows the text as a banner rather than in a sentence about it. */
  const isBanner = (part: Part) => {
    let element: PageElement | null = asElement(part) ?? asHost(part);
    while (element && /inline|contents/.test(styleOf(element).display)) element = parentElement(element);
    if (!element) return false;
    const text = textIn(element).trimStart().replace(/\s+/g, " ");
    const before = text.slice(0, text.search(words));
    const after = text.slice(before.length).replace(words, "");
    return (
      BEFORE.test(before) &&
      !OTHER.test(before) &&
      (SAYS.test(before.split(/[.!;]\s+/).pop() ?? "") || isAlone(textIn(part), after)) &&
      !NOT.test(before.split(/[.!:;]\s+/).pop() ?? "") &&
      !ASKED.test(after) &&
      words.test(textIn(part)) &&
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
