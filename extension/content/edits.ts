// Tracks which fields were edited since the page was loaded or they were submitted, saved, sent or reset. Their values
// are only compared with what they were, and never leave this file.
import {
  ariaLabel,
  asControl,
  asHost,
  attribute,
  boxOf,
  closest,
  contains,
  drawnIn,
  elementById,
  formOf,
  type Heard,
  hasMoreThan,
  isConnected,
  isEditable,
  isHtml,
  isVisible,
  localName,
  matches,
  originOf,
  ownerDocument,
  type PageElement,
  parentElement,
  pathOf,
  previousElement,
  query,
  rootNode,
  startsBefore,
  targetOf,
  textIn,
  windowOf,
} from "./dom";
import { eachFrame, hear } from "./frames";
import { CONTROL, controlUnder, labelsOf } from "./page";
import type { FieldWords } from "./protocol";
import { registry } from "./registry";
import { asElement, editContextOf, queryAll, run, shadowOf } from "./run";
import type { Field, SiteFacts } from "./types";

const fields = new Set<Field>();
/** The value of a field before its first edit, and after its last one. */
const values = new WeakMap<Field, [before: string, after?: string | undefined]>();
/**
 * The last submission, until the next edit, with the failures that the page showed before. A page that prevents it may
 * send the fields itself, or refuse them.
 */
let sent: { form: PageElement; event: Heard<Event>; fields: Field[]; before: string[]; at: number } | undefined;
/** Fields that a script changes after each input. Some editors empty theirs, so its value says nothing about the text. */
const rewritten = new WeakSet<Field>();
/** Marks of fields that a page refuses. */
const REFUSED =
  "[aria-invalid=true],[invalid],[data-user-invalid],.is-invalid,.was-validated :invalid,.has-error,.slds-has-error,.is-error,.p-invalid,.v-input--error,.field.error";
/** What may say that something was not saved, and how soon it says so, in milliseconds. */
const MESSAGE = "[role=alert],[role=status],[role$=dialog],dialog,[aria-live],[class*=error i],[class*=toast i]";
const ANSWERED = 30_000;
/** The most elements in a message, or in a component whose text is a label. */
const MOST = 40;
/** Messages that said that a submission was refused. */
const refusals = new Set<string>();
/** Fields that were passwords. Some pages can show a password, which is still secret. */
const passwords = new WeakSet<object>();

/** Components that a click checks, and what was found to be one or a group of them. */
const TOGGLE = ":is([role=switch],[role=checkbox],[role=radio]):not(input)";
const toggles = new WeakSet<object>();
/** How many fields are asked at a click whether they are searches. */
const MOST_ASKED = 200;

/** What is typed into a site's search isn't saved anywhere. */
const SEARCH = "[role=search] *,search *";
const SEARCH_BOX = "[type=search],[role=searchbox],[inputmode=search],[enterkeyhint=search]";
const TEXT_FIELDS = "textarea,select,input:not([type=hidden],[type=submit],[type=button])";
const EDITORS = "textarea,[contenteditable]";
const TYPED = "input:not([type=hidden],[type=submit],[type=button],[type=checkbox])";
const ANY_FIELD = `${TEXT_FIELDS},[contenteditable]:not([contenteditable=false])`;
const CELL = "td,th,[role=row]>*";
const GROUP = "fieldset,[role=group]";
/** Fields in the head or foot of a table filter it, except in a row that adds something. */
const FILTERS_TABLE = "thead *,tfoot *,[role=columnheader] *";
const DIALOG = "dialog,[role$=dialog]";
const DIALOGS = `${DIALOG},.modal`;
/** Controls whose form is submitted by the browser, and components that do the same. */
const SUBMITS = "button:not([type=button],[type=reset]),[type=submit],[type=image]";
const TABLE = "table,tbody,[role=table],[role$=grid]";
const words = () => (registry.site as SiteFacts).session.fields;
const says = (pattern: keyof FieldWords, texts: (string | null | undefined)[]) =>
  texts.some((text) => text && new RegExp(words()[pattern], "iu").test(text.trim().replace(/\s+/g, " ")));
