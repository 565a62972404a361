// What is asked before a sign-out that would end open pages of the other environment.
"use strict";
(() => {
  if (sandbar.askFirst) return;
  const { button, cards, element, listen, report, say, words } = sandbar;

  let leave = () => {};
  listen(cards.root, "cancel", (event) => {
    event.preventDefault();
    leave();
  });
  // What is pressed here is not the page's.
  listen(cards.root, "keydown", (event) => event.stopPropagation());

  sandbar.askFirst = ({ heading, body, unsaved, question }, go) => {
    const dialog = element("dialog", {
      role: "alertdialog",
      class: sandbar.badge.tone,
      "aria-labelledby": "heading",
      "aria-describedby": "body",
    });
    const close = () => {
      dialog.close();
      dialog.remove();
      cards.attach();
    };
    const stay = () => {
      close();
      report({ session: "stay" });
    };
    const signOut = () => {
      close();
      if (go()) return;
      // The page closed its menu meanwhile; its control will pass now.
      const note = element(
        "section",
        { class: `card ${sandbar.badge.tone}`, role: "alert" },
        element("p", {}, words("askPressAgain")),
      );
      note.append(button("noticeHide", () => (note.remove(), cards.attach())));
      cards.stack.append(note);
      cards.attach();
    };
    const first = question.tabs.find((tab) => tab.unsaved > 0);
    const goTo = () => {
      close();
      if (first) report({ session: { "go-to": { tab: first.tab } } });
    };
    const lines = question.tabs.map(({ title, unsaved: count }) => {
      const counted = count ? [element("b", {}, words(count === 1 ? "askField" : "askFields", [String(count)]))] : [];
      return element("li", {}, element("span", {}, title || words("askNoTitle")), ...counted);
    });
    const staying = button("askStay", stay, first ? "" : "first");
    dialog.append(
      element("h2", { id: "heading" }, say(heading)),
      element(
        "div",
        { id: "body" },
        element("p", {}, say(body)),
        element("ul", { tabindex: "0" }, ...lines),
        ...(unsaved ? [element("p", {}, say(unsaved))] : []),
      ),
      element(
        "div",
        { class: "row" },
        ...(first ? [button("askGoTo", goTo, "first")] : []),
        staying,
        button("askSignOut", signOut),
      ),
    );
    leave = stay;
    // Also when it is opened again because the page dropped it.
    for (const each of dialog.querySelectorAll(".first")) each.setAttribute("autofocus", "");
    cards.root.append(dialog);
    cards.attach();
    if (!dialog.open) dialog.showModal();
  };
})();
