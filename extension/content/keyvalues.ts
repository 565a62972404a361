// Finds values that have a key's shape when they appear: in the text of the page and its components, in fields that the
// user can't edit, and in the titles of shortened texts. With the first one, the bundle that reads keys is asked for.
import { asElement, asTextField, attribute, isConnected, type PageElement } from "./dom";
import { type Part, registry } from "./registry";
import { report, run } from "./run";

/** Bounded work: the values that are kept. */
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
  // Fields change without a change of the page.
  const begin = () => {
    for (const field of fields)
      if (isConnected(field)) addField(field);
      else fields.delete(field);
  };
  run.tree.add({ selector: SHOWN_FIELD, visit: addField, holds: holdsValue, found: add, begin });
};
