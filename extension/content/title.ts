// The prefix of the tab's title.
import { asText, firstChild, headOf, query, readyState, setTitle, titleOf } from "./dom";
import { follow, listen, onStop } from "./run";
import type { Drawn } from "./types";

const PREFIX = /(?:ENDED|PROD|SBX|CHECK) · /g;

export const makeTitle = () => {
  let mark = "";
  const write = () => {
    const title = titleOf(document);
    const bare = title.replace(PREFIX, "");
    // Until the page is read, a missing title is only late.
    if (!bare && readyState(document) === "loading") return;
    const marked = mark ? `${mark} · ${bare || location.host}` : bare;
    if (title === marked) return;
    // A page's script may hold the text node of its title: keep it where there is one.
    const element = query(document, "title");
    const text = element && asText(firstChild(element));
    if (text) text.data = marked;
    else setTitle(marked);
  };
  follow(write, () => headOf(document));
  listen(document, "DOMContentLoaded", write);
  onStop(() => {
    mark = "";
    write();
  });
  return ({ badge, placement, session, silentUntil }: Drawn) => {
    mark = silentUntil || !placement.title ? "" : (session?.ended ? "ENDED · " : "") + badge.mark;
    write();
  };
};
