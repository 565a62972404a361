// Reveals a secret: an application secret in a field, a private key in groups of eight.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const place = button.closest(".secret");
  const { as, secret, label } = place.dataset;
  if (as === "api") {
    const field = document.createElement("input");
    field.readOnly = true;
    field.size = 44;
    field.value = secret;
    field.setAttribute("aria-label", label);
    place.firstElementChild.replaceWith(field);
  } else {
    const value = document.createElement("span");
    for (const group of secret.match(/.{8}/g)) {
      const element = document.createElement("span");
      element.className = "g";
      element.textContent = group;
      value.append(element);
    }
    place.firstElementChild.replaceWith(value);
  }
  button.textContent = "Hide";
  button.disabled = true;
});
