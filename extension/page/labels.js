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
    (element.getAttribute(name) ?? "").split(/\s+/).map((id) => textOf(id ? /** @type {Document} */ (element.getRootNode()).getElementById(id) : null));
  /** @param {any} field */
  const valueOf = (field) => String("value" in field ? field.value : field.textContent ?? "").slice(0, 2000);

  /** What an element is called. @param {Element} element */
  const names = (element) => [
    ...["name", "id", "aria-label", "placeholder", "title", "data-name", "data-key"].map((name) => element.getAttribute(name) ?? ""),
    ...[.../** @type {any} */ (element).labels ?? []].map(textOf),
    ...["aria-labelledby", "aria-describedby"].flatMap((name) => named(element, name)),
  ];

  /** The other fields of a part of the page. @param {Element} part @param {Element} field */
  const others = (part, field) => [...part.querySelectorAll(FIELDS)].filter((other) => !other.contains(field) && !field.contains(other) && !other.matches(SECRET)).slice(0, MOST);

  sandbar.around = (field) => {
    // The row: the smallest part with something else to fill in. The form, or what does for one.
    /** @type {Element | null} */
    let row = field.parentElement;
    while (row && row !== document.body && !others(row, field).length) row = row.parentElement;
    const form = field.closest("form, [role=form], fieldset") ?? (row === document.body ? null : row);
    const cell = field.closest("tr, [role=row], li, dd");
    const labels = names(field);
    if (cell) {
      labels.push(textOf(cell.matches("dd") ? cell.previousElementSibling : cell.querySelector("th, td, [role=rowheader], [role=cell]")));
    }
    if (row && form?.contains(row)) {
      // A secret's name stands in the field beside it; a sentence or an address is no name.
      labels.push(...others(row, field).map(valueOf).filter((value) => /^[^\s/:]{2,100}$/.test(value)));
      // Of what surrounds a row with a name of its own, the rows beside it are not asked.
    }
    if (form) {
      labels.push(...names(form), textOf(form.querySelector("legend, h1, h2, h3, h4, h5, h6")));
      for (const select of [...form.querySelectorAll("select")].slice(0, MOST)) labels.push(textOf(select.selectedOptions[0]));
      for (const checked of [...form.querySelectorAll("[type=radio]:checked")].slice(0, MOST)) labels.push(...names(checked), /** @type {HTMLInputElement} */ (checked).value);
    }
    const beside = form ? others(form, field).map(valueOf) : [];
    const said = [...new Set(labels.map((label) => label.slice(0, LONGEST)))].filter(Boolean);
    return { beside: beside.filter((value) => value.includes(".")).slice(0, 20), labels: said.slice(0, MOST) };
  };
})();
