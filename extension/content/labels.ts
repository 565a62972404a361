// Reads what is around a field of a watched site: evidence for the destination of its text.
import {
  type AnyNode,
  asControl,
  asSelect,
  asTextField,
  attribute,
  bodyOf,
  closest,
  contains,
  elementById,
  matches,
  type PageElement,
  parentElement,
  precedes,
  previousElement,
  query,
  rootNode,
  textIn,
} from "./dom";
import type { Context } from "./paste";
import { queryAll } from "./run";
import type { Field } from "./types";

/** Limits the work: the most elements of a form that are read. */
const MOST = 40;
const LONGEST = 300;
const FIELDS = "input, textarea, [contenteditable]:not([contenteditable=false])";
const SECRET = "[type=password], [type=hidden]";
const FORM = "form, [role=form]";

const textOf = (element: PageElement | HTMLElement | null | undefined) =>
  (element ? textIn(element) : "").trim().slice(0, LONGEST);
const referred = (element: PageElement, name: string) =>
  (attribute(element, name) ?? "").split(/\s+/).map((id) => textOf(id ? elementById(rootNode(element), id) : null));
const contentOf = (field: PageElement) => (asTextField(field)?.value ?? textIn(field)).slice(0, 2000);

/** The names of an element. */
const names = (element: PageElement) => [
  ...["name", "id", "aria-label", "placeholder", "title", "data-name", "data-key"].map(
    (name) => attribute(element, name) ?? "",
  ),
  ...[...(asControl(element)?.labels ?? [])].map(textOf),
  ...["aria-labelledby", "aria-describedby"].flatMap((name) => referred(element, name)),
];

/** The other fields of a part of the page that belong to the same form, or to none either. */
const others = (part: AnyNode, field: PageElement) =>
  queryAll(part, FIELDS)
    .filter(
      (other) =>
        !contains(other, field) &&
        !contains(field, other) &&
        !matches(other, SECRET) &&
        closest(other, FORM) === closest(field, FORM),
    )
    .slice(0, MOST);
const ancestors = (element: PageElement): PageElement[] => {
  const parent = parentElement(element);
  return parent ? [parent, ...ancestors(parent)] : [];
};

export const contextAround = (at: Field): Context => {
  const field = at as PageElement;
  const body = bodyOf(document);
  const form = closest(field, FORM);
  // Without a form, the nearest section takes its place: hosts come from its fields, the name from the section.
  const part = form ?? closest(field, "dialog, [role=dialog], section, article, main, body");
  const within = ancestors(field);
  // The row: the smallest part that contains another field.
  const row = within.find((one) => one !== body && others(one, field).length);
  const cell = closest(field, "tr, [role=row], li, dd");
  const labels = names(field);
  if (cell)
    labels.push(
      textOf(matches(cell, "dd") ? previousElement(cell) : query(cell, "th, td, [role=rowheader], [role=cell]")),
    );
  // A secret's name may be in the field next to it, but a sentence or an address is no name. A row has its own name.
  if (row && part && contains(part, row) && (!cell || contains(cell, row))) {
    labels.push(
      ...others(row, field)
        .map(contentOf)
        .filter((value) => /^[^\s/:]{2,100}$/.test(value)),
    );
  }
  for (const group of within.filter((one) => matches(one, "fieldset, [role=group]")))
    labels.push(...names(group), textOf(query(group, "legend")));
  if (part && part !== body) labels.push(...names(part));
  if (form) {
    // The last heading before the field, because a form may have several parts. Editable text is no heading.
    labels.push(
      textOf(
        queryAll(form, "h1, h2, h3, h4, h5, h6")
          .filter((heading) => precedes(heading, field))
          .at(-1),
      ),
    );
    for (const select of queryAll(form, "select").slice(0, MOST))
      labels.push(textOf(asSelect(select)?.selectedOptions[0]));
    for (const checked of queryAll(form, "[type=radio]:checked").slice(0, MOST))
      labels.push(...names(checked), asTextField(checked)?.value ?? "");
    // An option for a mode. Other checkboxes choose where else a value goes, or describe it.
    for (const checked of queryAll(form, "[type=checkbox]:checked").slice(0, MOST))
      labels.push(...names(checked).filter((name) => /test|sandbox/i.test(name)));
  }
  const beside = others(part ?? rootNode(field), field).map(contentOf);
  const found = [...new Set(labels.map((label) => label.slice(0, LONGEST)))].filter(Boolean);
  return { beside: beside.filter((value) => value.includes(".")).slice(0, 20), labels: found.slice(0, MOST) };
};
