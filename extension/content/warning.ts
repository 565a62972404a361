// The warning next to a field.

import {
  addListener,
  boxOf,
  contains,
  focus,
  formOf,
  isChild,
  isConnected,
  originOf,
  requestSubmit,
  rootElement,
  targetOf,
} from "./dom";
import type { MessageKey } from "./message-keys";
import type { Environment, Warning } from "./protocol";
import { removeText } from "./removal";
import { follow, onStop, report, run, signal, t, textOf } from "./run";
import theme from "./theme.css";
import type { Field } from "./types";
import { element, makeHost } from "./ui";
import css from "./warning.css";

interface Open {
  panel: HTMLElement;
  close(): void;
  /** Asks once more before a form is submitted. */
  ask(submit: () => void): void;
}

export const offerWarnings = () => {
  const { host, root } = makeHost(theme + css);
  const open = new Map<Field, Open>();
  const attach = () => {
    const html = rootElement(document);
    if (!open.size) host.remove();
    else if (html && !isChild(host, html)) html.append(host);
  };
  follow(attach);
  onStop(() => host.remove());

  const place = (field: Field, panel: HTMLElement) => {
    const box = boxOf(field);
    // The window without its scroll bar.
    const wide = rootElement(document)?.clientWidth ?? innerWidth;
    panel.style.maxWidth = `${wide - 16}px`;
    const { offsetWidth: width, offsetHeight: height } = panel;
    const isBelow = box.bottom + 8 + height <= innerHeight || box.top < height + 16;
    const top = isBelow ? box.bottom + 8 : box.top - height - 8;
    panel.style.left = `${Math.max(8, Math.min(box.left, wide - width - 8))}px`;
    panel.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  };
  const placeAll = () => {
    for (const [field, { panel, close }] of open) isConnected(field) ? place(field, panel) : close();
  };
  for (const type of ["scroll", "resize"])
    addListener(window, type, placeAll, { capture: true, passive: true, signal });

  /** Several fields may have a warning; only one is in sight. */
  const show = (field: Field) => {
    for (const [other, { panel }] of open) panel.hidden = other !== field;
    place(field, open.get(field)?.panel ?? host);
  };
  const itemOf = ({ part, hint, label, belonging, line, verdict }: Warning["items"][number]) => {
    const name = label ? t("keyNamed", [label]) : "";
    const known = [belonging ? textOf(belonging) : "", name, verdict ? textOf(verdict) : ""]
      .filter(Boolean)
      .join(" · ");
    return element(
      "li",
      {},
      line ? `${textOf(line)}: ` : "",
      element("b", {}, textOf(part)),
      " ",
      element("code", {}, hint),
      known ? ` · ${known}` : "",
    );
  };
  const button = (key: MessageKey, act: () => void, kind = "") => {
    const made = element("button", { type: "button", class: kind }, t(key));
    // The page cannot click these: its events are not trusted.
    made.onclick = (event) => event.isTrusted && act();
    return made;
  };

  let count = 0;
  run.warn = ({ field, going, warning, insert }) => {
    open.get(field)?.close();
    const insertText = () => {
      if (!insert) return;
      focus(field);
      insert();
    };
    if (warning.urgency === "chip") {
      insertText();
      return run.chip?.(field, warning);
    }
    const id = `w${++count}`;
    const close = () => {
      const hadFocus = panel.contains(root.activeElement);
      panel.remove();
      open.delete(field);
      attach();
      if (hadFocus) focus(field);
    };
    const keep = () => {
      close();
      insertText();
    };
    const remove = () => {
      close();
      removeText(field, going.text);
    };
    const belongs = async (environment: Environment) => {
      const next = await report({ keys: { belongs: { ...going, environment } } });
      close();
      if (next) run.warn?.({ field, going, warning: next, insert });
      else insertText();
    };
    const items = warning.items.map(itemOf);
    const acts = element(
      "div",
      { class: "row" },
      insert
        ? button("warnDoNotPaste", close, "first")
        : button("warnRemove", remove, warning.urgency === "alarm" ? "first" : ""),
      button(insert ? "warnPasteAnyway" : "warnKeep", keep),
    );
    const reasons = warning.reasons.map((reason) => element("p", {}, textOf(reason)));
    const panel = element(
      "div",
      {
        role: "alertdialog",
        class: warning.urgency,
        "aria-labelledby": `${id}h`,
        "aria-describedby": `${id}d`,
        "aria-live": "assertive",
      },
      element("h2", { id: `${id}h` }, textOf(warning.heading)),
      element("div", { id: `${id}d` }, ...reasons, ...(items.length ? [element("ul", {}, ...items)] : [])),
      acts,
      element(
        "div",
        { class: "row" },
        element("span", {}, t("warnBelongs")),
        button("environmentProduction", () => belongs("production")),
        button("environmentSandbox", () => belongs("sandbox")),
      ),
    );
    panel.onkeydown = (event) => {
      const buttons = [...panel.querySelectorAll("button")];
      const at = buttons.indexOf(root.activeElement as HTMLButtonElement);
      event.stopPropagation();
      if (event.key === "Escape") keep();
      else if (event.key === "Tab" && event.shiftKey && at === 0) focus(field);
      else return;
      event.preventDefault();
    };
    root.append(panel);
    const ask = (submit: () => void) => {
      const heading = panel.querySelector("h2");
      if (heading) heading.textContent = t("warnSubmit");
      const submitAnyway = () => {
        close();
        submit();
      };
      const anyway = button("warnSubmitAnyway", submitAnyway);
      acts.lastElementChild?.replaceWith(anyway);
      place(field, panel);
      anyway.focus();
    };
    open.set(field, { panel, close, ask });
    attach();
    show(field);
  };

  const options = { capture: true, signal };
  const openAt = (event: Event): [Field, Open] | undefined => {
    const field = originOf(event) as Field;
    const warned = open.get(field);
    return warned && [field, warned];
  };
  const onFocus = (event: FocusEvent) => {
    const warned = openAt(event);
    if (warned) show(warned[0]);
  };
  // Tab from a field leads into its warning; Escape there keeps the text.
  const onKey = (event: KeyboardEvent) => {
    const [, warned] = (event.isTrusted && openAt(event)) || [];
    if (!warned) return;
    if (event.key === "Tab" && !event.shiftKey) warned.panel.querySelector("button")?.focus();
    else if (event.key === "Escape") warned.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Submitting a form with an open warning asks once more.
  const onSubmit = (event: SubmitEvent) => {
    const form = targetOf(event);
    const warned = form && [...open].find(([field]) => contains(form, field) || formOf(field) === form);
    if (!warned) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(warned[0]);
    warned[1].ask(() => requestSubmit(form, event.submitter));
  };
  addListener(window, "focusin", onFocus, options);
  addListener(window, "keydown", onKey, options);
  addListener(window, "submit", onSubmit, options);
};
