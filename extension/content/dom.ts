// The page's nodes, read through getters and methods taken once from the prototypes.
//
// A form's properties are whatever the page calls its fields: `form.labels`, `form.matches` and `form.parentElement`
// can be an input, and so can `document.body` and `window.addEventListener`. So a node of the page has a type without
// members, and these functions are the only way to read it. `page_nodes.rs` in xtask keeps the rest of the scripts from
// taking nodes from anywhere else.

declare const NODE: unique symbol;
declare const ELEMENT: unique symbol;
/** A node of the page. */
export interface PageNode {
  readonly [NODE]: true;
}
/** An element of the page. */
export interface PageElement extends PageNode {
  readonly [ELEMENT]: true;
}
/** A text field. Only forms and documents can be clobbered, so its own members are safe. */
export type TextField = HTMLInputElement | HTMLTextAreaElement;
export type AnyNode = PageNode | Node;
export type AnyElement = PageElement | Element;
export type Target = EventTarget | PageNode;
/** An event without the members that return nodes of the page. Use `pathOf` and `targetOf` instead. */
export type Heard<E extends Event> = Omit<
  E,
  "target" | "currentTarget" | "srcElement" | "composedPath" | "relatedTarget" | "submitter"
>;

type Of<T> = { prototype: T };
/** The getter of a prototype, if there is one. Every bundle contains this, so it must be short. */
const getterOf = (prototype: object, name: PropertyKey): (() => any) | undefined =>
  (prototype as { __lookupGetter__(name: PropertyKey): (() => any) | undefined }).__lookupGetter__(name);
/** A getter of a prototype. */
const getter = <T extends object, K extends keyof T, R = T[K]>({ prototype }: Of<T>, name: K) => {
  const get = getterOf(prototype, name) as () => R;
  return (node: AnyNode): R => get.call(node);
};
/** A method of a prototype. */
const method = <A extends unknown[], R>({ prototype }: Of<object>, name: string) => {
  const method = (prototype as Record<string, (...args: A) => R>)[name] as (...args: A) => R;
  return (node: Target, ...args: A): R => method.call(node, ...args);
};

