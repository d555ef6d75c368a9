// What the page says: how it stands, and what went wrong.

import { Problem } from "./api.js";
import { element } from "./marks.js";

export const find = (id) => document.getElementById(id);

export function say(text) {
  find("status").textContent = text;
}

/** Shows what went wrong, with what can be done about it: elements. */
export function fail(problem, ...remedies) {
  const title = problem instanceof Problem ? problem.title : "This did not work";
  const detail = problem instanceof Problem ? problem.detail : problem.message;
  find("problem").replaceChildren(element("strong", {}, title), detail, ...remedies);
  find("problem").hidden = false;
  say("");
}

/** Shows what went wrong beside what is shown already. */
export function failToo(problem) {
  if (find("problem").hidden) fail(problem);
  else find("problem").append(element("p", {}, problem.message));
}

export function clearProblem() {
  find("problem").hidden = true;
}
