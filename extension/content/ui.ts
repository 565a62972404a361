// Our own elements, created in a closed shadow root that the page can't access.
import { createElementNS, type Heard } from "./dom";
import { OURS } from "./registry";
import { run } from "./run";

export const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const made = createElementNS(document, "http://www.w3.org/1999/xhtml", name) as HTMLElementTagNameMap[K];
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/**
 * A text that the page can't find. Inert text is visible, but `window.find` and selections skip it. Assistive
 * technology reads the label. A name in it can't reorder the text around it.
 */
export const unfindable = (text: string) =>
  element("span", { role: "img", "aria-label": text }, element("bdi", { inert: "" }, text));

/** Our element that an event in our shadow root is on. */
export const ownTarget = (event: Heard<Event>) => (event as Event).target as Element | null;

/**
 * A host element with a closed shadow root. `setStyles` sets a part of its style: the constant (0) or the variable (1)
 * part, or the one that depends on the pointer (2).
 */
export const makeHost = (css: string) => {
  const host = element("div", {});
  run.hosts.add(host);
  const root = host.attachShadow({ mode: "closed" });
  root.append(new Comment(OURS));
  const sheets = [0, 1, 2].map(() => new CSSStyleSheet());
  root.adoptedStyleSheets = sheets;
  const setStyles = (css: string, part: 0 | 1 | 2) => sheets[part]?.replaceSync(css);
  setStyles(css, 0);
  return { host, root, setStyles };
};
