// Asks a question that has to be answered before going on.

import { element } from "./marks.js";

/** The answer that was chosen, or null where the question was put away; the first answer is the careful one. */
export function ask(title, text, answers) {
  const dialog = element("dialog", { "aria-labelledby": "ask-title", "aria-describedby": "ask-text" });
  return new Promise((done) => {
    const buttons = answers.map((answer, place) => {
      const button = element("button", { type: "button", ...(place === 0 ? { class: "primary", autofocus: "" } : {}) }, answer);
      button.addEventListener("click", () => dialog.close(answer));
      return button;
    });
    dialog.append(element("h2", { id: "ask-title" }, title), element("p", { id: "ask-text" }, text), element("div", { class: "actions" }, ...buttons));
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue || null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
