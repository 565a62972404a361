// A click into the file selects all of it.
document.getElementById("file")?.addEventListener("click", (event) => event.target.select());