/** The host of a component whose slot an element shows. */
const hostIn = (element: PageElement) => (query(element, "slot") ? asHost(rootNode(element)) : null);
const saves = (control: PageElement) => {
  const host = hostIn(control);
  const names = host && !hasMoreThan(host, MOST) ? labelsOf(host) : [];
  return says("saves", [...labelsOf(control), ...names]);
};
/** The closest element around an element that matches, also outside its shadow root. */
const around = (element: PageElement, selector: string): PageElement | null => {
  const host = asHost(rootNode(element));
  return closest(element, selector) ?? (host && around(host, selector));
};
/** The form that a field or a control belongs to. */
const formAround = (element: Field) =>
  (formOf(element) as PageElement | null | undefined) ?? around(element as PageElement, "form");
const isDrawnIn = (element: Field, part: PageElement) => {
  let at: PageElement | null = element as PageElement;
  while (at && at !== part) at = drawnIn(at);
  return !!at;
};
const labelsIn = (field: PageElement) =>
  [...(asControl(field)?.labels ?? [])].map((one) => asElement(one) as PageElement);
/** Whether a checkbox selects the row that it is alone in the first cell of. */
const selectsRow = (field: PageElement) => {
  const cell = matches(field, "[type=checkbox]") && closest(field, CELL);
  if (!cell || !matches(cell, ":first-child") || textIn(cell).trim()) return false;
  return labelsIn(field).every((label) => contains(cell, label));
};
/** Whether a form does something with the rows that are selected in it: it has a list of actions, and saves nothing. */
const isBulkForm = (form: PageElement) =>
  !!query(form, "select") && !queryAll(form, CONTROL).some(saves) && !query(form, `${TYPED},${EDITORS}`);
/** Whether a field is in a group of filters, and its form has nothing else. */
const isInFilters = (field: PageElement, form: PageElement | null) => {
  const group = closest(field, GROUP);
  if (!group) return false;
  const legend = queryAll(group, "legend").find((one) => closest(one, GROUP) === group);
  const rest = form ? queryAll(form, TEXT_FIELDS).filter((other) => !contains(group, other)) : [];
  return !rest.length && says("group", [legend && textIn(legend), ariaLabel(group)]);
};
/** The text of a label without the options in it. */
const labelText = (label: PageElement) =>
  queryAll(label, "select").reduce((left, list) => left.replace(textIn(list), " "), textIn(label));
/** Whether a part of the page around a field shows a table, and nothing there saves. */
const isOverTable = (field: PageElement) => {
  let part = parentElement(field);
  while (part && !query(part, TABLE)) part = parentElement(part);
  return !!part && !queryAll(part, CONTROL).some(saves);
};
/** Whether a field searches or filters what the page shows, or turns its pages. */
const isSearch = (field: PageElement) => {
  if (matches(field, SEARCH)) return true;
  if (!asControl(field) || localName(field) === "textarea") return false;
  const form = closest(field, "form");
  if (isInFilters(field, form) || (form && isBulkForm(form) && selectsRow(field))) return true;
  if (form) {
    if (matches(form, "[method=get i]") && !query(form, EDITORS)) return true;
    if (queryAll(form, TEXT_FIELDS).length > 1) return false;
  } else {
    const row = closest(field, "tr,[role=row]");
    if (selectsRow(field) || (matches(field, FILTERS_TABLE) && !(row && query(row, CONTROL)))) return true;
  }
  const controlled = elementById(rootNode(field), attribute(field, "aria-controls") ?? "");
  if (matches(field, SEARCH_BOX) || (controlled && matches(controlled, TABLE))) return true;
  const hint = attribute(field, "placeholder");
  const labels = [ariaLabel(field), ...labelsIn(field).map(labelText)];
  if (says("hint", [hint]) || says("label", labels)) return true;
  return says("overTable", [hint, ...labels]) && isOverTable(field);
};
/** The same, until the field has the focus again. Typing must not search through the page. */
const searches = new WeakMap<PageElement, boolean>();
const isKnownSearch = (field: PageElement) => {
  const known = searches.get(field) ?? isSearch(field);
  searches.set(field, known);
  return known;
};

