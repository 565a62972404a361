// The frames of this page that show its own site.
import {
  activeElement,
  addListener,
  documentIn,
  type Heard,
  type PageElement,
  queryAll,
  type Target,
  targetOf,
  windowOf,
} from "./dom";
import { shadowOf } from "./page";
import { listen, signal } from "./run";

/** Hears an event as `listen` does, of a target that may come and go. */
export const hear = (target: Target, type: string, react: (event: Heard<any>) => void) =>
  addListener(target, type, react, { capture: true, signal });

/** Calls `enter` with this window and that of each frame of this site, whenever one loads. Others show no document. */
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
  // The focus may go to a frame that loads for long, or is in a shadow root.
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
