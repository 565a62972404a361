// The menu next to the page, and the new key once it has been fetched.
const LOADING = 500;
const burger = document.querySelector(".burger");
const aside = document.querySelector(".aside");

burger.addEventListener("click", () => {
  const open = aside.classList.toggle("open");
  aside.inert = !open;
  burger.setAttribute("aria-expanded", open);
});

const fresh = document.getElementById("fresh");

if (fresh) {
  setTimeout(() => {
    fresh.replaceChildren(document.getElementById("fresh-content").content.cloneNode(true));
    fresh.removeAttribute("aria-busy");
  }, LOADING);
}
