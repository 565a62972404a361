// The chip next to a field of a watched site, which shows the environment of the pasted key.
import css from "./chip.css";
import { addListener } from "./dom";
import { element, theme, unfindable } from "./drawn";
import { makeLayer, placeBeside } from "./layer";
import { onStop, run, t, textOf } from "./run";

/** How often the chip checks whether it still applies, in milliseconds. */
const PERIOD = 250;

export const offerChips = () => {
  const { root, attach, counts } = makeLayer(theme + css);
  let close = () => {};
  onStop(() => close());

  /** The chip stays until the user leaves the field, because it blocks nothing. */
  run.chip = (presence, warning) => {
    close();
    const items = warning.items.map(({ part, hint, label, belonging, look }) => {
      const environment = element("i", {}, ...(belonging ? [unfindable(textOf(belonging))] : []));
      if (look) Object.assign(environment.style, { background: look.color, color: look.ink });
      const name = label ? [" ", unfindable(t("keyNamed", [label]))] : [];
      return element("li", {}, environment, textOf(part), ...name, " ", element("code", {}, unfindable(hint)));
    });
    const name = t("noticeHide");
    const hide = element("button", { type: "submit", "aria-label": name, title: name }, "×");
    const panel = element(
      "div",
      { class: "chip", role: "status", "aria-label": textOf(warning.heading) },
      element("form", {}, element("ul", {}, ...items), hide),
    );
    const closed = new AbortController();
    const options = { capture: true, signal: closed.signal };
    const timer = setInterval(() => look(), PERIOD);
    const look = () => {
      if (presence.isGone()) return close();
      attach(presence.field);
      placeBeside(presence.holder ?? presence.field, panel);
    };
    close = () => {
      closed.abort();
      clearInterval(timer);
      panel.remove();
      attach(undefined);
    };
    // The page can neither hear nor trigger this event, because it doesn't leave the shadow root.
    panel.onsubmit = (event) => {
      event.preventDefault();
      if (event.isTrusted && counts(hide)) close();
    };
    addListener(presence.field, "blur", close, options);
    addListener(window, "keydown", ({ isTrusted, key }) => isTrusted && key === "Escape" && close(), options);
    for (const type of ["scroll", "resize"]) addListener(window, type, look, { ...options, passive: true });
    root.append(panel);
    look();
  };
};
