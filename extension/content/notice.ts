// Draws notices: the page's session has ended, the sandbox profile must be set up, keys were learned, advice about a
// page, and the offer to ask before submissions.

import type { Cards } from "./cards";
import { addListener, visibilityState } from "./dom";
import { element } from "./drawn";
import type { ContentKey } from "./message-keys";
import { counted } from "./plural";
import type { ApartAnswer, LearnedView, SessionView, Text } from "./protocol";
import { registry } from "./registry";
import { copyText, typedText } from "./rescue";
import { report, run, signal, t, textOf } from "./run";

type Ended = NonNullable<SessionView["ended"]>;

/** Everything that the notices depend on. */
interface Shown {
  ended: Ended | null;
  /** Whether the page has edited fields to copy. */
  canCopy: boolean;
  profile?: string | null;
  learned: LearnedView | null;
  /** Whether the card about learned keys waits until the user sees it. */
  waits: boolean;
  notes: Text[];
  /** Whether to offer to ask before submissions. */
  offers?: boolean;
  corner: string;
}

/** How long a page that is signing out may take to show it, in milliseconds. */
const SIGNING_OUT = 2000;

/**
 * How long the card about learned keys stays, without and with a question, and how long it is news, in milliseconds.
 */
const STAYS = 8000;
const ASKS = 30_000;
const NEWS = 40_000;

