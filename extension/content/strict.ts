// Holds pastes until they were checked, and then delivers each where it was pasted.
import { contentOf, namesakeOf } from "./content";
import {
  activeElement,
  asElement,
  asTextField,
  boxOf,
  dispatch,
  execCommand,
  focus,
  type Heard,
  isConnected,
  originOf,
  type PageElement,
  parentElement,
  rootNode,
} from "./dom";
import { registry } from "./registry";
import type { Field, Insert } from "./types";

/** How long an editor may take to follow the selection or to show the text, in milliseconds. */
const SETTLING = 60;
/** A field this small receives the input for an editor that draws its text elsewhere, in CSS pixels. */
const HIDDEN = 2;

const settle = () => new Promise((done) => setTimeout(done, SETTLING));
const focused = () => {
  let at = activeElement(document);
  for (let inner = at; inner; ) {
    at = inner;
    const root: ShadowRoot | null | undefined = registry.run?.shadowOf(at);
    inner = root ? activeElement(root) : null;
  }
  return at;
};
/** The selection of a tree. Chromium has one per shadow root. */
const selectionOf = (field: PageElement): Selection | null =>
  (rootNode(field) as { getSelection?(): Selection | null }).getSelection?.() ?? getSelection();

/** Saves the selection. Returns a function that restores it in a field, and tells whether it had to. */
const selectionIn = (field: Field) => {
  const input = asTextField(field);
  if (input) {
    const { value, selectionStart, selectionEnd } = input;
    return (into: Field) => {
      const now = asTextField(into);
      if (!now || selectionStart === null) return false;
      // What was typed in the meantime must stay.
      const isSame = now.value === value;
      const [start, end] = isSame ? [selectionStart, selectionEnd] : [now.selectionEnd, now.selectionEnd];
      if (now.selectionStart === start && now.selectionEnd === end) return false;
      now.setSelectionRange(start, end);
      return true;
    };
  }
  const selection = selectionOf(field as PageElement);
  const range = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  return () => {
    const now = selectionOf(field as PageElement);
    if (!range || !now || !isConnected(range.startContainer)) return false;
    const same = now.rangeCount && now.getRangeAt(0);
    if (
      same &&
      same.startContainer === range.startContainer &&
      same.startOffset === range.startOffset &&
      same.endContainer === range.endContainer &&
      same.endOffset === range.endOffset
    )
      return false;
    now.removeAllRanges();
    now.addRange(range);
    return true;
  };
};
/** The object as the page has it. Firefox lets a page read only what was put into a transfer in the page's own name. */
const asOfPage = <T extends object>(object: T): T => (object as { wrappedJSObject?: T }).wrappedJSObject ?? object;
/** Saves what a paste contains. Returns a function that makes a paste event with the same. */
const pasteLike = (data: DataTransfer) => {
  const saved = data.types.map((type) => [type, data.getData(type)] as const);
  return (init: EventInit) => {
    // Firefox ignores the transfer that it is given, and makes one.
    const paste = new ClipboardEvent("paste", { ...init, clipboardData: new DataTransfer() });
    try {
      const { clipboardData } = asOfPage(paste);
      for (const [type, value] of saved) clipboardData?.setData(type, value);
    } catch {
      // The page has replaced one of these functions. The paste stays empty, so the text is typed instead.
    }
    return paste;
  };
};
/** Whether a field passes its input on to a larger element around it. */
const isInputOfEditor = (field: Field) => {
  const { width, height } = boxOf(field);
  return width <= HIDDEN || height <= HIDDEN;
};

/** Takes a paste from the page. Returns a function that delivers it; null if it can't be delivered unchanged. */
export const hold = (event: Heard<ClipboardEvent>, into: Field): Insert | null => {
  const data = event.clipboardData;
  const text = data?.getData("text/plain");
  const origin = asElement(originOf(event));
  // A script can't paste an image or a file.
  if (!data || !text || data.files.length) return null;
  const pasteAgain = pasteLike(data);
  const select = selectionIn(into);
  event.preventDefault();
  event.stopImmediatePropagation();

  const init = { bubbles: true, composed: true, cancelable: true };
  const put = (target: PageElement) => {
    const paste = pasteAgain(init);
    return paste.clipboardData?.getData("text/plain") === text && !dispatch(target, paste);
  };
  const shownAround = (target: PageElement) => {
    let at: PageElement | null = target;
    for (let level = 0; at && level < 4; level++) at = parentElement(at) ?? at;
    return contentOf(at ?? target);
  };
  const deliver = async (field: Field) => {
    const target = origin && isConnected(origin) ? origin : (field as PageElement);
    const before = focused();
    const wasElsewhere = before !== target && before !== field;
    if (wasElsewhere) focus(field);
    if (select(field) || wasElsewhere) await settle();
    const shown = isInputOfEditor(field) ? shownAround(target) : "";
    // Editors accept a synthetic paste event. Elsewhere, the text is typed.
    if (!put(target)) {
      const isTaken = async () => {
        await settle();
        return shownAround(target) !== shown;
      };
      const insertion = { ...init, inputType: "insertFromPaste", data: text };
      const asInput = () =>
        new InputEvent("beforeinput", { ...insertion, dataTransfer: pasteAgain(init).clipboardData });
      if (isInputOfEditor(field) && (await isTaken())) {
        // The page reads paste events without preventing the browser's default action.
      } else if (asTextField(field) || dispatch(target, asInput())) execCommand(document, "insertText", false, text);
    }
    if (!wasElsewhere || !before) return;
    // Some editors insert a moment later, and need the focus for that.
    await settle();
    if (isConnected(before)) focus(before);
  };
  return () => {
    const field = isConnected(into) ? into : namesakeOf(into);
    if (field) void deliver(field);
    return !!field;
  };
};
