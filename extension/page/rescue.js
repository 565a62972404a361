// A copy of what was typed, for the clipboard, at the person's press alone. Nothing of it is kept.
"use strict";
(() => {
  if (sandbar.rescue) return;
  const { element, report, words } = sandbar;
  const SECRET = /password|one-time-code|\bcc-/i;

  /** @param {any} field */
  const nameOf = (field) => {
    const root = field.getRootNode();
    const labelled = (field.getAttribute("aria-labelledby") ?? "")
      .split(/\s+/)
      .map((/** @type {string} */ id) => id && root.getElementById(id)?.textContent);
    const labels = [...(field.labels ?? [])].map((label) => {
      const copy = label.cloneNode(true);
      for (const inner of copy.querySelectorAll("input, select, textarea, button")) inner.remove();
      return copy.textContent;
    });
    const names = [
      field.ariaLabel,
      labelled.join(" "),
      labels.join(" "),
      field.placeholder,
      field.name,
      field.id,
      field.localName,
    ];
    return names.map((name) => (name ?? "").trim().replace(/\s+/g, " ")).find((name) => name) ?? "";
  };
  /** @param {any} field @returns {string} */
  const valueOf = (field) => {
    if (field.type === "checkbox") return words(field.checked ? "copyYes" : "copyNo");
    if (field.type === "radio") return words("copyChosen");
    if (field.type === "file") return [...field.files].map((file) => file.name).join(", ");
    if (field.selectedOptions) return [...field.selectedOptions].map((option) => option.text).join(", ");
    // biome-ignore lint/performance/useDomNodeTextContent: the user gets the lines as the page shows them
    return field.value ?? field.innerText;
  };

  /** Copies; what came of it. @returns {Promise<(Node | string)[]>} */
  sandbar.rescue = async () => {
    const edited = (sandbar.edited?.() ?? []).filter((field) => field.type !== "hidden" && valueOf(field).trim());
    const open = edited.filter((field) => !SECRET.test(field.autocomplete ?? ""));
    const fields = open.map((field) => /** @type {[string, string]} */ ([nameOf(field), valueOf(field).trim()]));
    /** Which of them hold what may be secret; all, if the core cannot say. @type {boolean[] | undefined} */
    const leftOut = await report({ session: { copy: { fields } } });
    const isKept = (/** @type {any} */ field) => leftOut?.[open.indexOf(field)] === false;
    const kept = fields.filter((_, index) => isKept(open[index]));
    const out = edited.filter((field) => !isKept(field)).map(nameOf);
    const lines = kept.map(([name, value]) => (value.includes("\n") ? `${name}:\n${value}\n` : `${name}: ${value}`));
    const omitted = out.length ? words("copyLeftOut", [out.join(", ")]) : "";
    const text = [location.host + location.pathname, "", ...lines, ...(omitted ? ["", omitted] : [])].join("\n");
    const said = [words(kept.length === 1 ? "copyDoneOne" : "copyDone", [String(kept.length)]), omitted]
      .filter(Boolean)
      .join(" ");
    try {
      await navigator.clipboard.writeText(text);
      return [said];
    } catch {
      // The page's policy may forbid the clipboard: then the person copies by hand.
      const area = element("textarea", { readonly: "", "aria-label": words("copyByHand") });
      area.value = text;
      area.onfocus = () => area.select();
      setTimeout(() => area.focus());
      return [words("copyByHand"), area];
    }
  };
})();
