// A page of the account site, which both environments share: it is watched, nothing is drawn.
import "../start";
import { whenShown } from "../shown";
import { watchPage } from "../page";
import { watchSession } from "../session";

whenShown(() => watchPage(watchSession()));
