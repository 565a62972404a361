// Holds pastes until they were checked, and then delivers each where it was pasted.
import { contentOf } from "./content";
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
import type { Field } from "./types";

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

/** Saves the selection. Returns a function that restores it, and tells whether it had to. */
const selectionIn = (field: Field) => {
  const input = asTextField(field);
  if (input) {
    const { selectionStart: start, selectionEnd: end } = input;
    return () => {
      if (start === null || (input.selectionStart === start && input.selectionEnd === end)) return false;
      input.setSelectionRange(start, end);
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
const copyOf = (data: DataTransfer) => {
  const copy = new DataTransfer();
  for (const type of data.types) copy.setData(type, data.getData(type));
  return copy;
};
/** Whether a field passes its input on to a larger element around it. */
const isInputOfEditor = (field: Field) => {
  const { width, height } = boxOf(field);
  return width <= HIDDEN || height <= HIDDEN;
};

/** Takes a paste from the page. Returns a function that delivers it; null if it can't be delivered unchanged. */
export const hold = (event: Heard<ClipboardEvent>, field: Field): (() => void) | null => {
  const data = event.clipboardData;
  const text = data?.getData("text/plain");
  const target = asElement(originOf(event)) ?? (field as PageElement);
  // A script can't paste an image or a file.
  if (!data || !text || data.files.length) return null;
  const clipboardData = copyOf(data);
  const select = selectionIn(field);
  event.preventDefault();
  event.stopImmediatePropagation();

  const put = () => {
    const init = { bubbles: true, composed: true, cancelable: true };
    const paste = new ClipboardEvent("paste", { ...init, clipboardData });
    return paste.clipboardData?.getData("text/plain") === text && !dispatch(target, paste);
  };
  const isShown = () => {
    let at: PageElement | null = target;
    for (let level = 0; at && level < 4; level++) at = parentElement(at) ?? at;
    return contentOf(at ?? target);
  };
  const deliver = async () => {
    if (!isConnected(target)) return;
    const before = focused();
    const wasElsewhere = before !== target && before !== field;
    if (wasElsewhere) focus(field);
    if (select() || wasElsewhere) await settle();
    const shown = isInputOfEditor(field) ? isShown() : "";
    // Editors accept a synthetic paste event. Elsewhere, the text is typed.
    if (!put()) {
      const isTaken = async () => {
        await settle();
        return isShown() !== shown;
      };
      const insertion = { bubbles: true, composed: true, cancelable: true, inputType: "insertFromPaste" };
      const asInput = () => new InputEvent("beforeinput", { ...insertion, data: text, dataTransfer: clipboardData });
      if (isInputOfEditor(field) && (await isTaken())) {
        // The page reads paste events without preventing the browser's default action.
      } else if (asTextField(field) || dispatch(target, asInput())) execCommand(document, "insertText", false, text);
    }
    if (!wasElsewhere || !before) return;
    // Some editors insert a moment later, and need the focus for that.
    await settle();
    if (isConnected(before)) focus(before);
  };
  return () => void deliver();
};
