// Menu items that aren't links open the page that they name.
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-haspopup]")) location.assign("/account/");
});
