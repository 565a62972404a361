// The components of this portal. Their styles are constructed by script, as the page policy
// requires.
const component = (name, css, template, connected = () => {}) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback() {
        if (this.shadowRoot) return;
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet];
        root.innerHTML = template;
        connected(this, root);
      }
    },
  );
};

component(
  "dev-app",
  ":host { display: block } main { padding: 24px }",
  `<slot name="alert"></slot><slot name="header"></slot><main><slot name="content"></slot></main>`,
);

component(
  "dev-alert",
  ":host { display: block } div { padding: 8px 24px; background: #eef1f5 }",
  `<div role="status"><slot></slot></div>`,
);

component(
  "dev-header",
  ":host { display: flex; gap: 16px; align-items: center; padding: 12px 24px; border-bottom: 1px solid #ddd } div { position: absolute; right: 24px; top: 90px; background: #fff; border: 1px solid #ccc } [hidden] { display: none } .grow { flex: 1 }",
  `<b>Developer Portal</b><span class="grow"></span><slot name="links"></slot><button type="button"></button><div hidden><slot name="menu"></slot></div>`,
  (host, root) => {
    const [button, menu] = [root.querySelector("button"), root.querySelector("div")];
    const account = host.getAttribute("account");
    if (!account) return button.remove();
    button.textContent = `${account} ▾`;
    button.addEventListener("click", () => menu.toggleAttribute("hidden"));
  },
);

component("dev-list", ":host { display: grid; gap: 4px }", `<slot></slot>`);

component(
  "dev-row",
  ":host { display: flex; gap: 16px; padding: 8px; border: 1px solid #e3e3e3 } .grow { flex: 1 }",
  `<slot></slot><span class="grow"></span><slot name="action"></slot>`,
);

component(
  "dev-field",
  ":host { display: block; margin: 12px 0 } .label { font-size: 12px; color: #667 } .value { font-family: monospace }",
  `<div class="label"></div><div class="value"><slot></slot></div><button type="button">Copy</button>`,
  (host, root) => {
    root.querySelector(".label").textContent = host.getAttribute("label");
    root.querySelector("button").addEventListener("click", () => navigator.clipboard.writeText(host.textContent));
  },
);

component(
  "dev-drawer",
  ":host { position: fixed; inset: 0 0 0 auto; width: 480px; padding: 24px; background: #fff; box-shadow: 0 0 12px #0004; transform: translateX(110%); visibility: hidden; overflow: auto } :host([open]) { transform: none; visibility: visible }",
  `<header><h2></h2><button type="button">Close</button></header><slot></slot><slot name="sample"></slot>`,
  (host, root) => {
    root.querySelector("h2").textContent = host.getAttribute("heading");
    root.querySelector("button").addEventListener("click", () => host.removeAttribute("open"));
  },
);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-drawer]");
  if (opener) document.getElementById(opener.dataset.drawer).setAttribute("open", "");
});
