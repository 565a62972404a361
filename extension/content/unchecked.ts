// Says on a page without a badge that a text wasn't checked, because nothing else of ours can be drawn yet.
import { rootElement } from "./dom";
import { onStop, run, t } from "./run";
import { element, makeHost } from "./ui";
import css from "./unchecked.css";

export const sayUnchecked = () => {
  run.unchecked = async (answer) => {
    const { host, root } = makeHost(css);
    onStop(() => host.remove());
    const words = (["extensionName", "badgeUnchecked", "warnUncheckedReason"] as const).map((key) => t(key));
    root.append(element("div", { role: "alert" }, words.join(" · ")));
    rootElement(document)?.append(host);
    // The next core answers, unless there is none.
    if ((await answer) !== undefined) host.remove();
  };
};
