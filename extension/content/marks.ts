// The marks of a page: badge, title, favicon. Draws the views that the core sends.
import { makeBadge } from "./badge";
import { makeFavicon } from "./favicon";
import type { Message, Text } from "./protocol";
import { registry } from "./registry";
import { report, run, signal, untilAnswered } from "./run";
import { makeTitle } from "./title";
import type { Drawn, SiteFacts } from "./types";

/**
 * Draws the marks immediately. `seen` returns the page's report about itself; `onView` receives each drawn view.
 * Returns functions that draw a view, send the report, and send it when the page is back from the cache, and a look.
 */
export const markPage = (seen: () => Message, onView: (view: Drawn) => void) => {
  const send = async (message: Message) => {
    const view = await report(message);
    if (view?.badge) draw(view);
    return view;
  };
  const check = untilAnswered(() => reportSeen());
  const reportSeen = async () => check(await send(seen()));
  const reportBack = async () => {
    // The state from before the page went to the cache may be outdated, and its site may no longer be watched.
    run.place?.();
    if ((await send(seen())) === null) run.stop();
  };
  const drawBadge = makeBadge(send);
  const title = makeTitle();
  const drawFavicon = makeFavicon(() => send({ badge: "icon-refused" }));
  const draw = (view: Drawn) => {
    // A view for the previous page in the same tab may arrive late.
    if (signal.aborted || ("page" in view && view.page !== run.loadedAt)) return;
    drawBadge(view);
    title.draw(view);
    drawFavicon(view);
    onView(view);
    // A pause ends by itself.
    if (view.page && view.silentUntil) setTimeout(reportSeen, view.silentUntil - Date.now() + 9);
  };
  // The favicon waits for the core, which knows which sites refuse it. The user's choices are in a separate script,
  // which may run after this one.
  run.place = (view) => {
    const { badge, placement } = registry.site as SiteFacts;
    const { chosen } = registry;
    draw(
      view ?? {
        badge: { ...badge, ...chosen?.looks?.[badge.tone] },
        placement: { ...placement, ...chosen },
        favicon: false,
        silentUntil: chosen?.silent ?? null,
      },
    );
  };
  run.unchecked = (answer, reason: Text | null = null) => {
    const { view } = run;
    const word: Text = { key: "badgeUnchecked", args: [] };
    if (!view) return;
    const placement = { ...view.placement, fold: "open" } as const;
    draw({ ...view, placement, badge: { ...view.badge, tone: "check", word, reason } });
    answer.then(reportSeen);
  };
  run.place();
  run.browser.runtime.onMessage.addListener((view) => void (typeof view === "object" && draw(view)));
  return { draw, reportSeen, reportBack, look: title.again };
};
