// Dates in the visitor's own spelling, as pages of that time did it.
for (const cell of document.querySelectorAll("td[data-date]")) {
  cell.textContent = new Date(cell.dataset.date).toLocaleDateString();
}
