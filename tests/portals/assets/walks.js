// What an ordinary page does by itself: a header learns its user's name, a banner is dismissed.
const who = document.getElementById("who");
if (who) {
  setTimeout(() => {
    const name = document.createElement("button");
    name.type = "button";
    name.textContent = "Hello, Ada!";
    who.replaceWith(name);
  }, Number(who.dataset.after));
}
if (document.getElementById("dismiss-banner")) document.querySelector(".notice-strip")?.remove();