export const parentElement = /* @__PURE__ */ getter<Node, "parentElement", PageElement | null>(Node, "parentElement");
export const parentNode = /* @__PURE__ */ getter<Node, "parentNode", AnyNode | null>(Node, "parentNode");
export const childNodes = /* @__PURE__ */ getter<Node, "childNodes", Iterable<PageNode>>(Node, "childNodes");
export const firstChild = /* @__PURE__ */ getter<Node, "firstChild", PageNode | null>(Node, "firstChild");
/** Whether a node is a child of another. */
export const isChild = (node: AnyNode, parent: AnyNode) => parentNode(node) === parent;
const appendChild = /* @__PURE__ */ method<[Node], Node>(Node, "appendChild");
/** Appends one of our elements to an element or shadow root. */
export const adopt = (parent: AnyNode, child: Node) => void appendChild(parent, child);
export const isConnected = /* @__PURE__ */ getter<Node, "isConnected">(Node, "isConnected");
export const visibilityState = /* @__PURE__ */ getter<Document, "visibilityState">(Document, "visibilityState");
export const ownerDocument = /* @__PURE__ */ getter<Node, "ownerDocument">(Node, "ownerDocument");
const nodeType = /* @__PURE__ */ getter<Node, "nodeType">(Node, "nodeType");
const text = /* @__PURE__ */ getter<Node, "textContent">(Node, "textContent");
/** All text in a node, visible or not. */
export const textIn = (node: AnyNode) => text(node) ?? "";
export const contains = /* @__PURE__ */ method<[AnyNode], boolean>(Node, "contains");
export const rootNode = /* @__PURE__ */ method<[], Document | ShadowRoot>(Node, "getRootNode");
const comparePosition = /* @__PURE__ */ method<[AnyNode], number>(Node, "compareDocumentPosition");
/** Whether a node starts before another. */
export const startsBefore = (one: AnyNode, other: AnyNode) =>
  (comparePosition(one, other) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
/** Whether a node comes before another, and neither contains the other. */
export const precedes = (one: AnyNode, other: AnyNode) =>
  comparePosition(one, other) === Node.DOCUMENT_POSITION_FOLLOWING;

export const localName = /* @__PURE__ */ getter<Element, "localName">(Element, "localName");
const namespace = /* @__PURE__ */ getter<Element, "namespaceURI">(Element, "namespaceURI");
export const shadowRoot = /* @__PURE__ */ getter<Element, "shadowRoot">(Element, "shadowRoot");
export const ariaLabel = /* @__PURE__ */ getter<Element, "ariaLabel">(Element, "ariaLabel");
export const nextElement = /* @__PURE__ */ getter<Element, "nextElementSibling", PageElement | null>(
  Element,
  "nextElementSibling",
);
export const previousElement = /* @__PURE__ */ getter<Element, "previousElementSibling", PageElement | null>(
  Element,
  "previousElementSibling",
);
const assignedSlot = /* @__PURE__ */ getter<Element, "assignedSlot", PageElement | null>(Element, "assignedSlot");
export const matches = /* @__PURE__ */ method<[string], boolean>(Element, "matches");
export const closest = /* @__PURE__ */ method<[string], PageElement | null>(Element, "closest");
export const attribute = /* @__PURE__ */ method<[string], string | null>(Element, "getAttribute");
export const setAttribute = /* @__PURE__ */ method<[string, string], void>(Element, "setAttribute");
export const boxOf = /* @__PURE__ */ method<[], DOMRect>(Element, "getBoundingClientRect");
export const scrollTopOf = /* @__PURE__ */ getter<Element, "scrollTop">(Element, "scrollTop");
const scrollHeightOf = /* @__PURE__ */ getter<Element, "scrollHeight">(Element, "scrollHeight");
const clientHeightOf = /* @__PURE__ */ getter<Element, "clientHeight">(Element, "clientHeight");
/** Whether an element can be scrolled vertically. */
export const overflows = (element: AnyElement) => scrollHeightOf(element) > clientHeightOf(element) + 1;
export const scrollTo = /* @__PURE__ */ method<[ScrollToOptions], void>(Element, "scrollTo");
export const scrollIntoView = /* @__PURE__ */ method<[ScrollIntoViewOptions], void>(Element, "scrollIntoView");
export const removeNode = /* @__PURE__ */ method<[], void>(Element, "remove");
const appendTo = /* @__PURE__ */ method<(Node | string)[], void>(Element, "append");
export const append = (parent: AnyElement | null, ...children: (Node | string)[]) =>
  parent && appendTo(parent, ...children);
export const checkVisibility = /* @__PURE__ */ method<[CheckVisibilityOptions?], boolean>(Element, "checkVisibility");
/** Whether the user can see an element, judging by its styles. */
export const isVisible = (element: AnyElement) =>
  checkVisibility(element, { checkOpacity: true, checkVisibilityCSS: true });

export const styleOf = (element: AnyElement) => getComputedStyle(element as Element);
type Reader = (element: Element) => ShadowRoot | null;
/** The shadow root of an HTML element, even if it is closed; null if there is none. */
export const anyShadowRoot = (element: PageElement, api: typeof chrome): ShadowRoot | null => {
  if (!isHtml(element)) return null;
  // Firefox has a getter for extensions, Chromium a function.
  const direct: ShadowRoot | null | undefined = Reflect.get(Element.prototype, "openOrClosedShadowRoot", element);
  return direct ?? (api.dom?.openOrClosedShadowRoot as Reader | undefined)?.(element as unknown as Element) ?? null;
};
/** The element that contains an element in the layout: its slot, its parent, or the host of its shadow root. */
export const drawnIn = (element: AnyElement): PageElement | null =>
  assignedSlot(element) ?? parentElement(element) ?? asHost(rootNode(element));
const hostOf = /* @__PURE__ */ getter<ShadowRoot, "host", PageElement>(ShadowRoot, "host");
/** The host of a shadow root; null for other roots. */
export const asHost = (root: AnyNode) => ((root as Node) instanceof ShadowRoot ? hostOf(root) : null);
/** Sets an attribute in a separate task. */
export const setAttributeLater = (element: AnyElement, name: string, value: string) =>
  setTimeout(Element.prototype.setAttribute.bind(element, name, value));

/** The address of a link. */
export const hrefOf = /* @__PURE__ */ getter<HTMLAnchorElement, "href">(HTMLAnchorElement, "href");
export const isEditable = /* @__PURE__ */ getter<HTMLElement, "isContentEditable">(HTMLElement, "isContentEditable");
const editContext = () => getterOf(HTMLElement.prototype, "editContext");
/** The edit context of an element, which receives text without being editable itself; the page draws the text. */
export const editContextOf = (element: PageElement): { text: string } | null =>
  isHtml(element) ? editContext()?.call(element) : null;
export const innerText = /* @__PURE__ */ getter<HTMLElement, "innerText">(HTMLElement, "innerText");
export const focus = /* @__PURE__ */ method<[], void>(HTMLElement, "focus");

const queryElement = /* @__PURE__ */ method<[string], NodeListOf<Element>>(Element, "querySelectorAll");
const queryFragment = /* @__PURE__ */ method<[string], NodeListOf<Element>>(DocumentFragment, "querySelectorAll");
const queryDocument = /* @__PURE__ */ method<[string], NodeListOf<Element>>(Document, "querySelectorAll");
const list = (part: AnyNode, selector: string) => {
  const type = nodeType(part);
  const query = type === Node.ELEMENT_NODE ? queryElement : type === Node.DOCUMENT_NODE ? queryDocument : queryFragment;
  return query(part, selector) as unknown as ArrayLike<PageElement> & Iterable<PageElement>;
};
/** The elements inside a part of the page that match a selector, in document order. */
export const queryAll = (part: AnyNode, selector: string) => [...list(part, selector)];
/** All elements inside a part of the page. Each is created only when it is accessed. */
export const elementsIn = (part: AnyNode): ArrayLike<PageElement> => list(part, "*");
const elementsOf = /* @__PURE__ */ method<[string], ArrayLike<Element>>(Element, "getElementsByTagName");
/** Whether an element contains more elements than this. Doesn't count further. */
export const hasMoreThan = (element: AnyElement, most: number) => !!elementsOf(element, "*")[most];
export const query = (part: AnyNode, selector: string) => list(part, selector)[0];

export const bodyOf = /* @__PURE__ */ getter<Document, "body", PageElement | null>(Document, "body");
export const headOf = /* @__PURE__ */ getter<Document, "head", HTMLHeadElement | null>(Document, "head");
export const rootElement = /* @__PURE__ */ getter<Document, "documentElement", HTMLElement | null>(
  Document,
  "documentElement",
);
export const contentTypeOf = /* @__PURE__ */ getter<Document, "contentType">(Document, "contentType");
export const readyState = /* @__PURE__ */ getter<Document, "readyState">(Document, "readyState");
export const windowOf = /* @__PURE__ */ getter<Document, "defaultView">(Document, "defaultView");
const activeInDocument = /* @__PURE__ */ getter<Document, "activeElement", PageElement | null>(
  Document,
  "activeElement",
);
const activeInRoot = /* @__PURE__ */ getter<ShadowRoot, "activeElement", PageElement | null>(
  ShadowRoot,
  "activeElement",
);
/** The focused element of a document or shadow root. */
export const activeElement = (root: Document | ShadowRoot) =>
  (nodeType(root) === Node.DOCUMENT_NODE ? activeInDocument : activeInRoot)(root);
export const execCommand = /* @__PURE__ */ method<[string, boolean?, string?], boolean>(Document, "execCommand");
export const createElementNS = /* @__PURE__ */ method<[string, string], Element>(Document, "createElementNS");
export const titleOf = /* @__PURE__ */ getter<Document, "title">(Document, "title");
export const setTitle = (title: string) => Reflect.set(Document.prototype, "title", title, document);
const byId = /* @__PURE__ */ method<[string], PageElement | null>(Document, "getElementById");
const byIdInFragment = /* @__PURE__ */ method<[string], PageElement | null>(DocumentFragment, "getElementById");
/** The element with this ID in a document or shadow root; null in a detached part. */
export const elementById = (root: AnyNode, id: string) =>
  nodeType(root) === Node.DOCUMENT_NODE
    ? byId(root, id)
    : nodeType(root) === Node.DOCUMENT_FRAGMENT_NODE
      ? byIdInFragment(root, id)
      : null;
const documentHidden = /* @__PURE__ */ getter<Document, "hidden">(Document, "hidden");
/** Whether the page is in the background. */
export const isHidden = () => documentHidden(document);
const prerenders = () => getterOf(Document.prototype, "prerendering");
/** Whether the document is prerendered and not visible yet. */
export const isPrerendering = (): boolean => !!prerenders()?.call(document);
const frameDocument = /* @__PURE__ */ getter<HTMLIFrameElement, "contentDocument">(
  HTMLIFrameElement,
  "contentDocument",
);
/** The document in a frame, if it is accessible to this page. */
export const documentIn = (frame: AnyElement | null | undefined) =>
  frame && localName(frame) === "iframe" ? frameDocument(frame) : null;

export const addListener = /* @__PURE__ */ method<[string, (event: any) => void, AddEventListenerOptions], void>(
  EventTarget,
  "addEventListener",
);
export const dispatch = /* @__PURE__ */ method<[Event], boolean>(EventTarget, "dispatchEvent");

/** An object as an element; undefined for a window, a document or another node. Works across frames. */
export const asElement = (object: unknown): PageElement | undefined => {
  try {
    return nodeType(object as PageNode) === Node.ELEMENT_NODE ? (object as PageElement) : undefined;
  } catch {
    // Not a node.
  }
};
export const asText = (node: PageNode | null | undefined) =>
  node && nodeType(node) === Node.TEXT_NODE ? (node as unknown as Text) : undefined;
const HTML = "http://www.w3.org/1999/xhtml";
export const isHtml = (element: AnyElement) => namespace(element) === HTML;
const named = <T>(element: unknown, ...names: string[]) => {
  const found = asElement(element);
  return found && isHtml(found) && names.includes(localName(found)) ? (found as unknown as T) : undefined;
};
export const asTextField = (element: unknown) => named<TextField>(element, "input", "textarea");
/** A choice that isn't made. Its value goes nowhere. */
export const UNCHOSEN = ":is([type=radio], [type=checkbox]):not(:checked)";
export const asSelect = (element: unknown) => named<HTMLSelectElement>(element, "select");
/** A form control with a value: a text field, a list, or a control that is neither. */
export const asControl = (element: unknown) =>
  named<HTMLInputElement>(element, "input", "textarea", "select", "button");

/** The path of an event, from its origin outward. */
export const pathOf = (event: Heard<Event>) => (event as Event).composedPath() as unknown[];
/** The topmost element of the document at a place in the window. */
export const topAt = /* @__PURE__ */ method<[number, number], PageElement | null>(Document, "elementFromPoint");
export const elementFromPoint = /* @__PURE__ */ method<[number, number], PageElement | null>(
  ShadowRoot,
  "elementFromPoint",
);
/** The origin of an event, including in open shadow roots. */
export const originOf = (event: Heard<Event>) => pathOf(event)[0];
/** The target of an event in the listener's own tree. */
export const targetOf = (event: Heard<Event>) => asElement((event as Event).target);
/** The element that the focus or the pointer moves to or from, in the listener's own tree. */
export const relatedOf = (event: Heard<Event>) => asElement((event as FocusEvent).relatedTarget);
/** The control that submits a form. */
export const submitterOf = (event: Heard<Event>) => (event as SubmitEvent).submitter;
/** The form that a control belongs to. */
export const formOf = (field: AnyElement) => asControl(field)?.form as PageElement | null | undefined;
/** The node that a mutation happened in, and the nodes that it added. */
export const targetOfChange = ({ target }: MutationRecord) => target as unknown as PageNode;
export const addedBy = ({ addedNodes }: MutationRecord) => addedNodes as unknown as Iterable<PageNode>;
/** The names of an element's attributes. */
export const attributeNames = /* @__PURE__ */ method<[], string[]>(Element, "getAttributeNames");
/** The nodes that are assigned to a slot. */
export const assignedNodes = /* @__PURE__ */ method<[], PageNode[]>(HTMLSlotElement, "assignedNodes");
/** The text nodes of a part of the page, in document order. */
export const textNodes = function* (part: AnyNode) {
  const nodes = Document.prototype.createTreeWalker.call(document, part as Node, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) yield node as Text;
};
export const requestSubmit = /* @__PURE__ */ method<[HTMLElement | null], void>(HTMLFormElement, "requestSubmit");
