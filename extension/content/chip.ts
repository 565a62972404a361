// The chip next to a field of a watched site: which environment the key belongs to that was put there.
import css from "./chip.css";
import { addListener, boxOf, isConnected, rootElement } from "./dom";
import { onStop, run, t, textOf } from "./run";
import theme from "./theme.css";
import { element, makeHost } from "./ui";

export const offerChips = () => {
  const { host, root } = makeHost(theme + css);
  let close = () => {};
  onStop(() => close());

  /** Stays until the user leaves the field: it is in nobody's way. */
  run.chip = (field, warning) => {
    close();
    const items = warning.items.map(({ part, hint, label, belonging, look }) => {
      const environment = element("i", {}, belonging ? textOf(belonging) : "");
      if (look) Object.assign(environment.style, { background: look.color, color: look.ink });
      const name = [textOf(part), label && `“${label}”`].filter(Boolean).join(" ");
      return element("li", {}, environment, name, " ", element("code", {}, hint));
    });
    const name = t("noticeHide");
    const hide = element("button", { type: "button", "aria-label": name, title: name }, "×");
    const panel = element(
      "div",
      { class: "chip", role: "status", "aria-label": textOf(warning.heading) },
      element("ul", {}, ...items),
      hide,
    );
    const closed = new AbortController();
    const options = { capture: true, signal: closed.signal };
    const place = () => {
      const box = boxOf(field);
      const { offsetWidth: width, offsetHeight: height } = panel;
      const isBelow = box.bottom + 6 + height <= innerHeight || box.top < height + 12;
      const top = isBelow ? box.bottom + 6 : box.top - height - 6;
      panel.style.left = `${Math.max(8, Math.min(box.left, (rootElement(document)?.clientWidth ?? 0) - width - 8))}px`;
      panel.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
    };
    close = () => {
      closed.abort();
      panel.remove();
      host.remove();
    };
    // The page cannot click it: its events are not trusted.
    hide.onclick = ({ isTrusted }) => isTrusted && close();
    // A click on the button does not leave the field.
    hide.onmousedown = (event) => event.preventDefault();
    addListener(field, "blur", close, options);
    addListener(window, "keydown", ({ isTrusted, key }) => isTrusted && key === "Escape" && close(), options);
    const moved = () => (isConnected(field) ? place() : close());
    for (const type of ["scroll", "resize"]) addListener(window, type, moved, { ...options, passive: true });
    root.append(panel);
    rootElement(document)?.append(host);
    place();
  };
};
