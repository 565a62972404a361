// The warning next to a field.

import { endsOf, fold, holdsFile, type Presence, presenceOf, presenceOfHeld, presenceOfNote } from "./content";
import {
  addListener,
  asHost,
  asTextField,
  contains,
  dispatch,
  focus,
  formOf,
  type Heard,
  type PageElement,
  pathOf,
  requestSubmit,
  rootElement,
  rootNode,
  submitterOf,
  targetOf,
} from "./dom";
import { element, theme, unfindable } from "./drawn";
import { keepOut, letIn } from "./keepout";
import { makeLayer, placeBeside } from "./layer";
import type { ContentKey } from "./message-keys";
import type { Choice, Claim, Item, RouteEnd } from "./protocol";
import { removeText } from "./removal";
import { onStop, report, run, signal, t, textOf } from "./run";
import { GUARDED } from "./steady";
import { type Field, type Judged, type Paste, type Verdict, verdictOf } from "./types";
import { forgetText } from "./values";
import css from "./warning.css";

/** How often a warning checks whether it still applies, in milliseconds. */
const PERIOD = 250;

interface Open {
  readonly paste: Paste;
  readonly panel: HTMLElement;
  readonly presence: Presence;
  /** The actions of its buttons. */
  readonly acts: WeakMap<EventTarget, () => void>;
  close(): void;
  /** Closes it and leaves the text as it is. */
  leave(): void;
  /** Shows why something was not done. */
  fail(why: ContentKey): void;
  /** Asks once more before a form is submitted. */
  ask(submit: () => void): void;
  /** Whether it only says what was done. */
  readonly isNote: boolean;
  /** How urgent it is among several at one field. */
  readonly rank: number;
}

/** Additional texts for a warning. */
interface Said {
  /** The core's answer, if it is late. */
  late?: Promise<Verdict> | undefined;
  /** Whether the text is back and can't be removed. */
  failed?: boolean;
  /** The user's declaration about the keys in the text, as a message. */
  said?: ContentKey | undefined;
  /** Whether a held text was lost with its field. */
  lost?: boolean;
}

export interface Warnings {
  warn(paste: Paste, warning: Judged, said?: Said): void;
  /** Inserts a text that is held, and lets it stay. */
  deliver(paste: Paste): void;
}

/** How long the confirmation of a declaration stays, in milliseconds. */
const NOTED = 10_000;

const endOf = ({ text, look: { environment, color, ink } }: RouteEnd) => {
  const made = element("i", { class: environment }, textOf(text));
  Object.assign(made.style, { background: color, color: ink });
  return made;
};

const itemOf = ({ part, hint, label, belonging, line, verdict }: Item) => {
  // The page must not be able to read what the keyring contains.
  const known = [belonging && textOf(belonging), label && t("keyNamed", [label]), verdict && textOf(verdict)];
  return element(
    "li",
    {},
    line ? `${textOf(line)}: ` : "",
    element("b", {}, textOf(part)),
    " ",
    element("code", {}, unfindable(hint)),
    ...known.filter((text) => text != null && text !== "").flatMap((text) => [" · ", unfindable(text as string)]),
  );
};

/** Removes the files from their field so that the page notices. */
const removeFiles = (field: Field, file: File) => {
  const input = asTextField(field);
  if (!input || !holdsFile(field, file)) return false;
  input.value = "";
  for (const type of ["input", "change"]) dispatch(input, new Event(type, { bubbles: true }));
  return !holdsFile(field, file);
};
/** Of several warnings, the latest of the most urgent ones. */
const mostUrgent = (some: readonly Open[]) => [...some].reverse().sort((one, other) => other.rank - one.rank)[0];

