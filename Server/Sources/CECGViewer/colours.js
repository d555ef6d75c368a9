// Light or dark, as the system has it or a person wants it.

import { find } from "./messages.js";

const darkScreen = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : darkScreen.matches;
}

function keepTheme(theme) {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function keptTheme() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
}

/** `changed` is called now and whenever the colours are others; `printing` before the page is printed. */
export function watchColours(changed, printing) {
  const update = () => {
    find("theme").setAttribute("aria-pressed", String(isDark()));
    changed();
  };
  if (["light", "dark"].includes(keptTheme())) document.documentElement.dataset.theme = keptTheme();
  update();
  darkScreen.addEventListener("change", update);
  find("theme").addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    keepTheme(theme);
    update();
  });
  let before;
  window.addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    update();
    printing();
  });
  window.addEventListener("afterprint", () => {
    if (before) document.documentElement.dataset.theme = before;
    else delete document.documentElement.dataset.theme;
    update();
  });
}
