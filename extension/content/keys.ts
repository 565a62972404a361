// What a page shows of keys, and what is copied from it.
import {
  asElement,
  asText,
  asTextField,
  bodyOf,
  checkVisibility,
  childNodes,
  contains,
  isEditable,
  isHtml,
  matches,
  originOf,
  type PageElement,
  type PageNode,
  parentElement,
  pathOf,
  previousElement,
  queryAll,
  shadowRoot,
  styleOf,
  textIn,
} from "./dom";
import { CONTROL, type Look, labelOf } from "./page";
import { registry } from "./registry";
import { listen, report } from "./run";
import type { SiteFacts } from "./types";

/** Bounded work: more than this of a page is not read. */
const LIMIT = 1 << 18;
const UNREAD = "script, style, template, noscript, datalist, svg";
/** The longest label of a control that is read, in characters. */
const LONGEST_LABEL = 40;

/** The visible text of a part of the page, line by line; read-only fields in their place, others left out. */
const visibleText = (part: PageElement) => {
  let text = "";
  const read = (node: PageNode) => {
    if (text.length > LIMIT) return;
    const data = asText(node)?.data;
    const element = asElement(node);
    if (data !== undefined) text += data.replace(/\s+/g, " ");
    else if (
      element &&
      isHtml(element) &&
      !matches(element, UNREAD) &&
      !isEditable(element) &&
      checkVisibility(element)
    ) {
      const { display } = styleOf(element);
      // A control or a box in a line is apart from the text, though nothing separates them in the source.
      const flows = /^(inline|contents)$/.test(display) && !matches(element, CONTROL);
      const edge = flows ? "" : /^(inline|contents)/.test(display) ? " " : display === "table-cell" ? "\t" : "\n";
      text += edge;
      const field = asTextField(element);
      if (field) text += field.readOnly || field.disabled ? ` ${field.value} ` : "";
      else for (const child of childNodes(shadowRoot(element) ?? element)) read(child);
      text += edge;
    }
  };
  read(part);
  return text;
};

/** Reports the keys that the page shows and what becomes of them; returns the look that finds the lists. */
export const watchKeys = (): Look => {
  const { keysHint, valueHint, session, menu } = registry.site as SiteFacts;
  const hint = new RegExp(keysHint, "i");
  const showsKeys = (part: PageElement) => {
    const fields = queryAll(part, "input, textarea").map((field) => asTextField(field)?.value);
    return hint.test(`${textIn(part)} ${fields.join(" ")}`);
  };
  /** The smallest part around a control that shows `count` values. */
  const around = (control: PageElement, count: number) => {
    const values = new RegExp(valueHint, "g");
    const body = bodyOf(document);
    for (
      let part = parentElement(control), steps = 0;
      part && part !== body && steps < 8;
      part = parentElement(part), steps++
    ) {
      const text = showsKeys(part) || count === 1 ? visibleText(part) : "";
      if ((text.match(values)?.length ?? 0) < count) continue;
      // A label may be in an element of its own before the value's.
      const previous = previousElement(part);
      const before = previous ? visibleText(previous) : "";
      return count > 1 || values.test(before) ? text : before + text;
    }
    return "";
  };
  const isOf = (labels: readonly string[], control: PageElement) => labels.includes(labelOf(control).toLowerCase());

  /** The user's name: the control before "Sign Out" that opens its menu. */
  const account = () => {
    const controls = queryAll(document, CONTROL);
    const end = controls.findIndex((control) => isOf(session.signOut, control));
    const signOut = controls[end];
    const body = bodyOf(document);
    for (let part = signOut && parentElement(signOut); part && part !== body; part = parentElement(part)) {
      const within = part;
      const opener = controls
        .slice(0, end)
        .findLast((control) => contains(within, control) && checkVisibility(control) && !isOf(menu.items, control));
      if (opener) return labelOf(opener).slice(0, 200);
    }
    return null;
  };

  listen(window, "copy", (event) => {
    const selection = getSelection();
    const field = asTextField(originOf(event));
    const text = field
      ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? undefined)
      : String(selection);
    const from = field ?? (selection?.anchorNode && parentElement(selection.anchorNode));
    if (event.isTrusted && text && from)
      report({ keys: { copied: { text: text.slice(0, LIMIT), around: around(from as PageElement, 1) } } });
  });
  listen(window, "click", (event) => {
    const control =
      event.isTrusted &&
      pathOf(event)
        .map(asElement)
        .find((element) => element && matches(element, CONTROL));
    if (!control) return;
    const label = labelOf(control);
    if (label.length > LONGEST_LABEL) return;
    if (/^copy/i.test(label)) {
      const near = around(control, 1);
      if (near) report({ keys: { "copy-pressed": { near } } });
    } else if (/^(regenerate|delete)/i.test(label)) {
      const near = around(control, 2);
      if (near) report({ keys: { "end-pressed": { near } } });
    }
  });

  let sent = "";
  return (finished) => {
    const body = bodyOf(document);
    if (!body || !showsKeys(body)) return;
    const text = visibleText(body);
    const now = `${finished} ${text}`;
    if (now === sent) return;
    sent = now;
    report({ keys: { listed: { text, account: account(), finished } } });
  };
};
