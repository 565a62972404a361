// Says on a page without a badge that a text wasn't checked, because nothing else of ours can be drawn yet.
import { rootElement } from "./dom";
import { onStop, run, t } from "./run";
import { element, makeHost } from "./ui";
import css from "./unchecked.css";

export const sayUnchecked = () => {
  run.unchecked = async (answer) => {
    const { host, root } = makeHost(css);
    onStop(() => host.remove());
    root.append(element("div", { role: "alert" }, `Sandbar: ${t("badgeUnchecked")}. ${t("warnUncheckedReason")}`));
    rootElement(document)?.append(host);
    // The next core answers, unless there is none.
    if ((await answer) !== undefined) host.remove();
  };
};
