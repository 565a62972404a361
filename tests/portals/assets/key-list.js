// Draws a key list after a delay, and fills in cards without values.
const FILL_AFTER = 300;

const answer = async (source) => (await fetch(source)).json();

const fill = (list) =>
  setTimeout(async () => {
    const values = (await answer(list.dataset.fill)).values.flat();
    for (const [index, slot] of [...list.querySelectorAll("[data-slot]")].entries()) slot.textContent = values[index];
  }, FILL_AFTER);

for (const list of document.querySelectorAll("[data-fill]")) fill(list);

for (const place of document.querySelectorAll("[data-late]")) {
  setTimeout(async () => {
    place.innerHTML = (await answer(place.dataset.source)).markup;
    for (const list of place.querySelectorAll("[data-fill]")) fill(list);
  }, Number(place.dataset.late));
}
