// Reads what is around a field of a watched site: evidence for the destination of its text.
import {
  type AnyNode,
  asControl,
  asHost,
  asSelect,
  asTextField,
  attribute,
  bodyOf,
  childNodes,
  closest,
  contains,
  elementById,
  isVisible,
  localName,
  matches,
  type PageElement,
  parentElement,
  precedes,
  previousElement,
  query,
  rootNode,
  textIn,
  UNCHOSEN,
} from "./dom";
import { shownBy } from "./page";
import type { Context } from "./paste";
import { asElement, queryAll } from "./run";
import type { Field } from "./types";

/** Limits the work: the most elements of a form that are read. */
const MOST = 40;
const LONGEST = 300;
const FIELDS = "input, textarea, [contenteditable]:not([contenteditable=false])";
const SECRET = "[type=password], [type=hidden]";
const FORM = "form, [role=form]";
const INPUTS = "input:not([type=hidden]), textarea, select, [role=switch]";
const PAGE = "dialog, [role=dialog], main, body";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
/** The name of a control that chooses an environment. */
const MODE = /mode(?!l|r)|env(?!e)|(?<!de|o)live|(?<!la|con)test|sandbox|umgebung|entorno|omgeving/i;
/** The same where its choices aren't known. */
const ENVIRONMENT = /env(?!e)|sandbox|umgebung|entorno|omgeving/i;

/** Choices of a program's mode, and of a vendor's environments. */
const DEVELOPER = /^(developer|development|debug)$/i;
const TRIED = /sandbox|staging|stage|\blive\b/i;

/** A choice that turns on what its list or group is called. */
const YES = /^(yes|on|enabled?|true|ja|oui|s[ií]|aktiviert|activé|activad[oa]|ingeschakeld|aan)$/i;
/** The value of such a choice, if the user reads nothing. */
const YES_VALUE = /^(yes|true|1)$/i;
/** A word for an environment in a field's own label. */
const OWN_ENVIRONMENT = /sandbox|prod|live|test|stag/i;

/** The label of a checkbox that chooses where else a value goes. */
const ELSEWHERE = /(?<!\p{L})(also|copy|deploy|show|visible|to|auch|aussi|también|ook)(?!\p{L})/iu;
/** The name of a list of hosts that something else goes to or comes from. */
const SOURCE = /copy|from|source|import|mirror|kop|quelle|origen|bron/i;
/** A name for a secret in the field next to it. */
const SECRET_NAME = /^[a-z_][\w-]*$/i;
const IS_NAME =
  /^((secret|variable|key|env\w*|credential|parameter|setting) )?(key|name|variable)$|secret|token|_key|_id/i;

const textOf = (element: PageElement | HTMLElement | null | undefined) =>
  (element ? textIn(element) : "").trim().slice(0, LONGEST);
const referred = (element: PageElement, name: string) =>
  (attribute(element, name) ?? "").split(/\s+/).map((id) => textOf(id ? elementById(rootNode(element), id) : null));
const selectedIn = (list: PageElement) => queryAll(list, "option:checked").map(textOf);
const contentOf = (field: PageElement) => (asTextField(field)?.value ?? textIn(field)).slice(0, 2000);

/** A hint that gives an example says nothing about the field. */
const EXAMPLE = /^(e\.? ?g\b|z\. ?b\b|p\. ?ej\b|par ex|ex[.:]|bijv\b|for example\b|example\b)/i;
const hintOf = (element: PageElement) => {
  const hint = attribute(element, "placeholder") ?? "";
  return EXAMPLE.test(hint.trim()) ? "" : hint;
};
/** The names of an element. */
const names = (element: PageElement) => [
  ...["name", "id", "aria-label", "title", "data-name", "data-key"].map((name) => attribute(element, name) ?? ""),
  hintOf(element),
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
        closest(other, FORM) === closest(field, FORM) &&
        isVisible(other),
    )
    .slice(0, MOST);
const ancestors = (element: PageElement): PageElement[] => {
  const parent = parentElement(element);
  return parent ? [parent, ...ancestors(parent)] : [];
};

