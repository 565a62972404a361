// Obstacles for what an extension draws, depending on the path of the page.
const find = (selector) => document.querySelector(selector);
const EVENTS =
  "pointerdown mousedown pointerup mouseup click dblclick contextmenu keydown keyup focusin focusout focus blur".split(
    " ",
  );
/** The events that the page's listeners on window and document received. */
window.heard = [];
for (const type of EVENTS) {
  for (const target of [window, document]) target.addEventListener(type, () => window.heard.push(type), true);
}

const closeOnClickOutside = () => {
  const layer = find("#layer");
  const closeUnlessInside = ({ target }) => {
    if (target instanceof Node && target !== document && !layer.contains(target)) layer.remove();
  };
  for (const type of ["pointerdown", "mousedown", "click", "focusin"]) {
    document.addEventListener(type, closeUnlessInside, true);
    window.addEventListener(type, closeUnlessInside, true);
  }
  find("#secret").addEventListener("blur", () => layer.remove());
  layer.addEventListener("focusout", ({ relatedTarget }) => layer.contains(relatedTarget) || layer.remove());
  layer.addEventListener("mouseleave", () => (window.left = true));
};

const frame = (id, make) => make(find(`#${id}`));
const FIELD = "<body><label>Secret <input id=secret></label>";

const PAGES = {
  "/dialog": () => find("#layer").showModal(),
  "/fullscreen": () => {
    find("#enter").onclick = () => find("#layer").requestFullscreen();
  },
  "/menu": closeOnClickOutside,
  "/trap": () => {
    const layer = find("#layer");
    const pullBack = ({ target }) => {
      if (target instanceof Node && target !== document && !layer.contains(target)) find("#secret").focus();
    };
    document.addEventListener("focusin", pullBack, true);
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Tab") return;
        event.preventDefault();
        find("#other").focus();
      },
      true,
    );
  },
  "/effects": () => {
    document.body.style.pointerEvents = "none";
    find("#layer").style.pointerEvents = "auto";
    Object.assign(document.documentElement.style, { filter: "blur(1px)", opacity: "0.5", transform: "scale(0.9)" });
    const disable = () => {
      for (const child of document.documentElement.children) if (child !== document.body) child.inert = true;
    };
    new MutationObserver(disable).observe(document.documentElement, { childList: true });
  },
  "/fields": () => {
    find("#set").onclick = () => {
      find("#secret").value = window.clipboard;
    };
    find("#formatted").oninput = ({ target }) => {
      const letters = target.value.replace(/-/g, "").toUpperCase();
      target.value = letters.match(/.{1,4}/g)?.join("-") ?? "";
    };
    const parts = [...document.querySelectorAll("#parts input")];
    find("#parts").addEventListener("paste", (event) => {
      event.preventDefault();
      const text = event.clipboardData.getData("text/plain");
      for (const [at, part] of parts.entries()) part.value = text.slice(at * 4, at * 4 + 4);
    });
    const stubborn = find("#stubborn");
    stubborn.addEventListener("paste", () => {
      setTimeout(() => {
        const { value } = stubborn;
        setInterval(() => {
          stubborn.value = value;
        }, 20);
      }, 20);
    });
  },
  "/roots": () => {
    const closed = find("#closed").attachShadow({ mode: "closed" });
    const field = document.createElement("input");
    closed.append(field);
    window.inClosedRoot = field;
    const outer = find("#inside-closed").attachShadow({ mode: "open" });
    const dialog = document.createElement("dialog");
    const inner = document.createElement("input");
    dialog.append(inner);
    outer.append(dialog);
    window.openDialog = () => {
      dialog.showModal();
      inner.focus();
    };
    window.inDialog = inner;
  },
  "/frames": () => {
    frame("blank", (element) => {
      element.contentDocument.body.append(element.contentDocument.createElement("input"));
    });
    frame("blob", (element) => {
      element.src = URL.createObjectURL(new Blob([FIELD], { type: "text/html" }));
    });
    frame("design", (element) => {
      element.contentDocument.designMode = "on";
    });
  },
};

document.addEventListener("DOMContentLoaded", () => PAGES[location.pathname]?.());
