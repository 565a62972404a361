// Shows masked keys, opens views with a class, and defines the components of key lists.
for (const button of document.querySelectorAll("[data-reveal]")) {
  button.addEventListener("click", () => {
    const mask = button.parentElement.querySelector("[data-mask]");
    mask.textContent = mask.dataset.mask;
  });
}

// Copies a value that is never shown.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", () => {
    const field = document.createElement("textarea");
    field.className = "far-away";
    field.value = button.parentElement.querySelector("[data-mask]").dataset.mask;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  });
}

for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).classList.toggle("is-open"));
}

const line = (label, value) => {
  const part = document.createElement("div");
  for (const text of [label, value]) part.append(Object.assign(document.createElement("div"), { textContent: text }));
  return part;
};

customElements.define(
  "demo-secret",
  class extends HTMLElement {
    connectedCallback() {
      this.attachShadow({ mode: "closed" }).append(line(this.dataset.label, this.dataset.value));
    }
  },
);

customElements.define(
  "demo-key",
  class extends HTMLElement {
    connectedCallback() {
      const { first, public: value, second, secret } = this.dataset;
      const hidden = document.createElement("demo-secret");
      Object.assign(hidden.dataset, { label: second, value: secret });
      const actions = Object.assign(document.createElement("slot"), { name: "actions" });
      this.attachShadow({ mode: "open" }).append(document.createElement("slot"), line(first, value), hidden, actions);
    }
  },
);

// A list that depends on the selected owner.
const owner = document.querySelector("#owner");
owner?.addEventListener("change", () => {
  const rows = document.querySelectorAll("template[data-owner]")[owner.selectedIndex];
  document.querySelector("#owned").replaceChildren(rows.content.cloneNode(true));
});

// Removes a row from the list after a question, without a notice.
const question = document.querySelector("#remove");
let row = null;
for (const button of question?.querySelectorAll("[data-answer]") ?? []) {
  button.addEventListener("click", () => {
    question.close();
    if (button.dataset.answer === "yes") setTimeout(() => row.remove(), 100);
  });
}
if (question) {
  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-removes]")) return;
    row = event.target.closest("tr");
    question.showModal();
  });
}