/** The value of a field; undefined for passwords, and where it does not show everything. */
const valueIn = (field: Field) => {
  if (toggles.has(field)) {
    const parts = [field as PageElement, ...queryAll(field, "[aria-checked]")];
    return parts.map((one) => attribute(one, "aria-checked")).join();
  }
  const control = asControl(field);
  if (!control || /file|multiple|password|radio/.test(control.type)) return undefined;
  return control.type === "checkbox" ? `${control.checked}` : control.value;
};
/** The messages in the page that something failed. */
const failures = () =>
  [...run.tree.roots]
    .flatMap((root) => queryAll(root, MESSAGE))
    .filter((one) => !hasMoreThan(one, MOST) && isVisible(one))
    .map((one) => textIn(one).trim() || textIn(hostIn(one) ?? one))
    .filter((text) => says("fails", [text]));
/** The fields of the last submission, if the page shows that it refuses them. */
const refused = () => {
  if (!sent || (sent.event.type !== "click" && !sent.event.defaultPrevented)) return [];
  const { form, fields: own, before, at } = sent;
  const isRecent = Date.now() - at < ANSWERED;
  const shown = isRecent || refusals.size ? failures() : [];
  const news = isRecent ? shown.filter((text) => !before.includes(text)) : [];
  for (const text of news) refusals.add(text);
  // Such a message may disappear by itself.
  if (news.length) settle(own);
  else if (query(form, REFUSED) || shown.some((text) => refusals.has(text))) return own;
  return [];
};
/** Ends the wait for what the page does with a submission. These of its fields still have edits. */
const settle = (still = refused()) => {
  sent = undefined;
  for (const field of still) {
    fields.add(field);
    // What is known from before its next edit may be the refused value.
    values.delete(field);
  }
};
/** The smallest field that a user may type into, in CSS pixels. Some editors receive their input in a smaller one. */
const SMALLEST = 12;
/** Whether a field shows what is in it. */
const showsValue = (field: Field) => {
  const boxes = [field, parentElement(field)].map((element) => element && boxOf(element));
  return isVisible(field) && boxes.every((box) => box && box.width > SMALLEST && box.height > SMALLEST);
};
/** Editors in the page that were empty before their first edit. */
const blank = new WeakSet<Field>();
const MEDIA = "img:not([class*=separator],[class*=placeholder]),video,audio,iframe,canvas,hr,table";
const isEmpty = (editor: PageElement) => !textIn(editor).trim() && !query(editor, MEDIA) && !editContextOf(editor);
/** Fields that are emptied when what was typed or chosen becomes a part of a list. */
const CHOOSES = "form input,select,[role=combobox],[aria-autocomplete],[list]";
/** How much longer than the text the content of a tag may be, for its own controls. */
const MORE = 12;
/** Whether what was typed is now a tag before a field. */
const isTag = (field: PageElement) => {
  const typed = localName(field) === "input" && values.get(field)?.[1]?.trim();
  return [field, parentElement(field)].some((at) => {
    const tag = at && previousElement(at);
    const text = tag ? textIn(tag).trim() : "";
    return !!typed && text.startsWith(typed) && text.length < typed.length + MORE;
  });
};
/** Whether a script has set a field back to what it was, such as after it sent a comment. Forms have an event for that. */
const isSetBack = (field: Field) => {
  const [before] = values.get(field) ?? [];
  const isAsBefore =
    before === undefined ? blank.has(field) && isEmpty(field as PageElement) : valueIn(field) === before;
  if (!isAsBefore || matches(field, CHOOSES) || rewritten.has(field)) return false;
  return showsValue(field) && !isTag(field as PageElement);
};
/** How long an editor may take to insert a text, in milliseconds. */
const INSERTED = 300;
/** Forgets the edits of fields that were sent or reset. */
const forget = (own: Field[]) => {
  for (const field of own) {
    fields.delete(field);
    values.delete(field);
  }
};
/** The last edited field, and where the page has said that all changes are saved. */
let latest: Field | undefined;
let told: PageElement | undefined;
/** Whether it has said so since before the last edit. */
let isOld = false;
const whereSaved = () =>
  queryAll(document, "[role=status],[aria-live]").find((one) => isVisible(one) && says("saved", [textIn(one)]));
