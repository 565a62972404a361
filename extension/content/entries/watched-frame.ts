// Every frame of a page of a watched site.
import "../start";
import { contextAround } from "../labels";
import { watchPastes } from "../paste";
import { shieldControls } from "../shield";

shieldControls();
watchPastes(contextAround);
