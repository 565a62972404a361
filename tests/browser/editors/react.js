import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { place, ready } from "./page.js";

let text = "";
/**
 * A controlled field that becomes a new element after each larger change, as in forms that key
 * their rows by value.
 */
const Page = () => {
  const [value, setValue] = useState("");
  const [key, setKey] = useState(0);
  text = value;
  const onChange = (event) => {
    if (Math.abs(event.target.value.length - value.length) > 1) setKey(key + 1);
    setValue(event.target.value);
  };
  return createElement("input", { key, id: "field", value, onChange, "aria-label": "Text" });
};
createRoot(place).render(createElement(Page));
ready(
  () => text,
  () => document.querySelector("#field").focus(),
);
