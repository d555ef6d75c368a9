// What was found in words, the counts, the figures of the summary, and the table of the beats around the view.

import { beatsOf } from "./beats.js";
import { note } from "./edits.js";
import { element, markElement } from "./marks.js";
import { classNames, classes } from "./classes.js";
import { missing } from "./pyramid.js";
import { flutterOf, flutterWords, interval, moment } from "./recording.js";

const flutterSeconds = (recording) => flutterOf(recording).reduce((sum, [from, to]) => sum + to - from, 0);

/** What was found in a recording in words: how long the ventricles flutter, and beats. */
export function foundIn(recording) {
  const flutter = flutterSeconds(recording);
  return `${flutter > 0 ? `${flutterWords} for ${flutter.toFixed(0)} s; ` : ""}${beatsFoundIn(recording)}`;
}

/** The beats in words: how many, and of each class those that count. */
function beatsFoundIn(recording) {
  const { count } = recording.beats;
  if (count === 0) return recording.leads.every(({ samples }) => samples.every((value) => value === missing)) ? "no beats, as all samples are missing" : "no beats found";
  const counts = recording.classCounts();
  const found = classes.filter((_, label) => counts[label]).map((letter) => `${counts[classes.indexOf(letter)]} ${letter}`);
  return `${count} ${count === 1 ? "beat" : "beats"}, ${found.length > 0 ? found.join(", ") : "all where none can be counted"}`;
}

/** A tile for each class: how many, and buttons to the one before and the next. */
export function showCounts(host, recording, jump) {
  const counts = recording.classCounts();
  if (host.childElementCount === 0) {
    host.append(...classes.map((letter) => countTile(letter)));
  }
  [...host.children].forEach((tile, label) => {
    tile.querySelector(".value").textContent = counts[label].toLocaleString("en");
    tile.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-disabled", String(counts[label] === 0));
      button.onclick = () => counts[label] && jump(classes[label], Number(button.dataset.step));
    });
  });
}

function countTile(letter) {
  const arrow = (step, sign, word) =>
    element("button", { type: "button", "data-step": step, "aria-label": `${word} ${classNames[letter].toLowerCase()} beat`, title: `${word} ${letter}` }, sign);
  const arrows = element("div", { class: "jump" }, arrow(-1, "‹", "Previous"), arrow(1, "›", "Next"));
  return element("div", { class: `count class-${letter}`, role: "group", "aria-label": classNames[letter], title: classNames[letter], "data-class": letter },
    markElement(letter, letter, element("span", { class: "name" }, classNames[letter])), element("span", { class: "value" }), arrows);
}

/** A share in percent; what is neither nothing nor all is told as neither. */
function percent(share) {
  const text = share.toFixed(1);
  if (share > 0 && text === "0.0") return "< 0.1 %";
  if (share < 100 && text === "100.0") return "> 99.9 %";
  return `${text} %`;
}

/** Seconds to which about is known where flutter of the ventricles begins, and where it ends. */
const blurred = 1;

/** The rates, the burden and the episodes of a summary, and of the rhythms what is worst. */
export function showFigures(host, summary, rhythms = []) {
  const figures = [];
  const add = (name, value) => figures.push(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  const seen = summary ? summary.end - summary.start - summary.missing : 0;
  const flutter = flutterSeconds({ rhythms });
  if (flutter > 0) add(flutterWords, `${flutter.toFixed(1)} s`);
  if (summary?.rate) {
    add("Rate", `${Math.round(summary.rate.mean)} a minute`);
    for (const name of ["lowest", "highest"]) {
      if (summary.rate[name] != null) add(name, `${Math.round(summary.rate[name])}`);
    }
  }
  // Of no beats there is no share, and that none is a pause says nothing.
  const hasBeats = summary?.beats !== 0;
  if (!hasBeats && flutter === 0) add("Rhythm", "unknown: no beats to judge by");
  else if (!hasBeats && seen - flutter >= 2 * blurred) add("Rhythm", "unknown beside flutter: no beats to judge by");
  if (hasBeats && summary?.ectopicBurden != null) add("Ectopic burden", percent(summary.ectopicBurden));
  for (const one of summary?.ectopy ?? []) {
    if (one.beats === 0) continue;
    const parts = [["couplet", one.couplets], ["run", one.runs], ["bigeminy", one.bigeminy], ["trigeminy", one.trigeminy]]
      .filter(([, count]) => count > 0).map(([name, count]) => `${count} ${count > 1 && !name.endsWith("y") ? name + "s" : name}`);
    if (parts.length) add(one.class, parts.join(", "));
  }
  if (summary?.missing > 0) add("Missing", `${summary.missing.toFixed(1)} s, ${percent((100 * summary.missing) / (summary.end - summary.start))}`);
  if (summary?.unusable > 0 && seen > 0) {
    const beats = summary.unusableBeats > 0 ? `, ${beatsOf(summary.unusableBeats)} there not counted` : "";
    add("Unusable", `${percent(Math.min(100, (100 * summary.unusable) / seen))}${beats}`);
  }
  if (hasBeats && summary?.pauses != null) add("Pauses", String(summary.pauses));
  if (summary?.longestPause != null) add("longest RR", `${summary.longestPause.toFixed(2)} s`);
  host.replaceChildren(...figures);
}

/** Rows shown at the most. */
const most = 40;

export class BeatList {
  constructor(body, choose) {
    this.body = body;
    this.choose = choose;
  }

  open(recording) {
    this.recording = recording;
    this.first = null;
  }

  /** Shows the beats in view, a while after the view has come to rest. */
  showAround(start, span, chosen) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(start, span, chosen), 120);
  }

  show(start, span, chosen) {
    const { beats, rate } = this.recording;
    let first = beats.first(start * rate);
    let end = beats.first((start + span) * rate);
    if (end - first > most) {
      const middle = chosen !== null && chosen >= first && chosen < end ? chosen : (first + end) >> 1;
      first = Math.max(first, Math.min(middle - most / 2, end - most));
      end = first + most;
    }
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.beat : null;
    const rows = [];
    for (let index = first; index < end; index += 1) rows.push(this.row(index, chosen));
    this.body.replaceChildren(...rows);
    if (focused !== null) this.body.querySelector(`[data-beat="${focused}"]`)?.focus();
  }

  row(index, chosen) {
    const { beats, rate } = this.recording;
    const letter = beats.letter(index);
    const probability = beats.probability(index, letter);
    const time = moment(this.recording, beats.sample[index] / rate, 2);
    const before = interval(this.recording, index);
    // Rows stay for a moment after an edit, in which indices are others.
    const id = beats.id[index];
    const button = element("button", { type: "button", "data-beat": id, "aria-label": `Show the beat at ${time}` }, "Show");
    button.addEventListener("click", () => beats.index(id) >= 0 && this.choose(beats.index(id)));
    const what = note(beats, index);
    const changed = what ? `(${what})` : "";
    const row = element("tr", {},
      element("td", {}, time),
      element("td", {}, markElement(letter, letter, element("span", { class: "name" }, classNames[letter]), changed)),
      element("td", { class: "number" }, probability === null ? "–" : `${(100 * probability).toFixed(1)} %`),
      element("td", { class: "number" }, before === null ? "–" : `${before.toFixed(2)} s`),
      element("td", {}, button));
    if (index === chosen) row.setAttribute("aria-current", "true");
    return row;
  }
}
