// Sign-out controls that are neither links nor forms.
const signOut = () => fetch("/account/logout", { method: "POST", redirect: "manual" });

const ways = {
  async move() {
    await signOut();
    location.assign("/");
  },
  async redraw() {
    await signOut();
    const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
    document.querySelector("header").replaceWith(page.querySelector("header"));
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
  },
};

const press = (event) => {
  const control = event.target.closest("[data-sign-out]");
  if (control) ways[control.dataset.signOut]();
};
document.addEventListener("click", press);
document.addEventListener("keydown", (event) => {
  // A button turns keys into clicks; an element with the role of a menu item doesn't.
  if (event.target.closest("[role=menuitem]") && (event.key === "Enter" || event.key === " ")) press(event);
});
