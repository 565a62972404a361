// Copies the text before a Copy control: with a selection and the browser's copy command, which
// fires an event, or directly to the clipboard, which fires none.
const say = (text) => {
  document.getElementById("copied").textContent = text;
};

document.addEventListener("click", (event) => {
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
    say(document.execCommand("copy") ? "Copied." : "This could not be copied.");
    getSelection().removeAllRanges();
  } else {
    navigator.clipboard.writeText(source.value ?? source.textContent).then(
      () => say("Copied."),
      (reason) => say(`This could not be copied: ${reason.message}`),
    );
  }
});