/** Forgets the last edited field once the page says that all changes are saved. */
const autosave = () => {
  if (!latest) return;
  told = whereSaved();
  if (!told) isOld = false;
  else if (!isOld) {
    forget([latest]);
    latest = undefined;
  }
};
const send = (form: PageElement, event: Heard<Event>, own: Field[]) => {
  forget(own);
  sent = { form, event, fields: own, before: failures(), at: Date.now() };
};
/** What a control saves: a part of the page, and which fields in it. */
const savedBy = (control: PageElement) => {
  const form = formAround(control);
  const host = hostIn(control);
  // The browser reports what it submits.
  if (form && (formOf(control) ? matches(control, SUBMITS) : host && matches(host, "[type=submit i]")))
    return undefined;
  if (form && query(form, ":invalid")) return undefined;
  const roots = new Set([...run.tree.roots, rootNode(control)]);
  const all = (selector: string) => [...roots].flatMap((root) => queryAll(root, selector));
  const others = all(ANY_FIELD).filter((field, index) => index > MOST_ASKED || !isKnownSearch(field));
  /** The elements around fields, each with those right in it. */
  const holders = new Map<PageElement, PageElement[]>();
  for (const field of [...(fields as Set<PageElement>), ...others]) {
    let inner: PageElement[] = [];
    for (let at: PageElement | null = field; at; at = drawnIn(at)) {
      const known = holders.get(at);
      known?.push(...inner);
      if (known) break;
      holders.set(at, inner);
      inner = [at];
    }
  }
  /** The smallest part around a control that has a field, and what the control is in there. */
  const placeOf = (top: PageElement): [part: PageElement, top: PageElement] | undefined => {
    const part = drawnIn(top);
    if (!part || holders.has(part)) return part ? [part, top] : undefined;
    return matches(part, DIALOG) ? undefined : placeOf(part);
  };
  const place = placeOf(control);
  if (!place) return undefined;
  const [part, top] = place;
  /** Parts in it with a control of their own that saves. */
  const own = new Set<PageElement>();
  let saved = form && around(part, `form,${DIALOG}`) === form ? form : part;
  for (const other of all(CONTROL)) {
    if (other === control || (!(form && formOf(other) === form && matches(other, SUBMITS)) && !saves(other))) continue;
    const [otherPart, otherTop] = placeOf(other) ?? [];
    if (!otherPart || !otherTop) continue;
    if (otherPart === part) {
      // Both save the same if no field, or every field, is between them. Otherwise, it is unknown what each one saves.
      const inner = holders.get(part) ?? [];
      const between = inner.filter((one) => startsBefore(one, top) !== startsBefore(one, otherTop));
      if (between.length % inner.length) return undefined;
    } else if (isDrawnIn(otherPart, part)) own.add(otherPart);
    // The other one saves the form.
    else if (form && isDrawnIn(other, form)) saved = part;
  }
  const isSaved = (field: Field) => {
    let at: PageElement | null = field as PageElement;
    while (at && at !== saved && !own.has(at)) at = drawnIn(at);
    return at === saved && formAround(field) === form;
  };
  return { saved, isSaved };
};
/** Whether a page is shown in this window. Firefox keeps the window of a frame that was removed. */
const isOpen = (page: Document) => {
  const view = windowOf(page);
  return !!view && (page === document || !!view.frameElement);
};
/** Edited fields that could be lost. For a group of radio buttons, the selected one. */
const edited = () => {
  const still = refused();
  autosave();
  return [...fields, ...still].filter((field) => {
    const control = asControl(field);
    const page = isConnected(field) && ownerDocument(field);
    if (!page || !isOpen(page) || passwords.has(field) || isSetBack(field)) return false;
    // A closed dialog was answered, unless another one continues it.
    const dialog = around(field as PageElement, DIALOGS);
    if (dialog && !isVisible(dialog) && !queryAll(document, DIALOGS).some(isVisible)) return false;
    return control?.type !== "radio" || control.checked;
  });
};

