// Finds values with the shape of a key when they appear: in the text of the page and its components, in read-only
// fields, and in the titles of shortened texts. The first one requests the bundle that reads keys.
import { asTextField, attribute, isConnected, type PageElement } from "./dom";
import { type Part, registry } from "./registry";
import { asElement, report, run } from "./run";

/** Limits the work: the most values that are kept. */
const MOST_FOUND = 400;
const SHOWN_FIELD = "input,textarea,[title]";

export const watchValues = () => {
  const pattern = registry.values;
  if (!pattern) return;
  const value = new RegExp(pattern);
  const holdsValue = (text: string) => value.test(text);
  const found = new Set<PageElement>();
  const fields = new Set<PageElement>();
  run.values = { found, holdsValue };

  let isAsked = false;
  const add = (part: Part) => {
    const element = asElement(part);
    if (!element || found.has(element) || found.size >= MOST_FOUND) return;
    found.add(element);
    if (!isAsked) report({ keys: "read" });
    isAsked = true;
    run.readKeys?.();
  };
  const addField = (element: PageElement) => {
    const field = asTextField(element);
    if (field) fields.add(element);
    if (holdsValue(field ? (field.readOnly || field.disabled ? field.value : "") : `${attribute(element, "title")}`))
      add(element);
  };
  // Fields can change without a mutation of the page.
  const begin = () => {
    for (const field of fields)
      if (isConnected(field)) addField(field);
      else fields.delete(field);
  };
  run.tree.add({ selector: SHOWN_FIELD, visit: addField, holds: holdsValue, found: add, begin });
};
