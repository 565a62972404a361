// A page of a portal.
import { watchBanner } from "../banner";
import { markPage } from "../marks";
import { watchPage } from "../page";
import type { Banner, Message } from "../protocol";
import { run } from "../run";
import { watchSession, watchUnsaved } from "../session";
import { whenShown } from "../shown";

let banner: Banner = "pending";
const seen = (): Message => ({ badge: { seen: { loadedAt: run.loadedAt, banner } } });
const { draw, reportSeen, reportBack, look } = markPage(seen, (view) => {
  run.view = view;
  run.drawCards?.();
});
whenShown(() => {
  reportSeen();
  const bannerLook = watchBanner((next) => {
    banner = next;
    reportSeen();
  });
  // When the page comes back from the back/forward cache, the browser has reset the tab's badges.
  const session = watchSession(draw, reportBack);
  watchUnsaved();
  // Some pages have their title in the body.
  run.tree.add({ selector: "title:not(svg *)", visit: look });
  watchPage(bannerLook, session);
});