const childrenOf = (element: PageElement) => [...childNodes(element)].flatMap((node) => asElement(node) ?? []);
/** The header of the column that a field is in. */
const columnOf = (field: PageElement) => {
  const cell = closest(field, "td, [role=cell], [role=gridcell]");
  const row = cell && parentElement(cell);
  const table = cell && closest(cell, "table, [role=table], [role=grid]");
  const header = table && queryAll(table, "tr, [role=row]").find((one) => query(one, COLUMN));
  if (!cell || !row || !header || header === row) return "";
  const [cells, headers] = [childrenOf(row), childrenOf(header)];
  const own = cells.length === headers.length ? headers[cells.indexOf(cell)] : undefined;
  return own && matches(own, COLUMN) ? textOf(own) : "";
};
const COLUMN = "th, [role=columnheader]";
const TABS = ":is([role=tablist],.nav,[class*=tabs],[class*=tab-])";
/** What opens a part of a page, such as a tab or the header of an accordion. */
const OPENERS = `:is([role=tab],[aria-expanded])[aria-controls],${TABS} [href^="#"],${TABS} [data-bs-target^="#"]`;
const ACTIVE = "[aria-selected=true],.active";
const TITLE =
  ":is([class*=card],[class*=Card],[class*=panel],mat-card-header,mat-card-title):is([class*=head],[class*=Head],[class*=title],mat-card-header,mat-card-title):not([class*=sub],[class*=action])";
const CONTROLS = "a,button,input,select,[role=tab],[role=button]";
/** The titles of the parts around a field without a heading: the tab that opened one, and the title of a card. */
const titlesOf = (field: PageElement, within: PageElement[]) => {
  const openers = queryAll(rootNode(field), OPENERS).slice(0, 5 * MOST);
  const idOf = (opener: PageElement) =>
    attribute(opener, "aria-controls") ?? (attribute(opener, "href") ?? attribute(opener, "data-bs-target"))?.slice(1);
  return within.flatMap((part) => {
    const id = attribute(part, "id");
    const own = id ? openers.filter((one) => idOf(one) === id && !contains(part, one)) : [];
    const open = own.length > 1 ? own.filter((one) => matches(one, ACTIVE)) : own;
    const isTitle = (one: PageElement) => matches(one, TITLE) && precedes(one, field) && !contains(one, field);
    const titles = childrenOf(part).filter((one) => isTitle(one) && !query(one, CONTROLS));
    return [
      matches(part, "details") ? query(part, "summary") : null,
      titles.at(-1),
      open.length === 1 ? open[0] : null,
    ].map(textOf);
  });
};

/** A secret's name that isn't in a field, such as on a page to update its value. */
const CODE_NAME = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
/** The most characters beside it. More than that is a sentence. */
const BESIDE_NAME = 24;
/** A part of the page with one secret. */
const ENTRY = "form, section, dialog, [role=dialog], li, tr, [role=row], dd";
const writtenName = (field: PageElement, within: PageElement[]) => {
  const end = within.findIndex((one) => matches(one, ENTRY));
  const parts = end < 0 ? within.slice(0, 2) : within.slice(0, end + 1);
  const own = parts.filter((one) => queryAll(one, INPUTS).length === 1 && !matches(one, "main, body")).at(-1);
  const names = own ? queryAll(own, "*").filter((one) => !query(one, "*") && CODE_NAME.test(textOf(one))) : [];
  const isAlone = (one: PageElement) => {
    const entry = closest(one, ENTRY);
    if (entry && !contains(entry, field)) return false;
    const around = parentElement(one);
    return !around || contains(around, field) || textOf(around).length <= textOf(one).length + BESIDE_NAME;
  };
  const [name, other] = names.filter((one) => precedes(one, field) && isAlone(one));
  return name && !other ? textOf(name) : "";
};

/** Parts whose name is about each field in them. */
const GROUPS = "fieldset, [role=group], [role=tabpanel]";
const ENCLOSED = `section, article, dialog, details, [role=region], [role=dialog], ${GROUPS}`;
/** Whether a heading is in a part of the page that doesn't contain the field. */
const isOfOther = (heading: PageElement, field: PageElement) => {
  const part = closest(heading, ENCLOSED);
  return !!part && !contains(part, field) && !!query(part, FIELDS);
};

/** The last heading before a field in a part of the page, which may have several. Editable text is no heading. */
const lastOver = (field: PageElement, part: AnyNode) =>
  queryAll(part, HEADINGS)
    .filter((heading) => precedes(heading, field) && isVisible(heading) && !isOfOther(heading, field))
    .at(-1);
/** The headings over a field: in its form, and over that, or in its section. */
const headingsOver = (field: PageElement, form: PageElement | null) => {
  const inForm = form && lastOver(field, form);
  const parts = ancestors(form ?? field).filter((one) => matches(one, ENCLOSED));
  let before = form && previousElement(form);
  while (before && matches(before, "p,[class*=sub]")) before = previousElement(before);
  // A part that doesn't contain the field has its own headings, and so has a group of other fields.
  const isOwn = (heading: PageElement) =>
    !ancestors(heading).some(
      (one) => !contains(one, field) && (matches(one, `${ENCLOSED}, ${FORM}, li, tr`) || !!query(one, FIELDS)),
    );
  const above =
    parts.flatMap((part) => lastOver(form ?? field, part) ?? []).find(isOwn) ??
    (before && matches(before, HEADINGS) ? before : null);
  return [inForm, above].flatMap((one) => one ?? []);
};

