// Marks a page of a watched site with an environment. It has no banner and no session.
import { markPage } from "./marks";
import type { Message } from "./protocol";
import { run } from "./run";
import { whenBack, whenShown } from "./shown";

export const markWatchedPage = () => {
  const seen = (): Message => ({ badge: { seen: { loadedAt: run.loadedAt, banner: "pending" } } });
  const { reportSeen, reportBack } = markPage(seen, (view) => {
    run.view = view;
  });
  whenShown(() => {
    reportSeen();
    whenBack(reportBack);
  });
};
