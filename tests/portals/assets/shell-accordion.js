// Older browsers don't support groups of details, so close the others by script.
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches(".cle[open]")) return;
    for (const other of document.querySelectorAll(".cle[open]")) if (other !== event.target) other.open = false;
  },
  true,
);
