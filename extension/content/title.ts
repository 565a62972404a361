// The prefix of the tab's title.
import {
  asText,
  contains,
  firstChild,
  headOf,
  isHtml,
  queryAll,
  readyState,
  rootElement,
  setTitle,
  textIn,
  titleOf,
} from "./dom";
import { ENDED_MARK, MARKS } from "./protocol";
import { follow, listen, onStop, run } from "./run";
import type { Drawn } from "./types";

/** What a previous version may have left, where the browser ended it without a word. */
const LEFT_OVER = new RegExp(`^(?:${ENDED_MARK} · )?(?:${MARKS}) · `);

/** The element that gives the document its title: an SVG's is not the document's. */
const titleElement = () => queryAll(document, "title").find(isHtml);

/** Marks the title; the second function looks at it again. */
export const makeTitle = () => {
  let mark = "";
  /** The page's own title, and the same as it was marked last. */
  let bare = "";
  let written = "";
  /** All prefixes that were written: a page may bring back an earlier title. Longer ones come first. */
  let prefixes: string[] = [];

  const withoutMark = (title: string) => {
    if (!written && run.isUpdate) return title.replace(LEFT_OVER, "");
    // A page may build on its title, and so on ours.
    if (written && title.includes(written)) return title.replace(written, () => bare);
    const prefix = prefixes.find((each) => title.startsWith(each));
    return prefix ? title.slice(prefix.length) : title;
  };
  const write = () => {
    const root = rootElement(document);
    // A title that was never marked is the page's, whatever it begins with.
    if (!root || !isHtml(root) || (!mark && !written)) return;
    const title = titleOf(document);
    const own = withoutMark(title);
    // Until the page is read, a missing title is only late.
    if (!own && readyState(document) === "loading") return;
    const prefix = mark ? `${mark} · ` : "";
    const marked = prefix && prefix + (own || location.host);
    bare = own;
    written = marked || own;
    if (prefix && !prefixes.includes(prefix))
      prefixes = [prefix, ...prefixes].sort((one, other) => other.length - one.length);
    if (title === written) return;
    // A page's script may hold the text node of its title: keep it where there is one.
    const element = titleElement();
    const text = element && asText(firstChild(element));
    if (text && text.data === textIn(element)) text.data = written;
    else setTitle(written);
  };
  const again = follow(write, () => {
    const element = titleElement();
    const head = headOf(document);
    // Some pages have it in the body.
    return [head, element && !(head && contains(head, element)) ? element : null];
  });
  for (const type of ["DOMContentLoaded", "load"]) listen(window, type, again);
  onStop(() => {
    mark = "";
    write();
  });
  const draw = ({ badge, placement, session, silentUntil }: Drawn) => {
    mark = silentUntil || !placement.title ? "" : (session?.ended ? `${ENDED_MARK} · ` : "") + badge.mark;
    write();
  };
  return { draw, again };
};
