// Pretends to be a user. None of these events is trusted.
const by = (id) => document.getElementById(id);

const clipboardEvent = (type) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", by("payload").value);
  return new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true, composed: true });
};

const pretences = {
  "synthetic-paste"() {
    by("target").value = by("payload").value;
    by("target").dispatchEvent(clipboardEvent("paste"));
    by("target").dispatchEvent(
      new InputEvent("input", { inputType: "insertFromPaste", bubbles: true, composed: true }),
    );
  },
  "synthetic-copy"() {
    by("shown").textContent = by("payload").value;
    getSelection().selectAllChildren(by("shown"));
    by("source").dispatchEvent(clipboardEvent("copy"));
  },
  "synthetic-click"() {
    by("copy").previousElementSibling.textContent = by("payload").value;
    by("copy").click();
  },
  "synthetic-sign-out"() {
    // A click without effect: the page itself stops it.
    const control = [...document.querySelectorAll("header a, header button, header [role=menuitem]")].find(
      (element) => element.textContent === "Sign Out",
    );
    const stop = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    control?.addEventListener("click", stop, { once: true });
    control?.click();
  },
};

for (const [id, pretend] of Object.entries(pretences)) {
  by(id).addEventListener("click", () => {
    pretend();
    by("did").textContent = `Done: ${id}`;
  });
}
