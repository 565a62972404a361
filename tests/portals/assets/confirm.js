// Asks in a dialog before a key is replaced or deleted.
document.addEventListener("click", (event) => {
  const dialog = document.getElementById("confirm");
  const control = event.target.closest("[data-confirm]");
  if (control) {
    dialog.querySelector("p").textContent = control.dataset.confirm;
    dialog.querySelector("form").action = control.dataset.action;
    dialog.showModal();
  } else if (event.target.closest("dialog button[type=button]")) {
    dialog.close();
  }
});
