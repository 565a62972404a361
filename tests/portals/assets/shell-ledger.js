// Dates in the visitor's own format, as old pages did it.
for (const cell of document.querySelectorAll("td[data-date]")) {
  cell.textContent = new Date(cell.dataset.date).toLocaleDateString();
}
