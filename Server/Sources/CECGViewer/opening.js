// The start page: files and their options, and the sessions that are kept.

import { ask } from "./ask.js";
import { allSessions, discardEverywhere, documentOf, isOffered } from "./keeping.js";
import { element } from "./marks.js";
import { fail, find } from "./messages.js";
import { clock } from "./recording.js";

const options = ["annotator", "lead", "rate", "unit"];

export function chosenOptions() {
  return Object.fromEntries(options.map((id) => [id, find(id).value.trim()]));
}

/** A server's words in those of the page: fields in place of parameters. */
export function inPageWords(detail) {
  return detail.replace(/,? as in \?(annotator|lead|rate|unit)=(\S+?)(?=[.,;]?(\s|$))/g, (_, id, value) => `, as in ${value}, under Options, “${nameOf(id)}”`);
}

function nameOf(id) {
  return find(id).labels[0].firstChild.textContent.trim();
}

/** Opens the options and marks the field that an error speaks of, and gives it; null where it speaks of none. */
export function pointAtOption(detail) {
  for (const id of options) find(id).removeAttribute("aria-invalid");
  const field = options.find((id) => detail.includes(`?${id}=`) || detail.includes(`Query, ${id}`));
  if (!field) return null;
  find("options").open = true;
  find(field).setAttribute("aria-invalid", "true");
  return find(field);
}

/** The list of kept sessions; `take` is called with the document that is to be taken up. */
export async function showKept(take) {
  const sessions = await allSessions();
  find("kept-heading").textContent = (await isOffered()) ? "Kept on this server and in this browser" : "Kept in this browser";
  find("kept").hidden = sessions.length === 0;
  find("kept-list").replaceChildren(...sessions.map((session) => {
    const changes = `${session.done} ${session.done === 1 ? "change" : "changes"}`;
    const when = new Date(session.saved).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    const length = clock(session.samples / session.rate);
    const up = element("button", { type: "button", "aria-label": `Take up ${session.name}` }, "Take up");
    up.addEventListener("click", () => documentOf(session).then(take).catch(fail));
    const away = element("button", { type: "button", "aria-label": `Discard the session of ${session.name}` }, "Discard");
    away.addEventListener("click", async () => {
      const answer = await ask(`Discard ${changes} of ${session.name}?`, "They cannot be brought back.", ["Keep", "Discard"]);
      if (answer !== "Discard") return;
      await discardEverywhere(session.key).catch(fail);
      showKept(take);
    });
    return element("li", {}, element("span", { class: "name" }, session.name), element("span", { class: "muted" }, `${length}, ${changes}, ${when}`), up, away);
  }));
}

/** Whether a file has annotations, by its name. */
export function isLabels(name) {
  return /\.(blm|atr|qrs|ecg|ari|man)$/i.test(name);
}

/** Files from a drop or a choice, by what they are for a recording that may be open. */
export async function sorted(files) {
  const found = { sessions: [], labels: [], recording: [] };
  for (const file of files) {
    const isSession = file.name.endsWith(".json") && (await file.slice(0, 4096).text()).includes('"swift-ecg session"');
    if (isSession) found.sessions.push(file);
    else if (isLabels(file.name)) found.labels.push(file);
    else found.recording.push(file);
  }
  return found;
}

/** Calls `open` with the files that are chosen or dropped anywhere on the page. */
export function listenForFiles(open) {
  find("files").addEventListener("change", (event) => {
    open([...event.target.files]);
    event.target.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      find("drop").classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) find("drop").classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    find("drop").classList.remove("over");
    open([...event.dataTransfer.files]);
  });
}
