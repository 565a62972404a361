// Code shared by the bundles that draw on the page. It is injected before them (entries/drawing.ts).
import css from "./common.css";
import { keepOnTop } from "./ontop";
import { watchControls } from "./steady";
import theme from "./theme.css";
import { element, makeHost, unfindable } from "./ui";

export const drawing = { theme: theme + css, element, makeHost, unfindable, keepOnTop, watchControls };
export type Drawing = typeof drawing;
