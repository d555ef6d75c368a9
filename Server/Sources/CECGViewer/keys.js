// The keys that work wherever the focus is: digits, Backspace and Delete, undo and redo.

import { find } from "./messages.js";

const typed = "textarea, select, input:not([type=checkbox], [type=radio], [type=file], [type=button])";

/** `on` has `isOpen`, `relabel`, `remove`, `undo` and `redo`. */
export function listenEverywhere(on) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !on.isOpen() || event.target.matches?.(typed) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (key === "z" && event.shiftKey) on.redo();
      else if (key === "z") on.undo();
      else if (key === "y") on.redo();
      else return;
    } else if (event.altKey || event.ctrlKey || event.metaKey) return;
    else if (!find("everywhere").checked && !event.target.closest("#trace, #families")) return;
    else if ("12345".includes(key)) on.relabel(Number(key) - 1);
    else if (key === "backspace") on.relabel(null);
    else if (key === "delete") on.remove();
    else return;
    event.preventDefault();
  });
}
