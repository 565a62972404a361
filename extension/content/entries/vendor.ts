// A page of a vendor's portal. Its address shows the environment, and such pages change it without loading.
import { listen, report, run } from "../run";

listen(navigation, "currententrychange", async () => {
  const view = await report({ badge: { seen: { loadedAt: run.loadedAt, banner: "pending" } } });
  if (view?.badge) run.place?.(view);
});