/** A part of a page that is about one thing. */
const isGroup = (one: PageElement) => matches(one, `${FORM}, fieldset, section, article, [role=group], [role=region]`);
const levelOf = (heading: PageElement) => Number(localName(heading).slice(1));

/** A closed list of choices that isn't the browser's own. It shows what is chosen. */
const LIST = ":is([role=combobox], [aria-haspopup=listbox]):not(select, :has([role=option], option))";
/** What may show a choice. */
const CHOSEN = `:checked, [role=switch][aria-checked=true], [role=radio][aria-checked=true], ${LIST}`;
/** What the controls for a mode say that apply to a field: those of its group, and under none but its own headings. */
const modesFor = (field: PageElement, group: AnyNode | null) => {
  if (!group) return [];
  const headings = queryAll(group, HEADINGS);
  const applies = (control: PageElement) => {
    const above = headings.filter((one) => precedes(one, control)).at(-1);
    const level = above ? levelOf(above) : 0;
    return !headings.some((one) =>
      precedes(control, one) ? precedes(one, field) && levelOf(one) <= level : precedes(field, one),
    );
  };
  // A list of values may have a control in each row.
  const controls = queryAll(group, `select, [type=radio], [type=checkbox], [role=switch], [role=radio], ${LIST}`).slice(
    0,
    5 * MOST,
  );
  const ofModes = controls.filter((control) => modeOf(control, field).length);
  const nearest = ancestors(field).find((one) => ofModes.some((control) => contains(one, control)));
  return queryAll(group, CHOSEN)
    .slice(0, 5 * MOST)
    .filter((control) => applies(control) && (!nearest || contains(nearest, control) || !contains(group, nearest)))
    .slice(0, MOST)
    .flatMap((control) => modeOf(control, field));
};

/** What a control for a mode says: the selected option, the label of a radio button, checkbox or switch. */
const modeOf = (control: PageElement, field: PageElement): string[] => {
  const select = closest(control, "select");
  const own = names(select ?? control);
  if (matches(control, LIST)) {
    const chosen = textOf(control) || asTextField(control)?.value || shownBy(control).slice(0, LONGEST);
    // A program's own mode may be "production" on a test server, too.
    return own.some((name) => ENVIRONMENT.test(name.replace(chosen, ""))) ? [chosen] : [];
  }
  if (!select && !matches(control, "[type=radio], [role=radio]")) {
    // What the user reads decides: Jenkins calls “Use Groovy Sandbox” just “sandbox”. Its label is only next to it.
    const called = ["", attribute(control, "name"), attribute(control, "id")];
    const read = own.filter((name) => !called.includes(name));
    const parent = parentElement(control);
    const beside = parent && queryAll(parent, INPUTS).length < 2 ? textOf(parent) : "";
    const said = read.length ? read : beside ? [beside] : own;
    return said.filter(turnsOn);
  }
  // Selects and radios have many uses, and "Live" many meanings.
  const around = select ?? closest(control, "fieldset, [role=radiogroup]");
  const named = [
    attribute(control, "name") ?? "",
    ...(around ? [...names(around), textOf(query(around, "legend"))] : []),
  ];
  // A label around a list contains its choices, which don't say what it is about.
  const choices = select ? queryAll(select, "option").map(textOf) : [];
  // A program's own mode, which is "production" on a test server, too.
  if (choices.some((choice) => DEVELOPER.test(choice)) && !choices.some((choice) => TRIED.test(choice))) return [];
  const isMode = (name: string) => MODE.test(choices.reduce((left, choice) => left.replace(choice, ""), name));
  if (!named.some(isMode)) return [];
  const value = asTextField(control)?.value ?? "";
  // The name of a radio button is that of all choices. Its ID counts only if the user reads nothing.
  const read = readNames(own, control);
  if (select || matches(control, "[role=radio]")) read.push(textOf(control));
  const said = select ? read.slice(-1) : [...(read.length ? read : [attribute(control, "id") ?? ""]), value];
  const shown = select ? said : read;
  // In a list of numbers, "1" is one of them.
  const isOne = choices.length === 2 && choices.includes("0") && said[0] === "1";
  const isYes = shown.length ? shown.some((one) => YES.test(one.trim())) || isOne : YES_VALUE.test(value);
  if (!isYes) return said;
  const group = closest(control, GROUPS);
  const isOther = (one: PageElement) => attribute(one, "name") !== attribute(select ?? control, "name");
  if (
    OWN_ENVIRONMENT.test(names(field).join(" ")) ||
    (group && !contains(group, field) && queryAll(group, INPUTS).some(isOther))
  )
    return [];
  // "Sandbox mode: Yes". A label around a list contains its choices.
  const withoutChoices = (name: string) => choices.reduce((left, choice) => left.replace(choice, ""), name).trim();
  const called = [...named, ...(select ? own : [])];
  const calledAloud = readNames(called, select ?? control);
  return (calledAloud.length ? calledAloud : called).map(withoutChoices).filter(turnsOn);
};
/** The names of a control that a user reads. */
const readNames = (all: string[], control: PageElement) =>
  all.filter((name) => name && name !== attribute(control, "name") && name !== attribute(control, "id"));