/** Calls `changed` after each edit and each submitted form. */
export const watchEdits = (changed: () => void) => {
  run.edited = edited;
  const onInput = (event: Heard<Event>) => {
    if (!event.isTrusted) return;
    const target = asElement(originOf(event));
    if (!target || isKnownSearch(target)) return;
    const root = shadowOf(target);
    // Only listeners inside a closed root can see which of its fields was edited.
    if (root?.mode === "closed") return hear(root, "input", onInput);
    const control = asControl(target);
    const field =
      (control as Field | undefined) ??
      closest(target, "[contenteditable]") ??
      (isHtml(target) && (isEditable(target) || editContextOf(target)) ? target : null);
    if (!field) return;
    settle();
    const known = values.get(field);
    const now = valueIn(field);
    if (known) known[1] = now;
    latest = field;
    isOld = true;
    setTimeout(() => {
      // More may have been typed until then.
      if (valueIn(field) !== (values.get(field)?.[1] ?? now)) rewritten.add(field);
      isOld = !!told && isConnected(told) && says("saved", [textIn(told)]);
    });
    if (known && now === known[0]) fields.delete(field);
    else fields.add(field);
    follow(field);
    if (control?.type === "password") passwords.add(field);
    changed();
  };
  const follow = (field: Field) => {
    // Only the root that a form is in hears of it.
    for (let at: Field | null = field; at; at = asHost(rootNode(at)))
      for (const type of ["submit", "reset"]) hear(rootNode(at), type, onSubmit);
  };
  const onSubmit = (event: Heard<Event>) => {
    const form = targetOf(event);
    // If the session has ended, nothing is saved.
    if (!event.isTrusted || !form || (event.type === "submit" && run.view?.session?.ended)) return;
    settle(sent?.form === form ? sent.fields : refused());
    const own = [...fields].filter((field) => formAround(field) === form || isDrawnIn(field, form));
    if (event.type === "submit") send(form, event, own);
    else forget(own);
    changed();
  };
  /** A click on a control that saves sends fields, if the browser doesn't report that itself. */
  const onClick = (event: Heard<Event>) => {
    if (!event.isTrusted) return;
    const toggle = pathOf(event)
      .map(asElement)
      .find((one) => one && matches(one, TOGGLE));
    if (toggle && formAround(toggle)) onToggle(closest(toggle, "[role=radiogroup]") ?? toggle);
    const control = fields.size || sent ? controlUnder(event) : undefined;
    if (!control || matches(control, "[aria-disabled=true]") || run.view?.session?.ended || !saves(control)) return;
    const by = savedBy(control);
    const again = sent && by?.saved === sent.form ? sent.fields : refused();
    if (!by || ![...fields, ...again].some(by.isSaved)) return;
    settle(again);
    send(by.saved, event, [...fields].filter(by.isSaved));
    changed();
  };
  const onToggle = (field: PageElement) => {
    if (!fields.has(field)) {
      settle();
      toggles.add(field);
      values.set(field, [valueIn(field) as string]);
      fields.add(field);
      follow(field);
    }
    changed();
  };
  /** Some editors insert a pasted or dropped text themselves, without an event. */
  const onInsert = (event: Heard<Event>) => {
    const target = event.isTrusted && asElement(originOf(event));
    const editor = target && closest(target, "[contenteditable]");
    if (!editor || !isEditable(editor)) return;
    const content = () => textIn(editor) + queryAll(editor, MEDIA).length;
    const before = content();
    setTimeout(() => {
      if (fields.has(editor) || !isConnected(editor) || content() === before) return;
      settle();
      fields.add(editor);
      follow(editor);
      changed();
    }, INSERTED);
  };
  const beforeEdit = (event: Heard<Event>) => {
    const target = asElement(originOf(event));
    // Only the page receives what is inserted into an edit context.
    if (event.type === "beforeinput" && target && editContextOf(target)) onInput(event);
    const field = asControl(target) as Field | undefined;
    const editor = !field && target && closest(target, "[contenteditable]");
    if (editor && !fields.has(editor)) isEmpty(editor) ? blank.add(editor) : blank.delete(editor);
    if (event.type === "focusin" && target) {
      searches.delete(target);
      told = whereSaved();
    }
    const now = field && valueIn(field);
    if (!field || now === undefined || toggles.has(field)) return;
    if (!fields.has(field)) values.set(field, [now]);
    // Some editors empty a field after each input, so its value says nothing about their text.
    else if (now !== values.get(field)?.[1] && !isSetBack(field)) values.delete(field);
  };
  eachFrame((view, on) => {
    on(view, "input", onInput);
    on(view, "click", onClick);
    for (const type of ["paste", "drop"]) on(view, type, onInsert);
    // During a submission, only the page's own script asks whether fields are valid.
    on(view, "invalid", () => sent?.event.eventPhase && settle(sent.fields));
    // Lists and checkboxes have no `beforeinput`.
    for (const type of ["beforeinput", "focusin", "pointerdown"]) on(view, type, beforeEdit);
  });
};
