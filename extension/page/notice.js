// That a page's session has ended, and that the sandbox profile has to be rebuilt.
"use strict";
(() => {
  if (sandbar.drawCards) return;
  const { button, cards, element, report, words } = sandbar;
  const tone = sandbar.badge.tone;
  let hidden = "";
  let drawn = "";

  /** @param {string} name @param {"alert" | "status"} role @param {Node[]} words @param {Node[]} controls */
  const card = (name, role, words, controls) =>
    element(
      "section",
      { class: `card ${tone}`, "aria-label": name },
      element("div", { role }, element("h2", {}, name), ...words),
      element("div", { class: "row" }, ...controls),
    );
  /** @param {string} address @param {string} key @param {string} kind */
  const link = (address, key, kind = "") =>
    element("a", { href: address, target: "_blank", rel: "noopener", class: kind }, words(key));

  /** @param {{ why: string, at: number, time: string }} ended */
  const endedCard = ({ why, at, time }) => {
    const outcome = element("p", { role: "status" });
    const copy = button("noticeCopy", async () => outcome.replaceChildren(...((await sandbar.rescue?.()) ?? [])));
    const made = card(
      words("noticeHeading"),
      "alert",
      [element("p", {}, words(why, [time])), element("p", {}, words("noticeWhatToDo"))],
      [link(`${location.origin}/`, "noticeSignIn", "first"), ...(sandbar.edited?.().length ? [copy] : []), outcome],
    );
    const hide = button(
      "noticeHide",
      () => {
        hidden = `${why} ${at}`;
        sandbar.drawCards?.();
      },
      "hide",
    );
    hide.ariaLabel = hide.title = hide.textContent;
    hide.textContent = "×";
    made.prepend(hide);
    return made;
  };
  const profileCard = (/** @type {string} */ address) =>
    card(
      words("profileHeading"),
      "status",
      [element("p", {}, words("profileBody"))],
      [link(address, "profileOpen"), button("profileDone", () => report({ session: "profile-rebuilt" }))],
    );

  sandbar.drawCards = () => {
    // A page that is just signing out by itself shows soon enough that it did.
    const wait = (sandbar.begunAt ?? 0) + 2000 - Date.now();
    if (wait > 0 && sandbar.view?.session?.ended) return void setTimeout(() => sandbar.drawCards?.(), wait);
    const { session, placement } = sandbar.view ?? {};
    const ended = session?.ended && `${session.ended.why} ${session.ended.at}` !== hidden ? session.ended : null;
    const [edge, side] = (placement?.corner ?? "bottom-right").split("-");
    const next = JSON.stringify([ended, session?.profile, edge, side, ended && !!sandbar.edited?.().length]);
    if (next === drawn) return;
    drawn = next;
    cards.stack.style.inset = edge === "top" ? "auto 0 12px" : "12px 0 auto";
    cards.quiet.style.inset = `${edge === "top" ? "12px auto auto" : "auto auto 12px"} 12px`;
    if (side === "left") cards.quiet.style.inset = edge === "top" ? "12px 12px auto auto" : "auto 12px 12px auto";
    cards.stack.replaceChildren(...(ended ? [endedCard(ended)] : []));
    cards.quiet.replaceChildren(...(session?.profile ? [profileCard(session.profile)] : []));
    cards.attach();
  };
  sandbar.drawCards();
})();
