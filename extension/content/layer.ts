// A layer for elements next to a field: in front of the page, and out of reach of its listeners.
import {
  addListener,
  adopt,
  anyShadowRoot,
  boxOf,
  drawnIn,
  type Heard,
  isChild,
  isEditable,
  isHtml,
  localName,
  matches,
  type PageElement,
  pathOf,
  relatedOf,
  rootElement,
  rootNode,
} from "./dom";
import { keepOnTop, makeHost, watchControls } from "./drawn";
import { asElement, follow, onStop, run, signal } from "./run";
import type { Field } from "./types";

/** Elements that hide or disable everything outside them. */
const LAYERS = ":modal, :popover-open, :fullscreen";
/** Elements that don't render their children. */
const CLOSED = /^(?:textarea|input|select|iframe|video|audio|canvas|img|object|embed)$/;
/** The attributes that pages hide elements with, and how often that is undone between two checks. */
const DISABLES = ["inert", "aria-hidden", "hidden", "style"];
const ANSWERS = 20;
/** The distance to the field and to the edges of the window, in CSS pixels. */
const GAP = 8;

const holdsChildren = (element: PageElement) =>
  isHtml(element) && !isEditable(element) && !CLOSED.test(localName(element));
/** The innermost layer around a field, or else the page. */
const layerOf = (field: Field) => {
  for (let at: PageElement | null | undefined = asElement(field); at; at = drawnIn(at))
    if (matches(at, LAYERS) && holdsChildren(at)) return anyShadowRoot(at, run.browser) ?? at;
  return rootElement(document);
};

export interface Layer {
  root: ShadowRoot;
  /** Attaches the host where the user can see and click it for this field. Without a field, removes it. */
  attach(field: Field | undefined): void;
  /** Whether the user can see and click an element of ours. */
  isReachable(element: Element): boolean;
  /** Whether a click on a control of ours counts, by mouse or by keyboard. */
  counts(control: Element, byKeyboard?: boolean): boolean;
  /** Whether the page paints something over a control of ours. */
  isCovered(control: Element): boolean;
}

/** Creates a layer. `react` receives the events in `shieldControls`, and whether they are on an element of ours. */
export const makeLayer = (css: string, react: (event: Heard<Event>, isOurs: boolean) => void = () => {}): Layer => {
  const { host, root } = makeHost(css);
  const raise = keepOnTop(host);
  const { watch, counts, isCovered } = watchControls(root);
  let field: Field | undefined;
  let answers = ANSWERS;

  // A page that disables everything except its own dialog does so for each element next to the dialog.
  const enable = () => {
    for (const name of DISABLES) if (host.hasAttribute(name)) host.removeAttribute(name);
  };
  const disabled = new MutationObserver(() => {
    if (answers-- > 0) enable();
  });
  disabled.observe(host, { attributeFilter: DISABLES });

  const attach = () => {
    answers = ANSWERS;
    const layer = field && layerOf(field);
    if (!layer) return host.remove();
    enable();
    watch();
    if (isChild(host, layer)) return;
    adopt(layer, host);
    raise();
    const tree = rootNode(host);
    if (tree instanceof ShadowRoot) hearIn(tree);
  };
  follow(attach);
  onStop(() => host.remove());

  const isOurs = (event: Heard<Event>) => pathOf(event).includes(host) || (relatedOf(event) as unknown) === host;
  const shield = (event: Heard<Event>) => {
    const ours = isOurs(event);
    react(event, ours);
    if (!ours) return;
    event.stopImmediatePropagation();
    // A click leaves the focus where it is.
    if (event.type === "mousedown") event.preventDefault();
  };
  run.shields.add(shield);
  // These events are frequent, so listen only while something is drawn, and before the page's own elements.
  const moved = (event: Heard<Event>) => {
    if (host.isConnected && isOurs(event)) event.stopImmediatePropagation();
  };
  for (const side of ["over", "out", "enter", "leave", "move"])
    for (const device of ["pointer", "mouse"])
      addListener(window, device + side, moved, { capture: true, passive: true, signal });
  // Events between two elements of one shadow tree don't leave it.
  const heard = new WeakSet<ShadowRoot>();
  const hearIn = (tree: ShadowRoot) => {
    if (heard.has(tree)) return;
    heard.add(tree);
    for (const type of ["focus", "focusin", "blur", "focusout"])
      addListener(tree, type, shield, { capture: true, signal });
  };

  return {
    root,
    counts,
    isCovered,
    attach(next) {
      field = next;
      attach();
    },
    isReachable(element) {
      const { left, top, width, height } = boxOf(element);
      const seen = width && height ? root.elementFromPoint(left + width / 2, top + height / 2) : null;
      return !!seen && element.contains(seen);
    },
  };
};

/** Moves an element of ours next to a field, within the window. */
export const placeBeside = (field: Field, panel: HTMLElement) => {
  // A field may be hidden, with its label in its place.
  let at: PageElement | null = asElement(field) ?? null;
  while (at && !boxOf(at).width) at = drawnIn(at);
  const box = boxOf(at ?? field);
  // The width of the window without its scroll bar.
  const wide = rootElement(document)?.clientWidth || innerWidth;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const isBelow = box.bottom + GAP + height <= innerHeight || box.top < height + 2 * GAP;
  const top = isBelow ? box.bottom + GAP : box.top - height - GAP;
  const within = (wanted: number, room: number) =>
    `${Math.max(Math.min(wanted, room - GAP), Math.min(GAP, Math.max(0, room)))}px`;
  panel.style.left = within(box.left, wide - width);
  panel.style.top = within(top, innerHeight - height);
};