export const offerWarnings = (): Warnings => {
  const open = new Set<Open>();
  let current: Open | undefined;
  let timer = 0;

  /** Several fields may have warnings, but only one is visible. */
  const show = (next: Open | undefined) => {
    current = next;
    for (const one of open) one.panel.hidden = one !== next;
    attach(next?.presence.field);
    if (next) placeBeside(next.presence.holder ?? next.presence.field, next.panel);
  };
  const at = (field: Field) => [...open].filter(({ presence }) => presence.field === field);
  /** Closes a warning if it doesn't apply anymore. */
  const closeIfGone = (one: Open) => {
    if (!one.presence.isGone()) return false;
    one.close();
    if (one.paste.insert) lose(one.paste);
    return true;
  };
  const look = () => {
    for (const one of open) if (!one.panel.inert) closeIfGone(one);
    show(current);
  };
  const watch = () => {
    if (open.size && !timer) timer = setInterval(look, PERIOD);
    if (open.size) return;
    clearInterval(timer);
    timer = 0;
  };
  const isSeen = ({ panel }: Open) => isReachable(panel.querySelector("button") ?? panel);
  /** The visible warning of the field that an event is on. */
  const openAt = (event: Heard<Event>) => {
    const path = pathOf(event);
    const isOther = (field: unknown) => asTextField(path[0]) && path[0] !== field;
    const isHere = ({ presence: { field, holder } }: Open) =>
      (path.includes(field) || path.includes(holder)) && !isOther(field);
    const found = current && isHere(current) ? current : mostUrgent([...open].filter(isHere));
    if (found && found !== current) show(found);
    return found && !closeIfGone(found) && isSeen(found) ? found : undefined;
  };

  // Keys in a field with a warning: Tab moves into the warning, Escape keeps the text.
  const onFieldKey = (event: Heard<KeyboardEvent>) => {
    const leads = event.key === "Tab" && !event.shiftKey;
    if (!event.isTrusted || (!leads && event.key !== "Escape")) return;
    const warned = openAt(event);
    if (!warned) return;
    if (leads) warned.panel.querySelector("button")?.focus();
    else warned.leave();
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onOwnKey = (event: Heard<KeyboardEvent>) => {
    // A page can dispatch events to the host of the shadow root.
    if (!current || !event.isTrusted) return;
    const buttons = [...current.panel.querySelectorAll("button")].filter((one) => one.checkVisibility());
    const at = buttons.indexOf(root.activeElement as HTMLButtonElement);
    if (event.key === "Escape") current.leave();
    else if (event.key !== "Tab") return;
    else if (event.shiftKey && at === 0) focus(current.presence.field);
    // From the field, the browser continues to the next element.
    else if (!event.shiftKey && at === buttons.length - 1) return focus(current.presence.field);
    else return;
    event.preventDefault();
  };
  // Submitting a form with a warning asks once more.
  const onSubmit = (event: Heard<Event>) => {
    const form = targetOf(event);
    if (!form) return;
    const isIn = (field: PageElement) => contains(form, field) || formOf(field) === form;
    const asks = (one: Open) => isIn(one.presence.field as PageElement) && !one.paste.insert && !one.isNote;
    const warned = mostUrgent([...open].filter((one) => asks(one) && !closeIfGone(one)));
    if (!warned) return;
    show(warned);
    if (!isSeen(warned)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = submitterOf(event);
    warned.ask(() => requestSubmit(form, submitter));
  };
  let byKeyboard = false;
  const { root, attach, isReachable, counts, isCovered } = makeLayer(theme + css, (event, isOurs) => {
    if (!open.size) return;
    const { type } = event;
    if (type === "keydown") (isOurs ? onOwnKey : onFieldKey)(event as Heard<KeyboardEvent>);
    else if (isOurs && type === "click") byKeyboard = (event as Heard<MouseEvent>).detail === 0;
    else if (isOurs) return;
    else if (type === "submit") onSubmit(event);
    else if (type === "focusin") openAt(event);
  });
  for (const type of ["scroll", "resize", "input"])
    addListener(
      window,
      type,
      (event: Heard<Event>) => {
        const scroller = targetOf(event) ?? rootElement(document);
        if (type === "scroll" && scroller) for (const { presence } of open) presence.scrolled(scroller as PageElement);
        if (open.size) type === "input" ? setTimeout(look) : show(current);
      },
      { capture: true, passive: true, signal },
    );
  onStop(() => clearInterval(timer));
  // The page can neither hear nor trigger this event, because it doesn't leave the shadow root.
  addListener(
    root,
    "submit",
    (event: SubmitEvent) => {
      event.preventDefault();
      const button = submitterOf(event);
      const act = event.isTrusted && button && current?.acts.get(button);
      if (act && counts(button, byKeyboard)) act();
      else if (act && isCovered(button)) current?.fail("warnCovered");
    },
    { capture: true, signal },
  );

  let count = 0;
  const lose = (paste: Paste) => {
    const heading = { key: "warnNotPasted" as const, args: [] };
    warn(
      { ...paste, text: "", insert: null },
      { urgency: "question", heading, reasons: [], items: [] },
      { lost: true },
    );
  };
  const deliver: Warnings["deliver"] = (paste) => {
    letIn(paste.text);
    if (paste.insert && !paste.insert() && !signal.aborted) lose(paste);
  };
  const warn: Warnings["warn"] = (paste, warning, { late, failed, said, lost } = {}) => {
    const { field, text, insert, file } = paste;
    const going = warning.going ?? paste.going;
    // A warning about the same text, which the page may have formatted, or a part of it. Others are still true.
    for (const { paste: other, close } of at(field))
      if (other.file === file && !other.insert === !insert && fold(text).includes(fold(other.text))) close();
    // The event doesn't leave a shadow root.
    const within = rootNode(field);
    if (asHost(within)) addListener(within, "submit", onSubmit, { capture: true, signal });
    const isChip = warning.urgency === "chip";
    const presence =
      file || lost
        ? presenceOfNote(field, file)
        : insert && !isChip
          ? presenceOfHeld(field)
          : presenceOf(field, text, endsOf(warning));
    if (isChip) {
      deliver(paste);
      return at(field).length ? undefined : run.chip?.(presence, warning);
    }
    const acts = new WeakMap<EventTarget, () => void>();
    const button = (key: ContentKey, act: () => void, kind = "") => {
      const made = element("button", { type: "submit", class: kind }, t(key));
      acts.set(made, act);
      return made;
    };
    /** A button for an action that the page can't do itself. */
    const guarded = (key: ContentKey, act: () => void) => {
      const made = button(key, act);
      made.setAttribute(GUARDED, "");
      return made;
    };
    const close = () => {
      const hadFocus = panel.contains(root.activeElement);
      panel.remove();
      open.delete(self);
      if (current === self) show(mostUrgent(at(presence.field)));
      watch();
      if (hadFocus) focus(presence.field);
    };
    /** Records the choice for the popup's list of last warnings. */
    const chose = (choice: Choice) => {
      if (warning.urgency === "alarm") report({ keys: { chose: { choice } } });
    };
    let isKept = false;
    const keep = () => {
      chose("kept");
      isKept = true;
      close();
      deliver(paste);
    };
    const drop = () => {
      chose("removed");
      forgetText(text);
      close();
    };
    const leave = () => {
      // There is nothing to choose in a note, or about a file that the page has.
      if (!isNote && (!file || holdsFile(field, file))) chose(insert ? "removed" : "kept");
      isKept = !insert;
      close();
      if (insert) forgetText(text);
      else letIn(text);
    };
    const openOther = () => {
      chose("opened");
      report({ keys: "other-page" });
    };
    const fail = (why: ContentKey) => {
      problem.textContent = t(why);
      show(self);
    };
    const remove = async () => {
      problem.textContent = "";
      panel.inert = true;
      const isOut = file ? removeFiles(field, file) : await removeText(presence, text);
      panel.inert = false;
      if (!open.has(self) || signal.aborted) return;
      if (!isOut) return fail("warnNotRemoved");
      drop();
      if (file) for (const one of at(field)) if (one.paste.file) one.close();
      if (!file) keepOut(presence, text, () => warn({ ...paste, field: presence.field }, warning, { failed: true }));
    };
    /** Sends the user's declaration about the keys in the text, and shows `words` as confirmation. */
    const say = async (claim: Claim, words?: ContentKey) => {
      const next: Verdict = verdictOf(await report({ keys: { belongs: { ...going, claim } } }));
      if (next === undefined) return fail("warnUncheckedReason");
      close();
      const again = { ...paste, going, field: presence.field };
      if (next) return warn(again, next, { said: words });
      deliver(paste);
      const note = words && { urgency: "question" as const, heading: { key: words, args: [] }, reasons: [], items: [] };
      if (note) warn({ ...again, insert: null }, note, { said: words });
    };
    const undo = () => say("undo");

    const id = `w${++count}`;
    const items = warning.items.map(itemOf);
    const kind = warning.urgency === "alarm" ? "first" : "";
    const choices = element("div", { class: "row choices" });
    const isNote = (!!said && !items.length) || !!lost;
    if (lost) choices.append(button("noticeHide", close));
    else if (isNote) choices.append(button("undo", undo), button("noticeHide", close));
    else if (insert) choices.append(button("warnDoNotPaste", drop, "first"), guarded("warnPasteAnyway", keep));
    // A dropped file belongs to the page.
    else if (file && !holdsFile(field, file)) choices.append(button("noticeHide", close));
    else choices.append(button(file ? "warnRemoveFile" : "warnRemove", remove, kind), button("warnKeep", keep));
    const { route, offersOtherPage, offersFine } = warning;
    if (route && offersOtherPage)
      choices.lastElementChild?.before(
        button(route.from.look.environment === "sandbox" ? "samePageInSandbox" : "samePageInProduction", openOther),
      );
    const problem = element("p", { class: "problem", role: "alert" });
    const reasons = warning.reasons.map((reason) => element("p", {}, textOf(reason)));
    const heading = element("h2", { id: `${id}h` }, textOf(warning.heading));
    const row = (words: ContentKey, ...buttons: Node[]) =>
      element("div", { class: "row" }, element("span", {}, t(words)), ...buttons);
    const claims = () => {
      const marks = row(
        "warnBelongs",
        guarded("environmentProduction", () => say("production", "warnMarkedProduction")),
        guarded("environmentSandbox", () => say("sandbox", "warnMarkedSandbox")),
      );
      const fine = row(
        "warnFineMeaning",
        guarded("warnFine", () => say("fine", "warnFineNoted")),
      );
      const rows = [...(warning.settled ? [] : [marks]), ...(offersFine ? [fine] : [])];
      if (warning.urgency !== "alarm" || !rows.length) return rows;
      // The warning may be wrong, but that is the exception.
      const more = element("div", { hidden: "" }, ...rows);
      const toggle = button("warnWrong", () => {
        more.hidden = !more.hidden;
        toggle.ariaExpanded = `${!more.hidden}`;
        show(self);
      });
      toggle.ariaExpanded = "false";
      return [element("div", { class: "row wrong" }, toggle), more];
    };
    const footer = said ? [row(said, button("undo", undo))] : claims();
    if (said && footer[0]) footer[0].role = "status";
    const panel = element(
      "div",
      {
        role: "alertdialog",
        class: warning.urgency,
        "aria-labelledby": `${id}n ${heading.id}`,
        "aria-describedby": `${id}d`,
        "aria-live": "assertive",
      },
      element(
        "form",
        {},
        element("p", { id: `${id}n`, class: "name" }, t("extensionName")),
        heading,
        element(
          "div",
          { id: `${id}d`, class: "why" },
          ...(route ? [element("p", { class: "route" }, endOf(route.from), " → ", endOf(route.to))] : []),
          ...reasons,
          ...(items.length ? [element("ul", {}, ...items)] : []),
        ),
        problem,
        choices,
        ...(items.length ? footer : []),
      ),
    );
    const ask = (submit: () => void) => {
      heading.textContent = t("warnSubmit");
      const submitAnyway = () => {
        close();
        submit();
      };
      const anyway = button("warnSubmitAnyway", submitAnyway);
      choices.lastElementChild?.replaceWith(anyway);
      show(self);
      anyway.focus();
    };
    const rank = insert ? 2 : kind ? 1 : 0;
    const self: Open = { paste, panel, presence, acts, close, leave, fail, ask, isNote, rank };
    root.append(panel);
    open.add(self);
    show(mostUrgent(at(presence.field)));
    watch();
    if (failed) fail("warnNotRemoved");
    if (isNote) setTimeout(() => panel.matches(":hover, :focus-within") || !open.has(self) || close(), NOTED);
    late?.then((next) => {
      if (next === undefined || signal.aborted) return;
      const again = { ...paste, field: presence.field };
      if (open.has(self)) {
        close();
        if (next) warn(again, next);
        else deliver(again);
        // The user kept it before this was known.
      } else if (next && isKept && !presence.isGone()) warn({ ...again, insert: null }, next);
    });
  };
  return { warn, deliver };
};
