// A page of the account site, which both environments share. It is observed, but nothing is drawn.
import "../start";
import { watchPage } from "../page";
import { watchSession } from "../session";
import { whenShown } from "../shown";
import { readPage } from "../tree";

whenShown(() => {
  readPage();
  watchPage(watchSession());
});
