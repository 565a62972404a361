// Copies what the user typed to the clipboard when the user clicks. Nothing is kept.
import {
  ariaLabel,
  asControl,
  asSelect,
  asTextField,
  attribute,
  editContextOf,
  elementById,
  innerText,
  localName,
  type PageElement,
  query,
  rootNode,
  textIn,
} from "./dom";
import { element } from "./drawn";
import { editorText } from "./lines";
import { counted } from "./plural";
import { report, run, t } from "./run";
import type { Field } from "./types";

const SECRET = /password|one-time-code|\bcc-/i;

/** The text of a label without the text of fields inside it. */
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
  const isOn = attribute(field, "aria-checked");
  if (isOn) return t(isOn === "true" ? "copyYes" : "copyNo");
  const chosen = query(field, "[role=radio][aria-checked=true]");
  if (chosen) return ariaLabel(chosen) ?? textIn(chosen);
  const select = asSelect(field);
  if (select) return [...select.selectedOptions].map((option) => option.text).join(", ");
  return asTextField(field)?.value ?? (editContextOf(field as PageElement)?.text || innerText(field));
};

/** The copied content of a field. */
interface Copied {
  field: Field;
  name: string;
  text: string;
  /** The reason why it is incomplete. */
  part?: string;
}
const copied = async (field: Field): Promise<Copied> => {
  const name = nameOf(field);
  const lines = await editorText(field);
  if (!lines) return { field, name, text: contentOf(field).trim() };
  const { count, total, isWhole } = lines;
  const part = total === undefined ? t("copyPart", [name]) : t("copyPartOf", [name, String(count), String(total)]);
  return { field, name, text: lines.text.trim(), ...(isWhole ? {} : { part }) };
};

/** The text to copy, and the confirmation for the user. */
export const typedText = async () => {
  const edited: Copied[] = [];
  for (const field of run.edited?.() ?? []) if (asControl(field)?.type !== "hidden") edited.push(await copied(field));
  const filled = edited.filter(({ text }) => text);
  const open = filled.filter(({ field }) => !SECRET.test(attribute(field, "autocomplete") ?? ""));
  const fields = open.map(({ name, text }): [string, string] => [name, text]);
  /** Which fields may contain secrets; all of them if the core doesn't answer. */
  const leftOut: boolean[] | undefined = await report({ session: { copy: { fields } } });
  const kept = open.filter((_, index) => leftOut?.[index] === false);
  const out = filled.filter((one) => !kept.includes(one)).map(({ name }) => name);
  const lines = kept.map(({ name, text, part }) => {
    const field = text.includes("\n") ? `${name}:\n${text}\n` : `${name}: ${text}`;
    return part ? `${part}\n${field}` : field;
  });
  const whole = kept.filter(({ part }) => !part).length;
  const omitted = out.length ? t("copyLeftOut", [out.join(", ")]) : "";
  const text = [location.host + location.pathname, "", ...lines, ...(omitted ? ["", omitted] : [])].join("\n");
  const parts = kept.flatMap(({ part }) => part ?? []);
  // A partly copied field doesn't count as copied.
  const all = whole || !parts.length ? counted("copyDone", whole) : "";
  return { text, done: [all, ...parts, omitted].filter(Boolean).join(" ") };
};

/** Copies a text. Returns the confirmation. */
export const copyText = async ({ text, done }: { text: string; done: string }): Promise<(Node | string)[]> => {
  try {
    await navigator.clipboard.writeText(text);
    return [done];
  } catch {
    // The page's policy may forbid access to the clipboard; then the user copies by hand.
    const area = element("textarea", { readonly: "", "aria-label": t("copyByHand") });
    area.value = text;
    area.onfocus = () => area.select();
    setTimeout(() => area.focus());
    return [t("copyByHand"), area];
  }
};
