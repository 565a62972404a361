// A page of a watched site that has an environment.
import { markWatchedPage } from "../watched";

markWatchedPage();
