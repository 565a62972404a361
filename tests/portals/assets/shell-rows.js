// The user becomes known after a delay; rows exist only while they are visible.
const HEIGHT = 60;
const account = document.getElementById("account");

if (account.dataset.user) {
  setTimeout(() => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rounded-full";
    button.setAttribute("aria-label", account.dataset.user);
    button.textContent = account.dataset.user
      .split(" ")
      .map((word) => word[0])
      .join("");
    button.addEventListener("click", () => {
      if (account.children.length > 1) return account.lastElementChild.remove();
      const menu = document.createElement("div");
      menu.className = "absolute bg-white border p-2";
      menu.innerHTML = `<a href="/account/profile">Your profile</a> <a href="/account/logout">Sign Out</a>`;
      account.append(menu);
    });
    account.replaceChildren(button);
  }, 600);
}

const viewport = document.getElementById("viewport");

if (viewport) {
  const state = JSON.parse(document.getElementById("state").textContent);
  const track = document.getElementById("track");
  const owner = document.getElementById("owner");
  const pool = [];

  const row = () => {
    const element = document.createElement("div");
    element.className = "absolute inset-x-0 top-0 h-15 flex items-center";
    element.innerHTML = `<div class="w-80 px-3 order-3 font-mono truncate"></div><div class="w-32 px-3 order-4"><button type="button">Delete</button></div><div class="w-64 px-3 order-2 font-mono truncate"></div><div class="w-32 px-3 order-1 truncate"></div>`;
    return element;
  };

  const draw = () => {
    const keys = state[owner.value];
    track.style.height = `${keys.length * HEIGHT}px`;
    const first = Math.floor(viewport.scrollTop / HEIGHT);
    const last = Math.ceil((viewport.scrollTop + HEIGHT) / HEIGHT);
    const shown = keys.slice(first, last);
    while (pool.length < shown.length) pool.push(row());
    for (const [index, key] of shown.entries()) {
      const element = pool[index];
      const [secret, , id, name] = element.children;
      element.style.transform = `translateY(${(first + index) * HEIGHT}px)`;
      secret.textContent = key.secret;
      id.textContent = key.public;
      name.textContent = key.name;
      if (!element.isConnected) track.append(element);
    }
    for (const element of pool.slice(shown.length)) element.remove();
  };

  viewport.addEventListener("scroll", () => requestAnimationFrame(draw));
  owner.addEventListener("change", () => {
    viewport.scrollTop = 0;
    draw();
  });
  draw();
}
