// The page: opens recordings, and keeps trace, overview, lists and panels in step.

import * as api from "./api.js";
import { BeatPanel } from "./beat.js";
import { BeatList, showCounts, showFigures } from "./lists.js";
import { readPalette, element } from "./marks.js";
import { showMeans } from "./means.js";
import { Overview } from "./overview.js";
import { classes, classNames, clock, moment, readRecording } from "./recording.js";
import { showStrips } from "./strips.js";
import { Trace } from "./trace.js";

const find = (id) => document.getElementById(id);

let recording = null;
let palette = readPalette();
let chosen = null;
let opening = 0;

const trace = new Trace(find("trace"), { view: viewMoved, keyMoved: sayView, choose, key: keyed });
const overview = new Overview(find("overview"), (seconds) => trace.centre(seconds));
const panel = new BeatPanel(relabel);
const list = new BeatList(find("list"), choose);

function say(text) {
  find("status").textContent = text;
}

function fail(problem) {
  const title = problem instanceof api.Problem ? problem.title : "This did not work";
  const detail = problem instanceof api.Problem ? problem.detail : problem.message;
  find("problem").replaceChildren(element("strong", {}, title), detail);
  find("problem").hidden = false;
  say("");
}

// Opening

async function open(what, answer) {
  const turn = (opening += 1);
  find("problem").hidden = true;
  say(`Reading ${what} …`);
  document.body.setAttribute("aria-busy", "true");
  try {
    const read = readRecording(await answer());
    if (turn === opening) show(read);
  } catch (problem) {
    if (turn === opening) fail(problem);
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

function openFiles(files) {
  if (files.length === 0) return;
  const options = Object.fromEntries(["annotator", "lead", "rate", "unit"].map((id) => [id, find(id).value.trim()]));
  const what = files.length === 1 ? files[0].name : `${files.length} files`;
  open(what, () => api.classify(files, options));
}

function show(read) {
  recording = read;
  chosen = null;
  find("open").hidden = true;
  find("viewer").hidden = false;
  document.title = `${read.name} – swift-ecg viewer`;
  find("name").textContent = read.name;
  const facts = [
    clock(read.duration) + (read.about.start ? ` from ${read.about.start.replace("T", " ")}` : ""),
    `${read.leads.map((lead) => lead.name).join(", ")} at ${read.rate} Hz`,
    `classified on ${read.leads[read.classified].name}`,
    read.about.peaks === "annotated" ? "beats from its annotations" : "beats found",
  ];
  const hidden = (read.about.channels ?? []).length - read.leads.length;
  if (hidden > 0) {
    const names = read.about.channels.map((channel, index) => channel.name || `signal ${index + 1}`);
    facts.push(`${names.length} signals in all: ${names.join(", ")}`);
  }
  if (read.about.source) facts.push(read.about.source);
  find("facts").textContent = facts.join(" · ");
  const remarks = read.about.remarks ?? [];
  find("remarks").replaceChildren(...remarks.map((remark) => element("li", {}, remark)));
  find("remarks").hidden = remarks.length === 0;
  const leads = read.leads.map((lead, index) => {
    const box = element("input", { type: "checkbox" });
    box.checked = index < 3;
    box.addEventListener("change", () => leadsChanged());
    return element("label", {}, box, lead.name);
  });
  find("leads").replaceChildren(find("leads").querySelector("legend"), ...leads);
  find("leads").hidden = read.leads.length < 2;
  panel.clear();
  leadsChanged();
  trace.open(read, palette);
  overview.open(read, palette);
  list.open(read);
  labelsChanged();
  viewMoved();
  const counts = read.beats.counts();
  const found = classes.filter((_, label) => counts[label]).map((letter) => `${counts[classes.indexOf(letter)]} ${letter}`);
  say(`${read.name}: ${read.beats.count} beats, ${found.join(", ")}.`);
  find("name").focus();
}

function leadsChanged() {
  const boxes = [...find("leads").querySelectorAll("input")];
  const shown = boxes.flatMap((box, index) => (box.checked ? [index] : []));
  if (shown.length === 0) {
    boxes[trace.shown[0] ?? 0].checked = true;
    return;
  }
  trace.shown = shown;
  trace.redraw();
}

// Moving about

function viewMoved() {
  if (!recording) return;
  overview.show(trace.start, trace.span);
  const speed = trace.speed >= 1 ? `${Number(trace.speed.toPrecision(3))} mm/s` : `${Number((60 * trace.speed).toPrecision(2))} mm/min`;
  find("position").textContent = `${moment(recording, trace.start, 1)} to ${moment(recording, trace.start + trace.span, 1)} · ${speed}`;
  const label = `${recording.name}, ${clock(trace.start)} to ${clock(trace.start + trace.span)}`;
  find("trace").setAttribute("aria-label", label);
  list.showAround(trace.start, trace.span, chosen);
}

let sayingView;

/** Says what is in view once the keys have come to rest. */
function sayView() {
  clearTimeout(sayingView);
  sayingView = setTimeout(() => {
    if (recording) say(`In view: ${clock(trace.start)} to ${clock(trace.start + trace.span)}.`);
  }, 500);
}

function choose(index, centre = false) {
  clearTimeout(sayingView);
  chosen = index;
  trace.chosen = index;
  const seconds = recording.beats.sample[index] / recording.rate;
  const away = seconds < trace.start + 0.05 * trace.span || seconds > trace.start + 0.95 * trace.span;
  if (centre || away) trace.centre(seconds);
  else trace.redraw();
  panel.show(recording, index, palette);
  list.showAround(trace.start, trace.span, chosen);
  const letter = recording.beats.letter(index);
  say(`Beat ${index + 1} of ${recording.beats.count}, ${classNames[letter].toLowerCase()} (${letter}), at ${moment(recording, seconds, 1)}.`);
}

/** Goes to the next (1) or previous (-1) beat of a class from the chosen one, or from the view. */
function jump(letter, step) {
  const { beats, rate } = recording;
  const middle = beats.first((trace.start + trace.span / 2) * rate);
  const from = chosen !== null ? chosen + step : step > 0 ? beats.first(trace.start * rate) : middle - 1;
  const index = beats.next(from, step, letter);
  if (index !== null) choose(index, true);
  else say(`No ${letter} beat ${step > 0 ? "further on" : "before"}.`);
}

function keyed(event) {
  const letter = event.key.toUpperCase();
  if (classes.includes(letter)) jump(letter, event.shiftKey ? -1 : 1);
  else if (event.key === "," || event.key === ".") {
    const middle = recording.beats.nearest((trace.start + trace.span / 2) * recording.rate);
    const index = chosen === null ? middle : chosen + (event.key === "." ? 1 : -1);
    if (index !== null && index >= 0 && index < recording.beats.count) choose(index);
  } else if ("12345".includes(event.key)) relabel(Number(event.key) - 1);
  else if (event.key === "Backspace") relabel(null);
  else return false;
  return true;
}

// Correcting

/** Gives the chosen beat a class, or with null the one that was found. */
function relabel(label) {
  if (chosen === null) return;
  const { beats } = recording;
  const wanted = label ?? beats.found[chosen];
  if (beats.label[chosen] === wanted) return;
  beats.label[chosen] = wanted;
  panel.show(recording, chosen, palette);
  labelsChanged();
  trace.redraw();
  list.showAround(trace.start, trace.span, chosen);
  say(`Beat ${chosen + 1} is now ${classNames[classes[wanted]].toLowerCase()} (${classes[wanted]}).`);
}

async function labelsChanged() {
  const shown = recording;
  showCounts(find("counts"), shown, jump);
  overview.changed();
  showMeans(find("means"), shown, palette);
  const corrections = shown.beats.corrections();
  find("corrections").textContent = corrections === 0 ? "No label has been changed."
    : `${corrections} ${corrections === 1 ? "label" : "labels"} changed; what you take has the changed ones.`;
  if (corrections === 0) {
    showFigures(find("figures"), shown.summary);
    return;
  }
  try {
    const summary = await api.summary(shown);
    if (shown === recording) showFigures(find("figures"), summary);
  } catch (problem) {
    fail(problem);
  }
}

// Taking away

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(`${name} saved.`);
}

async function take(make) {
  find("problem").hidden = true;
  try {
    await make();
  } catch (problem) {
    fail(problem);
  }
}

function takeAnnotations() {
  return take(async () => save(await api.annotations(recording), `${recording.name}.blm`));
}

function takeSummary() {
  return take(async () => {
    const changed = recording.beats.corrections();
    const about = {
      record: recording.name,
      corrected: changed,
      summary: changed ? await api.summary(recording) : recording.summary,
    };
    save(new Blob([JSON.stringify(about, null, 2) + "\n"], { type: "application/json" }), `${recording.name}.json`);
  });
}

// Colours

const darkScreen = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : darkScreen.matches;
}

