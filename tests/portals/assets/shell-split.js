// Menu items that are no links open what they name.
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-haspopup]")) location.assign("/account/");
});
