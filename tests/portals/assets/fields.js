// An open shadow root with a field in it.
const label = document.createElement("label");
label.textContent = "Text in the shadow ";
const input = document.createElement("input");
input.id = "shadowed";
label.append(input);
document.getElementById("shadow-host").attachShadow({ mode: "open" }).append(label);
