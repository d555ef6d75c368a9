// Annotations from a file beside the labels: compared with them, or taken up in their place.

import { isBeat, readAnnotations, readLabels } from "./annotations.js";
import { ask } from "./ask.js";
import { differencesOf } from "./compare.js";
import { element } from "./marks.js";
import { fail, find, say } from "./messages.js";
import { clock } from "./recording.js";

/** Differences that are listed at the most around the one that is shown. */
const most = 200;

const namesOf = (files) => files.map(({ name }) => name).join(", ");

/** Tells where a file of annotations is named after another recording, in words. */
function anotherName(name, recording) {
  const isIts = name.toLowerCase().startsWith(`${recording.name.toLowerCase()}.`);
  return isIts ? "" : ` It is named after another recording than ${recording.name}.`;
}

/** What is asked about a file, and the answer that changes nothing. */
function questionOf({ kind, sample, noise, rhythms }) {
  if (kind === "load") return [`${sample.length.toLocaleString("en")} beats. Shall they be compared with those on the page, or stand in their place?`, "Compare"];
  const stretches = (list, what) => list && `${list.length.toLocaleString("en")} ${list.length === 1 ? "stretch" : "stretches"} of ${what}`;
  const marks = [stretches(noise, "noise"), stretches(rhythms, "rhythms")].filter(Boolean);
  return [`No beats, but ${marks.join(" and ")}. Shall they be shown below the trace, or stand in the place of those on the page, whose beats stay?`, "Show"];
}

export class Experts {
  /** `show` is called with an event to go to and its words; `trace` shows the lane. */
  constructor(desk, trace, show) {
    Object.assign(this, { desk, trace, show });
    /** The files that were given with the recording, of which one at a time is compared. */
    this.files = [];
    find("difference-previous").addEventListener("click", () => this.step(-1));
    find("difference-next").addEventListener("click", () => this.step(1));
    find("experts-take").addEventListener("click", () => this.take());
    find("experts-away").addEventListener("click", () => this.putAway());
  }

  /** `parked` is what was compared when the recording was left, or undefined. */
  open(parked) {
    this.putAway();
    this.files = parked?.files ?? [];
    if (parked?.marks) {
      Object.assign(this, parked);
      this.changed();
    }
    this.offer();
  }

  /** What is compared, to come back to. */
  get parked() {
    const { name, file, marks, files } = this;
    return { name, file, marks, files };
  }

  /** Takes files that came with their recording: the first is compared, or shown where it has no beats; the others can be. Gives that in words. */
  async beside(files) {
    this.add(files);
    await this.read(files[0]);
    const { name } = files[0];
    const others = files.length > 1 ? namesOf(files.slice(1)) : null;
    const words = this.hasBeats
      ? `${name} is compared with it, under Files${others ? `; so can be ${others}, one at a time` : ""}`
      : `${name} has no beats to compare: its marks are shown below the trace${others ? `. ${others} can be compared under Files, one at a time` : ""}`;
    return `${words}.${anotherName(name, this.desk.recording)}`;
  }

  /** Takes files that came alone: it is asked what the first is for; the others can be compared. */
  async given(files) {
    const [file] = files;
    const { recording } = this.desk;
    if (!recording) throw new Error(`${namesOf(files)}: annotations alone. Open their recording first, or choose its files together with them.`);
    this.add(files.slice(1));
    const read = readAnnotations(await file.arrayBuffer(), file.name);
    const edit = readLabels(read, recording, file.name);
    const odd = anotherName(file.name, recording);
    const others = files.length > 1 ? ` One file at a time: ${namesOf(files.slice(1))} can be compared under Files.` : "";
    const [question, look] = questionOf(edit);
    const answer = await ask(file.name, `${question} The latter can be undone.${odd}${others}`, [look, "Take them up"]);
    if (this.desk.recording !== recording) return;
    if (answer === look) {
      this.add([file]);
      this.compare(file.name, read);
    }
    if (answer === "Take them up") this.makeEdit(edit);
  }

  /** Compares what a file has. */
  async read(file) {
    const { recording } = this.desk;
    const read = readAnnotations(await file.arrayBuffer(), file.name);
    if (this.desk.recording === recording) this.compare(file.name, read);
  }

