// Finds the frames of this page with the same origin.
import { addListener, documentIn, type Heard, type PageElement, type Target, targetOf, windowOf } from "./dom";
import { activeElement, listen, queryAll, shadowOf, signal } from "./run";

/** Listens like `listen`, on a target that may come and go. */
export const hear = (target: Target, type: string, react: (event: Heard<any>) => void) =>
  addListener(target, type, react, { capture: true, signal });

/**
 * Calls `enter` with this window and the window of each same-origin frame, whenever one loads. Others aren't
 * accessible.
 */
export const eachFrame = (enter: (view: Window, on: typeof hear) => void) => {
  const into = (page: Document | null | undefined, on: typeof hear = hear) => {
    const view = page && windowOf(page);
    if (!page || !view) return;
    enter(view, on);
    on(view, "blur", onBlur);
    on(page, "load", onLoad);
    for (const frame of queryAll(page, "iframe")) into(documentIn(frame));
  };
  const onLoad = (event: Heard<Event>) => into(documentIn(targetOf(event)));
  // The focus may move to a frame that is still loading, or that is in a shadow root.
  const onBlur = () =>
    setTimeout(() => {
      let inner: Document | ShadowRoot | null | undefined = document;
      for (let at: PageElement | null; inner; inner = documentIn(at) ?? shadowOf(at)) {
        at = activeElement(inner);
        into(documentIn(at));
      }
    });
  into(document, listen);
};
