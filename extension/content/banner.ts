// Whether the page shows the sandbox banner.
import { asElement, bodyOf, childNodes, closest, isVisible, type PageElement, textIn } from "./dom";
import { components, type Look } from "./page";
import type { Banner } from "./protocol";
import { registry } from "./registry";

/** Text that is typed, quoted or not meant for readers is no banner. */
const ASIDE = "script,style,template,noscript,textarea,[contenteditable],blockquote,q,pre,code";

const says = (node: PageElement | ShadowRoot) =>
  textIn(node)
    .replace(/\s+/g, " ")
    .includes(registry.site?.banner ?? "");
const shows = (part: PageElement | ShadowRoot): boolean => {
  const inner = [...childNodes(part)].flatMap((node) => asElement(node) ?? []).filter(says);
  if (inner.length) return inner.some(shows);
  const element = asElement(part) ?? (part as ShadowRoot).host;
  return !closest(element, ASIDE) && isVisible(element);
};
const isShown = () => {
  const body = bodyOf(document);
  return !!body && [body, ...components()].some((part) => says(part) && shows(part));
};

/** Reports "shown" as soon as it is, "missing" once the page is settled. */
export const watchBanner = (report: (banner: Banner) => void): Look => {
  let seen: Banner = "pending";
  return (isSettled) => {
    const next = isShown() ? "shown" : isSettled ? "missing" : seen;
    if (next === seen) return;
    seen = next;
    report(next);
  };
};
