// Removes the page's content and builds it again: once after loading, five times after a click.
(() => {
  const TIMES = 5;
  const PAUSE = 100;
  const root = document.documentElement;
  const how = document.getElementById("rebuild").dataset.how;
  const count = () => {
    root.dataset.rebuilt = Number(root.dataset.rebuilt ?? 0) + 1;
  };

  const ways = {
    replace() {
      const [head, body] = [document.head.cloneNode(true), document.body.cloneNode(true)];
      body.replaceChildren(...[...body.childNodes].map((child) => child.cloneNode(true)));
      root.replaceChildren(head, body);
      count();
    },
    write() {
      const rebuilt = Number(document.documentElement.dataset.rebuilt ?? 0) + 1;
      const parts = [document.head, document.body].map((part) => part.cloneNode(true));
      for (const script of parts.flatMap((part) => [...part.querySelectorAll("script")])) script.remove();
      document.open();
      document.write(`<!doctype html><html lang="en">${parts.map((part) => part.outerHTML).join("")}</html>`);
      document.close();
      document.documentElement.dataset.rebuilt = rebuilt;
      listen();
    },
  };
  ways.hostile = ways.replace;

  // A page that removes every unknown element next to its head and body.
  const evict = () => {
    for (const child of [...root.children]) {
      if (child !== document.head && child !== document.body) child.remove();
    }
  };
  if (how === "hostile") {
    evict();
    new MutationObserver(evict).observe(root, { childList: true });
  }

  const rebuild = ways[how];
  const press = (event) => {
    if (!event.target.closest?.("#rebuild")) return;
    for (let time = 0; time < TIMES; time += 1) setTimeout(rebuild, time * PAUSE);
  };
  // Opening a document again removes its listeners; adding an existing one does nothing.
  function listen() {
    document.addEventListener("click", press);
  }

  listen();
  if (document.readyState === "complete") rebuild();
  else addEventListener("load", () => setTimeout(rebuild), { once: true });
})();
