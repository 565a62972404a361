// Tabs, the account menu, and buttons that navigate.
const tabs = [...document.querySelectorAll("[role=tab]")];

const select = (chosen) => {
  for (const tab of tabs) {
    const on = tab === chosen;
    const panel = document.getElementById(tab.getAttribute("aria-controls"));
    tab.setAttribute("aria-selected", on);
    panel.setAttribute("aria-hidden", !on);
    panel.classList.toggle("is-active", on);
  }
};

const menu = (name) => {
  const list = document.createElement("div");
  list.className = "menu-list";
  list.setAttribute("role", "menu");
  list.innerHTML = `<p></p><a role="menuitem" href="/account/profile">Profile</a><a role="menuitem" href="/account/logout">Sign out</a>`;
  list.firstElementChild.textContent = name;
  return list;
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) select(tab);
  const go = event.target.closest("[data-go]");
  if (go) location.assign(go.dataset.go);
  const account = event.target.closest(".account");
  const open = document.querySelector(".menu-list");
  if (open && !event.target.closest(".menu-list")) {
    open.remove();
    document.querySelector(".account button").setAttribute("aria-expanded", "false");
  } else if (account && !open) {
    account.append(menu(account.dataset.name));
    account.firstElementChild.setAttribute("aria-expanded", "true");
  }
});
