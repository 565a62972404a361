// Adds the banner 700 ms after the page has loaded.
addEventListener("load", () =>
  setTimeout(() => {
    document.body.prepend(document.getElementById("late-banner").content.cloneNode(true));
  }, 700),
);
