// What is asked before a sign-out that would end open pages of the other environment.
import type { Cards } from "./cards";
import { element, unfindable } from "./drawn";
import { registry } from "./registry";
import { listen, report, run, t, textOf } from "./run";

export const offerQuestion = ({ root, stack, attach, button }: Cards) => {
  const tone = registry.site?.badge.tone ?? "";
  let leave = () => {};
  listen(root, "cancel", (event) => {
    event.preventDefault();
    leave();
  });
  // A key that is typed here is not the page's.
  listen(root, "keydown", (event) => event.stopPropagation());

  run.askFirst = ({ heading, body, unsaved, question }, go) => {
    const dialog = element("dialog", {
      role: "alertdialog",
      class: tone,
      "aria-labelledby": "heading",
      "aria-describedby": "body",
    });
    const close = () => {
      dialog.close();
      dialog.remove();
      attach();
    };
    const stay = () => {
      close();
      report({ session: "stay" });
    };
    const signOut = () => {
      close();
      if (go()) return;
      // The page closed its menu in the meantime; its control goes through now.
      const note = element("section", { class: `card ${tone}`, role: "alert" }, element("p", {}, t("askPressAgain")));
      const hide = () => {
        note.remove();
        attach();
      };
      note.append(button("noticeHide", hide));
      stack.append(note);
      attach();
    };
    const first = question.tabs.find((tab) => tab.unsaved > 0);
    const goTo = () => {
      close();
      if (first) report({ session: { "go-to": { tab: first.tab } } });
    };
    const lines = question.tabs.map(({ title, unsaved: count }) => {
      const counted = count ? [element("b", {}, t(count === 1 ? "askField" : "askFields", [String(count)]))] : [];
      return element("li", {}, unfindable(title || t("askNoTitle")), ...counted);
    });
    dialog.append(
      element("h2", { id: "heading" }, textOf(heading)),
      element(
        "div",
        { id: "body" },
        element("p", {}, textOf(body)),
        element("ul", { tabindex: "0" }, ...lines),
        ...(unsaved ? [element("p", {}, textOf(unsaved))] : []),
      ),
      element(
        "div",
        { class: "row" },
        ...(first ? [button("askGoTo", goTo, "first")] : []),
        button("askStay", stay, first ? "" : "first"),
        button("askSignOut", signOut),
      ),
    );
    leave = stay;
    // Also when it is opened again because the page dropped it.
    for (const each of dialog.querySelectorAll(".first")) each.setAttribute("autofocus", "");
    root.append(dialog);
    attach();
    if (!dialog.open) dialog.showModal();
  };
};
