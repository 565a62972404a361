// Reads the page as it loads and changes.
import {
  ariaLabel,
  asTextField,
  attribute,
  closest,
  contains,
  elementById,
  type Heard,
  hasMoreThan,
  isVisible,
  localName,
  matches,
  type PageElement,
  parentElement,
  pathOf,
  query,
  readyState,
  rootNode,
  textIn,
} from "./dom";
import { asElement, listen, queryAll, run } from "./run";

/** Controls that a click may activate. */
export const CONTROL = "a,button,summary,[type=submit],[type=button],[role=button],[role=link],[role=menuitem]";
/** The parts of a page with the site's own controls and name. Other parts may contain articles. */
export const MASTHEAD = "header,nav,[role=banner],[role=navigation],[role=menubar],[role=toolbar]";
/** How far around an empty field a list shows what is chosen in it. */
const SHOWN_WITHIN = 4;
/** The text next to an empty field of a list, which shows what is chosen in it. */
export const shownBy = (field: PageElement) => {
  const isEmpty = matches(field, "[role=combobox]") && asTextField(field)?.value === "" && !closest(field, MASTHEAD);
  let part = isEmpty ? field : null;
  for (let step = 0; part && step < SHOWN_WITHIN; step++) {
    part = parentElement(part);
    // Other fields and hints have texts of their own.
    if (
      !part ||
      query(part, `label,small,p,h1,h2,h3,h4,h5,h6,[role=listbox],${CONTROL}`) ||
      queryAll(part, "input,select,textarea").length > 1
    )
      return "";
    const text = textIn(part).trim();
    if (text) return text;
  }
  return "";
};
/** Other elements that react to a click or a key. */
export const ACTS = "[tabindex]:not(dialog,[role$=dialog]),[onclick],[type=image],[role=option],[role=switch]";
export const isCustom = (element: PageElement) => localName(element).includes("-");
export const MENU = "[role=menu],[role=listbox],[popover]";
/** How long after a menu was opened its items belong to the place where it was, in milliseconds. */
export const MENU_WITHIN = 20_000;
/** The innermost control that an event is on. */
export const controlUnder = (event: Heard<Event>) =>
  pathOf(event)
    .map(asElement)
    .find((element) => element && matches(element, CONTROL));
/** Whether a link leads to another part of its page that is visible, such as a chapter. */
export const leadsToPart = (element: PageElement) => {
  const [, id] = (matches(element, "a") && /^#(.+)/.exec(attribute(element, "href") ?? "")) || [];
  const part = id && elementById(document, id);
  return !!part && !contains(part, element) && isVisible(part);
};
/** A shortcut after the name of a menu item: "Log out⇧⌘Q". */
const SHORTCUT = /(?:[⇧⌘⌥⌃]|(?:Ctrl|Alt|Shift)\+)+\S?\s*$/;
const ICON = "[aria-hidden=true],svg,i[class],[class*=icon],[class*=symbol]";
/** The name of a picture in a font of icons. */
const LIGATURE = /^[a-z][a-z\d_]*$/;
/** What libraries put into a button without text. */
const NO_TEXT = "ui-button";
/** The names of a control. Parts of it may be icons, which can consist of a word. The value of a button isn't visible. */
export const labelsOf = (control: PageElement) => {
  const text = textIn(control).replace(SHORTCUT, "");
  const icons = queryAll(control, ICON).map(textIn);
  const bare = icons.reduce((left, icon) => left.replace(icon, " "), text);
  const [aria, title] = [ariaLabel(control), attribute(control, "title")];
  const isNamed = [aria, title, bare].some((name) => /\p{L}/u.test(name ?? ""));
  // The name of a picture is no text beside another name.
  const isPicture = isNamed && icons.some((icon) => LIGATURE.test(icon.trim()));
  return [
    aria,
    bare,
    isPicture ? "" : text,
    matches(control, "[type=submit],[type=button]") ? asTextField(control)?.value : "",
    title,
  ]
    .flatMap((name) => name?.trim().replace(/\s+/g, " ") || [])
    .filter((name) => name !== NO_TEXT);
};
/** Where libraries for tooltips keep the name of an icon. Some empty `title`. */
const TOOLTIPS = ["original-title", "bs-original-title", "tooltip", "tippy-content", "tip"].map(
  (name) => `data-${name}`,
);
/** The most elements in a control. */
const MOST = 30;
/** The same, with the names from other elements. The content of a large element is no label. */
export const allLabelsOf = (control: PageElement) => {
  const by = (attribute(control, "aria-labelledby") ?? "").split(/\s+/).map((id) => {
    const named = id && elementById(rootNode(control), id);
    return named ? textIn(named) : "";
  });
  const own = hasMoreThan(control, MOST) ? [ariaLabel(control), attribute(control, "title")] : labelsOf(control);
  const picture = query(control, "[aria-label],[alt],[title]") ?? control;
  const more = ["aria-label", "alt", "title"].map((name) => attribute(picture, name));
  const tips = TOOLTIPS.map((name) => attribute(control, name));
  const all = [by.join(" ").trim(), ...own, attribute(control, "alt"), ...more, ...tips].flatMap((name) => name || []);
  // A picture may say what a name leaves out.
  const text = hasMoreThan(control, MOST) ? "" : textIn(control).trim();
  return LIGATURE.test(text) && !all.some((name) => name.toLowerCase().includes(text)) ? [...all, text] : all;
};

/** Reads something from the page. `isSettled` is explained at `watchPage`. */
export type Look = (isSettled: boolean) => void;

/** How long to wait between two rounds of looks while the page isn't settled, in milliseconds. */
const PAUSE = 300;
/** How long to wait for more changes, in milliseconds. */
const SHORT = 100;

/**
 * Runs the looks after the page was read, after changes, and when the page is settled: loaded and unchanged for a
 * second, but at most five seconds after loading.
 */
export const watchPage = (...looks: Look[]) => {
  const { tree } = run;
  let loadedAt = Infinity;
  // A look that fails on a page's markup must not stop the others.
  const jobs = looks.map((look) => {
    const soon = tree.job(() => {
      const now = performance.now();
      const unchanged = now - Math.max(tree.changedAt, loadedAt);
      const isSettled = tree.isRead && (unchanged >= 1000 || now - loadedAt >= 5000);
      if (!isSettled && loadedAt < Infinity) soon(PAUSE);
      look(isSettled);
      return undefined;
    });
    return soon;
  });
  const lookAfter = (wait: number) => {
    for (const soon of jobs) soon(wait);
  };
  const loaded = () => {
    loadedAt = performance.now();
    lookAfter(1000);
  };
  tree.add({ done: () => lookAfter(SHORT) });
  if (readyState(document) === "complete") loaded();
  else listen(window, "load", loaded, true);
};
