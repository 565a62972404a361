// A page of a portal.
import { watchBanner } from "../banner";
import { watchKeys } from "../keys";
import { markPage } from "../marks";
import { watchPage } from "../page";
import type { Banner } from "../protocol";
import { run } from "../run";
import { watchSession, watchUnsaved } from "../session";
import { whenShown } from "../shown";

let banner: Banner = "pending";
const reportSeen = () => send({ badge: { seen: { loadedAt: run.loadedAt, banner } } });
const drawSession: Parameters<typeof markPage>[0] = (view) => {
  run.view = view;
  run.drawCards?.();
};
const keys = watchKeys();
const { draw, send } = markPage(drawSession, () => reportSeen());
whenShown(() => {
  reportSeen();
  const bannerLook = watchBanner((next) => {
    banner = next;
    reportSeen();
  });
  // Back from the back/forward cache, the tab's badges start from nothing.
  const session = watchSession(draw, reportSeen);
  watchUnsaved();
  watchPage(keys, bannerLook, session);
});