  /** Adds files to those that can be compared, in place of others of their names. */
  add(files) {
    const names = new Set(files.map(({ name }) => name));
    this.files = [...this.files.filter(({ name }) => !names.has(name)), ...files];
    this.offer();
  }

  /** Offers the files that are not compared now. */
  offer() {
    const others = this.files.filter(({ name }) => !this.marks || name !== this.name);
    find("experts-others").replaceChildren(...others.map((file) => {
      const button = element("button", { type: "button" }, `Compare ${file.name}`);
      button.addEventListener("click", () => this.read(file).then(() => find("difference-next").focus()).catch(fail));
      return button;
    }));
  }

  compare(name, file) {
    const { recording } = this.desk;
    const scale = file.rate > 0 ? recording.rate / file.rate : 1;
    const marks = file.annotations.map(({ sample, symbol, text }) => ({ time: (sample * scale) / recording.rate, symbol, text }))
      .filter(({ time }) => time <= recording.duration);
    Object.assign(this, { name, file, marks, at: null });
    this.changed();
    this.offer();
  }

  /** Whether there are beats in what is compared; false where only marks are shown, or nothing. */
  get hasBeats() {
    return Boolean(this.marks?.some(({ symbol }) => isBeat(symbol)));
  }

  /** Compares anew, after an edit. */
  changed() {
    if (!this.marks) return;
    const { recording } = this.desk;
    const seen = this.differences[this.at]?.time;
    const { hasBeats } = this;
    this.differences = hasBeats ? differencesOf(recording, this.marks) : [];
    // Where the one that was shown is none any more, the one after it comes next.
    const place = seen === undefined ? -1 : this.differences.findLastIndex(({ time }) => time <= seen);
    this.at = place < 0 ? null : place;
    this.trace.experts = { marks: this.marks, differing: new Set(this.differences.map(({ time, mark }) => mark?.time ?? time)) };
    this.trace.redraw();
    find("experts-tools").hidden = false;
    const count = this.differences.length;
    const found = `${count === 0 ? "no beat is" : `${count.toLocaleString("en")} ${count === 1 ? "beat is" : "beats are"}`} called otherwise there, or found by one alone.`;
    find("experts-note").textContent = `${this.name}, in the lane below the trace: ${hasBeats ? found : "it has marks, and no beats that could be compared."}${anotherName(this.name, recording)}`;
    this.list();
  }

  step(by) {
    const { differences } = this;
    if (differences.length === 0) return;
    this.go(this.at === null ? (by > 0 ? 0 : differences.length - 1) : Math.min(differences.length - 1, Math.max(0, this.at + by)));
  }

  go(place) {
    this.at = place;
    const { time, index, words } = this.differences[place];
    const beat = index === null ? null : this.desk.recording.beats.id[index];
    this.show({ beat, from: time, to: time }, `Difference ${place + 1} of ${this.differences.length}: ${words}, at ${clock(time, 1)}.`);
    this.list();
  }

  list() {
    const { differences } = this;
    const first = Math.max(0, Math.min((this.at ?? 0) - most / 2, differences.length - most));
    find("differences").replaceChildren(...differences.slice(first, first + most).map(({ time, words }, offset) => {
      const place = first + offset;
      const button = element("button", { type: "button", ...(place === this.at ? { "aria-current": "true" } : {}) }, element("span", {}, clock(time, 1)), element("span", { class: "muted" }, words));
      button.addEventListener("click", () => this.go(place));
      return element("li", {}, button);
    }));
    find("differences").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  take() {
    try {
      this.makeEdit(readLabels(this.file, this.desk.recording, this.name));
    } catch (problem) {
      fail(problem);
    }
  }

  makeEdit(edit) {
    this.desk.session.make(edit);
    if (edit.kind === "marks") say(`The marks of ${edit.name} are taken up; Undo brings the former ones back.`);
    else say(`${edit.sample.length.toLocaleString("en")} beats of ${edit.name} taken up; Undo brings the former ones back.`);
  }

  putAway() {
    Object.assign(this, { marks: null, file: null, differences: [], at: null });
    this.trace.experts = null;
    this.trace.redraw();
    find("experts-tools").hidden = true;
    find("differences").replaceChildren();
    this.offer();
    find("experts-note").textContent = "Choose or drop an annotation file (.atr, .blm) to compare it with these labels, or to take its beats up.";
  }
}
