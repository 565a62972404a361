// Every frame of a portal page.
import "../start";
import { fieldsBeside, watchPastes } from "../paste";

watchPastes(fieldsBeside);