/** Draws the notices in the latest view, now and whenever it changes. */
export const drawNotices = ({ stack, quiet, attach, button }: Cards) => {
  const tone = registry.site?.badge.tone ?? "";
  /** Notices that the user hid, or that were shown long enough. */
  const hidden = new Set<string | number>();
  /** When the user first saw the card about the keys learned at a time. In a background tab, it waits. */
  const seenAt = new Map<number, number>();
  const begun = Date.now();
  let drawn = "";

  const isRecent = (at: number) => begun - at < NEWS && Date.now() - (seenAt.get(at) ?? Date.now()) < NEWS;
  const card = (name: string, role: "alert" | "status", texts: Node[], controls: Node[]) =>
    element(
      "section",
      { class: `card ${tone}`, "aria-label": name },
      element("div", { role }, element("h2", {}, name), ...texts),
      ...(controls.length > 0 ? [element("div", { class: "row" }, ...controls)] : []),
    );
  const paragraph = (key: ContentKey, args: string[] = []) => element("p", {}, t(key, args));
  const link = (address: string, key: ContentKey, kind = "") =>
    element("a", { href: address, target: "_blank", rel: "noopener", class: kind }, t(key));
  const idOf = ({ why, at }: Ended) => `${why} ${at}`;

  const hideCard = (id: string | number) => {
    hidden.add(id);
    draw();
  };
  const hideable = (made: HTMLElement, act: () => void, key: ContentKey = "noticeHide") => {
    const hide = button(key, act, "hide");
    hide.ariaLabel = hide.title = hide.textContent;
    hide.textContent = "×";
    made.prepend(hide);
    return made;
  };
  const endedCard = (ended: Ended, canCopy: boolean) => {
    const outcome = element("p", { role: "status" });
    const { apart } = ended;
    const say = (...what: (Node | string)[]) => outcome.replaceChildren(...what);
    const copy = button("noticeCopy", async () => say(...(await copyText(await typedText()))));
    const keepApart = async (sure: boolean) => {
      const answer: ApartAnswer | undefined = await report({ session: { "open-apart": { sure } } });
      if (!answer) return apart && say(t(apart.refused));
      const said = answer.texts.map(textOf).join(" ");
      if (typeof answer.outcome === "string") return say(said);
      const details = button("apartDetails", () => report({ session: "open-details" }));
      say(
        `${said} `,
        ...(answer.outcome.asks.disallowed ? [details] : []),
        button("apartAnyway", () => keepApart(true)),
      );
    };
    const controls = [
      link(`${location.origin}/`, "noticeSignIn", "first"),
      ...(canCopy ? [copy] : []),
      ...(apart ? [button(apart.open, () => keepApart(false))] : []),
      outcome,
    ];
    const made = card(
      t("noticeHeading"),
      "alert",
      [paragraph(ended.why, [ended.time]), paragraph("noticeWhatToDo"), ...(apart ? [paragraph(apart.why)] : [])],
      controls,
    );
    return hideable(made, () => hideCard(idOf(ended)));
  };
  const profileCard = (address: string) => {
    const done = button("profileDone", () => report({ session: "profile-rebuilt" }));
    return card(t("profileHeading"), "status", [paragraph("profileBody")], [link(address, "profileOpen"), done]);
  };
  const learnedCard = ({ heading, at, asksForPlaces, hasEnv }: LearnedView, waits: boolean) => {
    const outcome = element("p", { role: "status" });
    const copy = async () => {
      const file = await run.envFile?.();
      if (!file) return;
      // If the keys can't be copied, don't show them as text either.
      const copied = navigator.clipboard?.writeText(file.text) ?? Promise.reject();
      outcome.replaceChildren(
        await copied.then(
          () => file.done,
          () => t("envByPopup"),
        ),
      );
    };
    const choose = () => {
      report({ keys: "places" });
      hideCard(at);
    };
    const made = card(
      counted(heading.plural, heading.count),
      "status",
      [paragraph("learnedMeaning"), ...(asksForPlaces ? [paragraph("learnedPlaces")] : [])],
      [
        ...(asksForPlaces ? [button("learnedChoose", choose)] : []),
        ...(hasEnv ? [button("envCopy", copy), outcome] : []),
      ],
    );
    // The card stays while the mouse or the focus is on it.
    const leave = () => {
      if (made.matches(":hover, :focus-within")) return void setTimeout(leave, 1000);
      hideCard(at);
    };
    if (!waits) setTimeout(leave, asksForPlaces ? ASKS : STAYS);
    return hideable(made, () => hideCard(at));
  };
  const noteCard = (notes: Text[]) => {
    const note = ({ key, args: [address = ""] }: Text) => {
      const isOldHost = key === "noteOldHost";
      const path = isOldHost ? location.pathname + location.search : "";
      const made = paragraph(key);
      made.append(" ", link(address + path, isOldHost ? "noteNewHost" : "adviceSource"));
      // In a private window, this isn't stored, so the note disappears only from this page.
      const hide = async () => {
        if (!(await report({ badge: { "hide-note": { note: key } } }))) hideCard(key);
      };
      return hideable(made, hide, "noteHide");
    };
    return card(t("adviceHeading"), "status", notes.map(note), []);
  };

  const offerCard = () => {
    const answer = (yes: boolean) => () => report({ stop: { offered: { yes } } });
    const controls = [button("stopOfferYes", answer(true)), button("stopOfferNo", answer(false))];
    return card(t("stopOfferHeading"), "status", [paragraph("stopOfferMeaning")], controls);
  };

  const draw = () => {
    const { stop, session, placement, learned, notes = [] } = run.view ?? {};
    // A page that is signing out will soon show that itself.
    const wait = (run.signOuts?.begunAt ?? 0) + SIGNING_OUT - Date.now();
    if (wait > 0 && session?.ended) return void setTimeout(() => run.drawCards?.(), wait);
    const ended = session?.ended && !hidden.has(idOf(session.ended)) ? session.ended : null;
    // Keys that were learned before the scripts were replaced are no news.
    const isNews = learned && !hidden.has(learned.at) && isRecent(learned.at);
    const isVisible = visibilityState(document) === "visible";
    if (isNews && isVisible && !seenAt.has(learned.at)) seenAt.set(learned.at, Date.now());
    const shown: Shown = {
      ended,
      canCopy: !!ended && !!run.edited?.().length,
      profile: session?.profile,
      learned: isNews ? learned : null,
      waits: !!isNews && !isVisible,
      notes: session?.ended ? [] : notes.filter(({ key }) => !hidden.has(key)),
      offers: stop?.offers,
      corner: placement?.corner ?? "bottom-right",
    };
    const next = JSON.stringify(shown);
    if (next === drawn) return;
    drawn = next;
    place(shown);
  };
  /** Draws exactly the values that were compared. */
  const place = ({ ended, canCopy, profile, learned, waits, notes, offers, corner }: Shown) => {
    const [edge, side] = corner.split("-");
    const isTop = edge === "top";
    stack.style.inset = isTop ? "auto 0 12px" : "12px 0 auto";
    quiet.style.inset = `${isTop ? "12px auto auto" : "auto auto 12px"} 12px`;
    if (side === "left") quiet.style.inset = isTop ? "12px 12px auto auto" : "auto 12px 12px auto";
    stack.replaceChildren(...(ended ? [endedCard(ended, canCopy)] : []));
    // Only one card at a time, because a page is for its own content.
    const quietCard = () => {
      if (learned) return learnedCard(learned, waits);
      if (offers) return offerCard();
      if (profile) return profileCard(profile);
      return notes.length > 0 && noteCard(notes);
    };
    const wanted = quietCard();
    quiet.replaceChildren(...(wanted ? [wanted] : []));
    attach();
  };
  run.drawCards = draw;
  run.typedText = typedText;
  addListener(document, "visibilitychange", draw, { signal });
  draw();
};
