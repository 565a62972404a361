// Records what happens to this page, starting before its body exists.
globalThis.seen = { listeners: [], changes: [] };
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, ...rest) {
  seen.listeners.push(type);
  return listen.call(this, type, ...rest);
};
let parsed = false;
const write = (changes) => {
  for (const { type, target, attributeName, addedNodes, removedNodes } of changes) {
    // The parser's own additions belong to the page.
    if (!parsed && type === "childList") continue;
    const nodes = [...addedNodes, ...removedNodes].map((node) => node.nodeName);
    seen.changes.push(`${type} at ${target.nodeName}: ${attributeName ?? nodes}`);
  }
};
const observer = new MutationObserver(write);
observer.observe(document, { attributes: true, childList: true, subtree: true });
listen.call(document, "DOMContentLoaded", () => {
  write(observer.takeRecords());
  parsed = true;
});
// The page's current state: number of changes, children of its root, style sheets, attributes of
// its root.
globalThis.state = () => {
  write(observer.takeRecords());
  const root = document.documentElement;
  return {
    ...seen,
    children: [...root.children].map((child) => child.localName),
    attributes: [...root.attributes, ...(document.body?.attributes ?? [])].map(({ name }) => name),
    sheets: [...document.styleSheets].map((sheet) => sheet.href),
    adopted: document.adoptedStyleSheets.length,
    names: Object.keys(globalThis).filter((name) => /sandbar/i.test(name)),
  };
};