function coloursChanged() {
  palette = readPalette();
  find("theme").setAttribute("aria-pressed", String(isDark()));
  if (!recording) return;
  trace.palette = palette;
  overview.palette = palette;
  trace.draw();
  overview.changed();
  showMeans(find("means"), recording, palette);
  if (chosen !== null) panel.show(recording, chosen, palette);
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

// Wiring

if (["light", "dark"].includes(keptTheme())) document.documentElement.dataset.theme = keptTheme();
coloursChanged();
darkScreen.addEventListener("change", coloursChanged);
find("theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  keepTheme(theme);
  coloursChanged();
});

find("files").addEventListener("change", (event) => {
  openFiles([...event.target.files]);
  event.target.value = "";
});
find("example").addEventListener("click", () => open("the example", api.example));
find("another").addEventListener("click", () => {
  find("viewer").hidden = true;
  find("open").hidden = false;
  document.title = "swift-ecg viewer";
  recording = null;
  say("");
  find("example").focus();
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
  openFiles([...event.dataTransfer.files]);
});

find("in").addEventListener("click", () => trace.zoom(1.5));
find("out").addEventListener("click", () => trace.zoom(1 / 1.5));
find("standard").addEventListener("click", () => trace.standard());
find("whole").addEventListener("click", () => trace.whole());
find("gain").addEventListener("change", (event) => {
  trace.gain = Number(event.target.value);
  trace.redraw();
});
find("take-annotations").addEventListener("click", takeAnnotations);
find("take-summary").addEventListener("click", takeSummary);
find("print").addEventListener("click", () => window.print());

let themeBeforePrint;
window.addEventListener("beforeprint", () => {
  if (!recording) return;
  themeBeforePrint = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
  coloursChanged();
  showStrips(find("print-strips"), recording, trace.start, palette);
});
window.addEventListener("afterprint", () => {
  if (!recording) return;
  if (themeBeforePrint) document.documentElement.dataset.theme = themeBeforePrint;
  else delete document.documentElement.dataset.theme;
  coloursChanged();
});
