// What stands around a field of a watched site: where its text may be going.
"use strict";
(() => {
  /** Bounded work: no form is read beyond these. */
  const MOST = 40;
  const LONGEST = 300;
  const FIELDS = "input, textarea, [contenteditable]:not([contenteditable=false])";
  const SECRET = "[type=password], [type=hidden]";

  /** @param {Element | null | undefined} element */
  const textOf = (element) => (element?.textContent ?? "").trim().slice(0, LONGEST);
  /** @param {Element} element @param {string} name */
  const named = (element, name) =>
    (element.getAttribute(name) ?? "")
      .split(/\s+/)
      .map((id) => textOf(id ? /** @type {Document} */ (element.getRootNode()).getElementById(id) : null));
  /** @param {any} field */
  const valueOf = (field) => String("value" in field ? field.value : (field.textContent ?? "")).slice(0, 2000);

  /** What an element is called. @param {Element} element */
  const names = (element) => [
    ...["name", "id", "aria-label", "placeholder", "title", "data-name", "data-key"].map(
      (name) => element.getAttribute(name) ?? "",
    ),
    ...Array.from(/** @type {any} */ (element).labels ?? [], (label) => textOf(label)),
    ...["aria-labelledby", "aria-describedby"].flatMap((name) => named(element, name)),
  ];

  const FORM = "form, [role=form]";
  /** Whether an element stands before another, and not around it or in it. @param {Element} one @param {Element} other */
  const precedes = (one, other) => one.compareDocumentPosition(other) === Node.DOCUMENT_POSITION_FOLLOWING;
  /** The other fields of a part of the page that are in the same form, or in none as it is. @param {ParentNode} part @param {Element} field */
  const others = (part, field) =>
    [...part.querySelectorAll(FIELDS)]
      .filter(
        (other) =>
          !other.contains(field) &&
          !field.contains(other) &&
          !other.matches(SECRET) &&
          other.closest(FORM) === field.closest(FORM),
      )
      .slice(0, MOST);
  /** @param {Element} element @returns {Element[]} */
  const ancestors = (element) =>
    element.parentElement ? [element.parentElement, ...ancestors(element.parentElement)] : [];

  sandbar.around = (field) => {
    const form = field.closest(FORM);
    // Where there is no form, a part of the page does for one: its fields are asked for hosts, and it for its name.
    const part = form ?? field.closest("dialog, [role=dialog], section, article, main, body");
    const within = ancestors(field);
    // The row: the smallest part with something else to fill in.
    const row = within.find((one) => one !== document.body && others(one, field).length);
    const cell = field.closest("tr, [role=row], li, dd");
    const labels = names(field);
    if (cell)
      labels.push(
        textOf(
          cell.matches("dd")
            ? cell.previousElementSibling
            : cell.querySelector("th, td, [role=rowheader], [role=cell]"),
        ),
      );
    // A secret's name stands in the field beside it; a sentence or an address is no name. A row knows its own name.
    if (row && part?.contains(row) && (!cell || cell.contains(row)))
      labels.push(
        ...others(row, field)
          .map(valueOf)
          .filter((value) => /^[^\s/:]{2,100}$/.test(value)),
      );
    for (const group of within.filter((one) => one.matches("fieldset, [role=group]")))
      labels.push(...names(group), textOf(group.querySelector("legend")));
    if (part && part !== document.body) labels.push(...names(part));
    if (form) {
      // The last heading before the field: a form may have several parts. What is edited is no heading.
      labels.push(
        textOf(
          [...form.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => precedes(heading, field)).at(-1),
        ),
      );
      for (const select of [...form.querySelectorAll("select")].slice(0, MOST))
        labels.push(textOf(select.selectedOptions[0]));
      for (const checked of [...form.querySelectorAll("[type=radio]:checked")].slice(0, MOST))
        labels.push(...names(checked), /** @type {HTMLInputElement} */ (checked).value);
    }
    const beside = others(part ?? /** @type {ShadowRoot} */ (field.getRootNode()), field).map(valueOf);
    const said = [...new Set(labels.map((label) => label.slice(0, LONGEST)))].filter(Boolean);
    return { beside: beside.filter((value) => value.includes(".")).slice(0, 20), labels: said.slice(0, MOST) };
  };
})();
