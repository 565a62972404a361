// A copy of what was typed, for the clipboard, when the user clicks for it. Nothing of it is kept.
import {
  ariaLabel,
  asControl,
  asSelect,
  asTextField,
  attribute,
  elementById,
  innerText,
  localName,
  rootNode,
  textIn,
} from "./dom";
import { element } from "./drawn";
import { report, run, t } from "./run";
import type { Field } from "./types";

const SECRET = /password|one-time-code|\bcc-/i;

/** The text of a label without that of the fields inside it. */
const labelText = (label: HTMLLabelElement) => {
  const copy = label.cloneNode(true) as HTMLLabelElement;
  for (const inner of copy.querySelectorAll("input, select, textarea, button")) inner.remove();
  return copy.textContent;
};
const nameOf = (field: Field) => {
  const root = rootNode(field);
  const ids = (attribute(field, "aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labelled = ids.map((id) => elementById(root, id)).map((found) => found && textIn(found));
  const labels = [...(asControl(field)?.labels ?? [])].map(labelText);
  const attributes = ["placeholder", "name", "id"].map((name) => attribute(field, name));
  const names = [ariaLabel(field), labelled.join(" "), labels.join(" "), ...attributes, localName(field)];
  return names.map((name) => (name ?? "").trim().replace(/\s+/g, " ")).find(Boolean) ?? "";
};
const contentOf = (field: Field): string => {
  const control = asControl(field);
  if (control?.type === "checkbox") return t(control.checked ? "copyYes" : "copyNo");
  if (control?.type === "radio") return t("copyChosen");
  if (control?.type === "file") return [...(control.files ?? [])].map((file) => file.name).join(", ");
  const select = asSelect(field);
  if (select) return [...select.selectedOptions].map((option) => option.text).join(", ");
  return asTextField(field)?.value ?? innerText(field);
};

/** Copies; what came of it. */
export const copyTyped = async (): Promise<(Node | string)[]> => {
  const edited = (run.edited?.() ?? []).filter(
    (field) => asControl(field)?.type !== "hidden" && contentOf(field).trim(),
  );
  const open = edited.filter((field) => !SECRET.test(attribute(field, "autocomplete") ?? ""));
  const fields = open.map((field): [string, string] => [nameOf(field), contentOf(field).trim()]);
  /** Which of them hold what may be secret; all, if the core cannot say. */
  const leftOut: boolean[] | undefined = await report({ session: { copy: { fields } } });
  const isKept = (field: Field | undefined) => field !== undefined && leftOut?.[open.indexOf(field)] === false;
  const kept = fields.filter((_, index) => isKept(open[index]));
  const out = edited.filter((field) => !isKept(field)).map(nameOf);
  const lines = kept.map(([name, value]) => (value.includes("\n") ? `${name}:\n${value}\n` : `${name}: ${value}`));
  const omitted = out.length ? t("copyLeftOut", [out.join(", ")]) : "";
  const text = [location.host + location.pathname, "", ...lines, ...(omitted ? ["", omitted] : [])].join("\n");
  const done = [t(kept.length === 1 ? "copyDoneOne" : "copyDone", [String(kept.length)]), omitted]
    .filter(Boolean)
    .join(" ");
  try {
    await navigator.clipboard.writeText(text);
    return [done];
  } catch {
    // The page's policy may forbid the clipboard: then the user copies by hand.
    const area = element("textarea", { readonly: "", "aria-label": t("copyByHand") });
    area.value = text;
    area.onfocus = () => area.select();
    setTimeout(() => area.focus());
    return [t("copyByHand"), area];
  }
};
