// Adds the prefix to the tab's title.
import { contains, firstChild, headOf, isHtml, readyState, rootElement, setTitle, textIn, titleOf } from "./dom";
import { ENDED_MARK, MARKS } from "./protocol";
import { asText, follow, listen, onStop, queryAll, run } from "./run";
import type { Drawn } from "./types";

/** A prefix that a previous version may have left behind when the browser ended it. */
const LEFT_OVER = new RegExp(`^(?:${ENDED_MARK} · )?(?:${MARKS}) · `);

/** The element with the document's title, which isn't the one in an SVG image. */
const titleElement = () => queryAll(document, "title").find(isHtml);

/** Marks the title. The second function updates it after a change. */
export const makeTitle = () => {
  let mark = "";
  /** The page's own title, as of the last time it was marked. */
  let bare = "";
  let written = "";
  /** All prefixes that were written, because a page may restore an earlier title. Longer ones come first. */
  let prefixes: string[] = [];

  const withoutMark = (title: string) => {
    if (!written && run.isUpdate) {
      // The user may have given the sandbox a name.
      const own = `${mark} · `;
      return mark && title.startsWith(own) ? title.slice(own.length) : title.replace(LEFT_OVER, "");
    }
    // A page may extend its title, and with it our prefix.
    if (written && title.includes(written)) return title.replace(written, () => bare);
    const prefix = prefixes.find((each) => title.startsWith(each));
    return prefix ? title.slice(prefix.length) : title;
  };
  const write = () => {
    const root = rootElement(document);
    // A title that was never marked belongs to the page, however it starts.
    if (!root || !isHtml(root) || (!mark && !written)) return;
    const title = titleOf(document);
    const own = withoutMark(title);
    // While the page is loading, a missing title may still come.
    if (!own && readyState(document) === "loading") return;
    const prefix = mark ? `${mark} · ` : "";
    const marked = prefix && prefix + (own || location.host);
    bare = own;
    written = marked || own;
    if (prefix && !prefixes.includes(prefix))
      prefixes = [prefix, ...prefixes].sort((one, other) => other.length - one.length);
    if (title === written) return;
    // A page's script may hold a reference to the text node of its title, so keep the node if there is one.
    const element = titleElement();
    const text = element && asText(firstChild(element));
    if (text && text.data === textIn(element)) text.data = written;
    else setTitle(written);
  };
  const again = follow(write, () => {
    const element = titleElement();
    const head = headOf(document);
    // Some pages have their title in the body.
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
