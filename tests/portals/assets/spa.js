// Navigates without loading: replaces content and title, and changes the address.
const LEAVES = ["/signin", "/account/logout"];

const show = async (address) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  document.querySelector("header").replaceWith(page.querySelector("header"));
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.dataset.copy || link.origin !== location.origin || LEAVES.includes(link.pathname)) return;
  event.preventDefault();
  // The next page must behave like this one.
  const address = link.search ? link.href : link.pathname + location.search;
  await show(address);
  history.pushState(null, "", address);
});

addEventListener("popstate", () => show(location.href));
