// Changes the page's own title and icon.
let times = 0;
const ways = {
  "change-title"() {
    document.title = `(${times}) News | Developer Portal`;
  },
  "change-icon"() {
    document.querySelector("link[rel~=icon]").href = "/assets/icon-changed.svg";
  },
  "replace-head"() {
    const title = document.createElement("title");
    title.textContent = `Replaced ${times} | Developer Portal`;
    document.querySelector("title").replaceWith(title);
    const icon = document.createElement("link");
    icon.rel = "icon";
    icon.href = "/assets/icon-changed.svg";
    document.querySelector("link[rel~=icon]")?.remove();
    document.head.append(icon);
  },
};
document.addEventListener("click", (event) => {
  if (!(event.target.id in ways)) return;
  times += 1;
  ways[event.target.id]();
});