/** Whether a name is that of a setting that turns a sandbox on. Others choose where else a value goes. */
const turnsOn = (name: string) => /test|sandbox/i.test(name) && !ELSEWHERE.test(name);

/** What a component is called that draws a field in its shadow root. */
const hostsOf = (field: PageElement): PageElement[] => {
  const host = asHost(rootNode(field));
  return host ? [...hostsOf(host), host] : [];
};

export const contextAround = (at: Field): Context => {
  const inner = at as PageElement;
  // The parts of the page are around the innermost component that isn't alone in its root.
  const hosts = hostsOf(inner);
  const isPart = (one: PageElement) => !!closest(one, FORM) || others(rootNode(one), one).length > 0;
  const field = [inner, ...hosts.toReversed()].find(isPart) ?? hosts[0] ?? inner;
  const body = bodyOf(document);
  const form = closest(field, FORM);
  // Without a form, the nearest section takes its place: hosts come from its fields, the name from the section.
  const part = form ?? closest(field, "dialog, [role=dialog], section, article, main, body");
  const within = ancestors(field);
  // The row: the smallest part that contains another field.
  const row = within.find((one) => one !== body && others(one, field).length);
  const cell = closest(field, "tr, [role=row], li, dd");
  const labels = [...hosts, inner].flatMap((one) => [...names(one), attribute(one, "label") ?? ""]);
  if (cell)
    labels.push(
      textOf(matches(cell, "dd") ? previousElement(cell) : query(cell, "th, td, [role=rowheader], [role=cell]")),
    );
  // A secret's name may be in the field next to it, but a host, a sentence or an address is no name. A row has its own.
  if (row && part && contains(part, row) && (!cell || contains(cell, row))) {
    const named = others(row, field).filter(
      (one) => SECRET_NAME.test(contentOf(one)) && [contentOf(one), ...names(one)].some((it) => IS_NAME.test(it)),
    );
    // In a list without rows, the others are the names of other secrets.
    const own = named.filter((one) => precedes(one, field)).at(-1) ?? (named.length < 2 ? named[0] : undefined);
    if (own) labels.push(contentOf(own));
  }
  labels.push(writtenName(field, within));
  for (const group of within.filter((one) => matches(one, GROUPS)))
    labels.push(...names(group), textOf(query(group, "legend")));
  labels.push(columnOf(field));
  labels.push(
    ...titlesOf(
      field,
      within.filter((one) => one !== body),
    ),
  );
  if (part && part !== body) labels.push(...names(part));
  labels.push(...headingsOver(field, form).map(textOf));
  labels.push(
    ...modesFor(
      field,
      within.find((one) => isGroup(one) && queryAll(one, INPUTS).length > 1) ?? form ?? closest(field, PAGE),
    ),
  );
  const around = part ?? rootNode(field);
  const beside = others(around, field)
    .filter((one) => !matches(one, UNCHOSEN))
    .map(contentOf);
  const isOfField = (one: PageElement) => {
    const group = closest(one, GROUPS);
    return closest(one, FORM) === form && (!group || contains(group, field)) && isVisible(one);
  };
  const lists = queryAll(around, "select").filter((one) => isOfField(one) && !names(one).some((it) => SOURCE.test(it)));
  for (const list of lists.slice(0, MOST)) beside.push(asSelect(list)?.value ?? "", ...selectedIn(list));
  const found = [...new Set(labels.map((label) => label.slice(0, LONGEST)))].filter(Boolean);
  // A sentence that mentions a host says nothing about this field.
  return {
    beside: beside.filter((value) => /^\s*\S+\.\S+\s*$/.test(value)).slice(0, 20),
    labels: found.slice(0, MOST),
  };
};
