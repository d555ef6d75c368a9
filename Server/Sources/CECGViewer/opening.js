// The start page: files and their options, and the sessions that are kept.

import { ask } from "./ask.js";
import { allSessions, discardEverywhere, documentOf, isOffered, sessionsHere, unreadableSessions } from "./keeping.js";
import { element } from "./marks.js";
import { fail, find } from "./messages.js";
import { clock } from "./recording.js";

/** The fields of the page for what the server takes beside files, by the names that it has for them. */
const fields = () => new Map([...document.querySelectorAll("#options input")].map((field) => [field.name, field]));

export function chosenOptions() {
  return Object.fromEntries([...fields()].map(([name, { value }]) => [name, value.trim()]));
}

/** What is wrong, in words of the page: its fields in place of the parameters that the server names. */
export function inPageWords({ detail, plainDetail, settings = [] }) {
  const ours = fields();
  const named = settings.filter(({ name }) => ours.has(name));
  if (named.length === 0) return detail;
  const advice = named.map(({ name, example }) => `Set “${nameOf(ours.get(name))}” under Options${example ? `, as in ${example}` : ""}.`);
  return [plainDetail, ...advice].join(" ");
}

/** The same with its title. */
export function inOneLine(problem) {
  return problem.detail ? `${problem.title}: ${inPageWords(problem)}` : problem.message;
}

function nameOf(field) {
  return field.labels[0].firstChild.textContent.trim();
}

/** Opens the options and marks the field that is to be set, and gives it; null where it is none of the page's. */
function pointAtOption({ settings = [] }) {
  const ours = fields();
  for (const field of ours.values()) field.removeAttribute("aria-invalid");
  const found = [...ours].find(([name]) => settings.some((setting) => setting.name === name));
  if (!found) return null;
  const [, field] = found;
  find("options").open = true;
  field.setAttribute("aria-invalid", "true");
  return field;
}

/**
 * Says why a recording was not opened, and what can be done about it: `again` opens it with other options, `start` is
 * called where the start page is wanted, where its options are.
 */
export function refuse(problem, { again, start }) {
  if (problem.detail) problem.detail = inPageWords(problem);
  const remedies = [];
  if (again && problem.reason === "checksum") {
    const button = element("button", { type: "button" }, "Open it without comparing checksums");
    button.addEventListener("click", () => again({ checksums: "false" }));
    remedies.push(button);
  }
  fail(problem, ...remedies);
  const field = pointAtOption(problem);
  if (!field) return;
  start();
  field.focus();
}

/** Milliseconds after which the list does not wait for the server. */
const patience = 800;

/** How often the list was asked for. */
let listed = 0;

/** The list of kept sessions; `take` is called with the document that is to be taken up. */
export async function showKept(take) {
  const turn = (listed += 1);
  const all = Promise.all([allSessions(), isOffered(), unreadableSessions()]);
  const isLate = await Promise.race([all.then(() => false), new Promise((done) => setTimeout(done, patience, true))]);
  if (isLate) list([await sessionsHere(), false, []], take, turn);
  list(await all, take, turn);
}

function list([sessions, hasServer, unreadable], take, turn) {
  if (turn !== listed) return;
  find("kept-heading").textContent = hasServer ? "Kept on this server and in this browser" : "Kept in this browser";
  find("kept").hidden = sessions.length + unreadable.length === 0;
  // Whoever runs the server can see to them; a list without them would say that they are gone.
  const others = unreadable.map((key) => element("li", {}, element("span", { class: "name" }, key), element("span", { class: "muted" }, "on the server, which cannot read it")));
  find("kept-list").replaceChildren(...sessions.map((session) => {
    // One whose changes are all undone is there still: they can be done again.
    const changes = session.done === 0 ? "all changes undone" : `${session.done} ${session.done === 1 ? "change" : "changes"}`;
    const when = new Date(session.saved).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    const length = clock(session.samples / session.samplingRate);
    const up = element("button", { type: "button", "aria-label": `Take up ${session.name}` }, "Take up");
    up.addEventListener("click", () => documentOf(session).then(take).catch(fail));
    const away = element("button", { type: "button", "aria-label": `Discard the session of ${session.name}` }, "Discard");
    away.addEventListener("click", async () => {
      const answer = await ask(`Discard ${session.done === 0 ? "the undone changes" : changes} of ${session.name}?`, "They cannot be brought back.", ["Keep", "Discard"]);
      if (answer !== "Discard") return;
      await discardEverywhere(session).catch(fail);
      showKept(take);
    });
    return element("li", {}, element("span", { class: "name" }, session.name), element("span", { class: "muted" }, `${length}, ${changes}, ${when}`), up, away);
  }), ...others);
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
  // Where something is open, the start page with its field is not there.
  find("choose")?.addEventListener("click", () => find("files").click());
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
