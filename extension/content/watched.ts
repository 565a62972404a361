// A page of a watched site that has an environment: it is marked. It has no banner and no session.
import { markPage } from "./marks";
import { run } from "./run";
import { whenBack, whenShown } from "./shown";

export const markWatchedPage = (begin: () => void) => {
  const reportSeen = () => send({ badge: { seen: { loadedAt: run.loadedAt, banner: "pending" } } });
  const { send } = markPage(
    (view) => {
      run.view = view;
    },
    () => reportSeen(),
  );
  whenShown(() => {
    reportSeen();
    whenBack(reportSeen);
    begin();
  });
};
