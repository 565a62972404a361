// Every frame of a portal page.
import "../start";
import { fieldsBeside, watchPastes } from "../paste";
import { shieldControls } from "../shield";

shieldControls();
watchPastes(fieldsBeside);
