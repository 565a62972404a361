// The elements that an event is on, including in closed shadow roots.
import { boxOf, elementFromPoint, type Heard, type PageElement, parentElement, pathOf, rootNode } from "./dom";
import { CONTROL } from "./page";
import { activeElement, asElement, queryAll, shadowOf } from "./run";

/** The element of a shadow root that an event is on: under the pointer, or focused. */
const elementAt = (root: ShadowRoot, event: Heard<Event>) => {
  const { clientX, clientY } = event as Partial<MouseEvent>;
  if (clientX === undefined || clientY === undefined) return activeElement(root);
  return elementFromPoint(root, clientX, clientY);
};
/** The innermost element of a shadow root that an event is on; none if the event is on text from outside the root. */
const innermostOf = (root: ShadowRoot, event: Heard<Event>) => {
  const at = elementAt(root, event);
  if (at && rootNode(at) === root) return at;
  const { clientX, clientY } = event as Partial<MouseEvent>;
  if (clientX === undefined || clientY === undefined) return undefined;
  return queryAll(root, CONTROL).find((control) => {
    const { left, top, right, bottom } = boxOf(control);
    return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
  });
};

/** The elements from the innermost outward, including in closed shadow roots, which an event's path leaves out. */
export const elementsUnder = (event: Heard<Event>) => {
  const path = pathOf(event).map(asElement);
  const inside: PageElement[] = [];
  let root = shadowOf(path[0]);
  while (root) {
    const innermost = innermostOf(root, event);
    if (!innermost) break;
    const chain: PageElement[] = [];
    for (let at: PageElement | null = innermost; at; at = parentElement(at)) chain.push(at);
    inside.unshift(...chain);
    root = shadowOf(innermost);
  }
  return [...inside, ...path].filter((element) => element !== undefined);
};
