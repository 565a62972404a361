// The question before a held click goes through.
import type { Cards } from "./cards";
import { element, unfindable } from "./drawn";
import type { ContentKey } from "./message-keys";
import { counted } from "./plural";
import type { StopMessage } from "./protocol";
import { registry } from "./registry";
import { listen, report, run, t, textOf } from "./run";
import { GUARDED } from "./steady";

export const offerQuestion = ({ root, stack, attach, button }: Cards) => {
  const tone = registry.site?.badge.tone ?? "";
  let leave = () => {};
  listen(root, "cancel", (event) => {
    event.preventDefault();
    leave();
  });
  // A key that is pressed here must not reach the page.
  listen(root, "keydown", (event) => event.stopPropagation());

  /** Asks. `cancel` is called on Escape. */
  const ask = (
    heading: string,
    body: Node[],
    controls: (control: (key: ContentKey, act: () => void, kind?: string) => HTMLElement) => Node[],
    cancel: () => void,
  ) => {
    const dialog = element("dialog", {
      role: "alertdialog",
      class: tone,
      "aria-labelledby": "heading",
      "aria-describedby": "body",
    });
    const after = (act: () => void) => () => {
      dialog.close();
      dialog.remove();
      attach();
      act();
    };
    leave = after(cancel);
    dialog.append(
      element("h2", { id: "heading" }, heading),
      element("div", { id: "body" }, ...body),
      element("div", { class: "row" }, ...controls((key, act, kind) => button(key, after(act), kind))),
    );
    // Also when the dialog is reopened because the page removed it.
    for (const each of dialog.querySelectorAll(".first")) each.setAttribute("autofocus", "");
    root.append(dialog);
    attach();
    if (!dialog.open) dialog.showModal();
  };
  const guarded = (made: HTMLElement) => {
    made.setAttribute(GUARDED, "");
    return made;
  };
  const paragraph = (text: string) => element("p", {}, text);
  // The page closed its menu in the meantime, or ignores clicks by script, so the user's next click goes through.
  const note = (text: string) => {
    const made = element("section", { class: `card ${tone}`, role: "alert" }, paragraph(text));
    const hide = () => {
      made.remove();
      attach();
    };
    made.append(button("noticeHide", hide));
    stack.append(made);
    attach();
    return hide;
  };

  run.askFirst = ({ heading, body, unsaved, question }, go) => {
    const first = question.tabs.find((tab) => tab.unsaved > 0);
    const stay = () => report({ session: "stay" });
    const signOut = () => go() || note(t("askPressAgain"));
    const goTo = () => first && report({ session: { "go-to": { tab: first.tab } } });
    const lines = question.tabs.map(({ title, unsaved: count }) => {
      const fields = count ? [element("b", {}, counted("askFields", count))] : [];
      return element("li", {}, unfindable(title || t("askNoTitle")), ...fields);
    });
    ask(
      textOf(heading),
      [
        paragraph(textOf(body)),
        element("ul", { tabindex: "0" }, ...lines),
        ...(unsaved ? [paragraph(counted(unsaved.plural, unsaved.count))] : []),
      ],
      (control) => [
        ...(first ? [control("askGoTo", goTo, "first")] : []),
        control("askStay", stay, first ? "" : "first"),
        control("askSignOut", signOut),
      ],
      stay,
    );
  };

  run.tellAgain = (label) => {
    run.hideNote = note(t("stopAgain", [label]));
  };
  run.askStop = ({ heading, page, what }, asked, go) => {
    const goOn = (stop: StopMessage) => () => {
      report({ stop });
      go();
    };
    const cancel = () => {};
    ask(
      textOf(heading),
      [paragraph(textOf(what)), paragraph(textOf(page))],
      (control) => [
        control("stopCancel", cancel, "first"),
        control("stopGo", go),
        // A page must not be able to turn off its own questions.
        guarded(control("stopQuiet", goOn("quiet"))),
        guarded(control("stopNever", goOn({ never: asked }))),
      ],
      cancel,
    );
  };
};
