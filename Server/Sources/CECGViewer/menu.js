// A menu at a place on the page.

import { element } from "./marks.js";

/** Opens a menu; `items` are `{ text, key, run }` or null for a line; focus returns to where it was, if it has nowhere gone. */
export function openMenu({ x, y }, name, items) {
  const before = document.activeElement;
  const menu = element("div", { class: "menu", role: "menu", "aria-label": name, popover: "auto" });
  for (const item of items) {
    if (!item) {
      menu.append(element("hr"));
      continue;
    }
    const keys = item.key ? [element("kbd", { "aria-hidden": "true" }, item.key)] : [];
    const button = element("button", { type: "button", role: "menuitem", tabindex: "-1" }, element("span", {}, item.text), ...keys);
    button.addEventListener("click", () => {
      menu.hidePopover();
      item.run();
    });
    menu.append(button);
  }
  const buttons = [...menu.querySelectorAll("button")];
  menu.addEventListener("keydown", (event) => {
    // While it is open no key does anything else: what it offers is for what there was when it was opened.
    event.stopPropagation();
    const now = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    const direct = items.filter(Boolean).findIndex((item) => item.key?.toLowerCase() === event.key.toLowerCase());
    if (to !== undefined) buttons.at(to % buttons.length).focus();
    else if (event.key === "Tab") menu.hidePopover();
    else if (direct >= 0) buttons[direct].click();
    else return;
    event.preventDefault();
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    // This comes after the menu was closed: whoever has gone on meanwhile, to type a time, is not to be called back.
    const { activeElement } = document;
    const isLeft = menu.contains(activeElement) || activeElement === document.body;
    menu.remove();
    if (isLeft) before?.focus({ preventScroll: true });
  });
  document.querySelector("main").append(menu);
  menu.showPopover();
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - box.width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - box.height - 4))}px`;
  buttons[0]?.focus();
}

/** Where a menu of a button stands: below it. */
export function below(button) {
  const { left, bottom } = button.getBoundingClientRect();
  return { x: left, y: bottom + 2 };
}
