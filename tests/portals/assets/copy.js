// Copies what stands before a Copy control: with a selection and the browser's
// copy command, which fires an event, or straight into the clipboard, which fires none.
document.addEventListener("click", async (event) => {
  const control = event.target.closest("[data-copy]");
  if (!control) return;
  event.preventDefault();
  const source = control.previousElementSibling;
  if (control.dataset.copy === "selection") {
    if (source.select) {
      source.select();
    } else {
      getSelection().selectAllChildren(source);
    }
    document.execCommand("copy");
    getSelection().removeAllRanges();
  } else {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  }
  document.getElementById("copied").textContent = "Copied.";
});
