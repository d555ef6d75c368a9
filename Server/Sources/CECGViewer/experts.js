// Annotations from a file beside the labels: compared with them, or taken up in their place.

import { readAnnotations, readLabels } from "./annotations.js";
import { ask } from "./ask.js";
import { differencesOf } from "./compare.js";
import { element } from "./marks.js";
import { find, say } from "./messages.js";
import { clock } from "./recording.js";

/** Differences that are listed at the most around the one that is shown. */
const most = 200;

export class Experts {
  /** `show` is called with an event to go to and its words; `trace` shows the lane. */
  constructor(desk, trace, show) {
    Object.assign(this, { desk, trace, show });
    find("difference-previous").addEventListener("click", () => this.step(-1));
    find("difference-next").addEventListener("click", () => this.step(1));
    find("experts-take").addEventListener("click", () => this.take());
    find("experts-away").addEventListener("click", () => this.putAway());
  }

  /** `parked` is what was compared when the recording was left, or undefined. */
  open(parked) {
    this.putAway();
    if (!parked) return;
    Object.assign(this, parked);
    this.changed();
  }

  /** What is compared, to come back to. */
  get parked() {
    const { name, file, marks } = this;
    return marks ? { name, file, marks } : undefined;
  }

  /** Takes a file that came with its recording: it is compared. */
  async beside(file) {
    this.compare(file.name, readAnnotations(await file.arrayBuffer(), file.name));
  }

  /** Takes a file that came alone: it is asked what it is for. */
  async given(file) {
    if (!this.desk.recording) throw new Error(`${file.name} has annotations alone: open their recording first, or choose its files together with it.`);
    const read = readAnnotations(await file.arrayBuffer(), file.name);
    const edit = readLabels(read, this.desk.recording, file.name);
    const answer = await ask(file.name, `${edit.sample.length.toLocaleString("en")} beats. Shall they be compared with those on the page, or stand in their place? The latter can be undone.`, ["Compare", "Take them up"]);
    if (answer === "Compare") this.compare(file.name, read);
    if (answer === "Take them up") this.makeEdit(edit);
  }

  compare(name, file) {
    const { recording } = this.desk;
    const scale = file.rate > 0 ? recording.rate / file.rate : 1;
    const marks = file.annotations.map(({ sample, symbol, text }) => ({ time: (sample * scale) / recording.rate, symbol, text }))
      .filter(({ time }) => time <= recording.duration);
    Object.assign(this, { name, file, marks, at: null });
    this.changed();
  }

  /** Compares anew, after an edit. */
  changed() {
    if (!this.marks) return;
    const { recording } = this.desk;
    this.differences = differencesOf(recording, this.marks);
    this.trace.experts = { marks: this.marks, differing: new Set(this.differences.map(({ time, mark }) => mark?.time ?? time)) };
    this.trace.redraw();
    find("experts-tools").hidden = false;
    const count = this.differences.length;
    find("experts-note").textContent = `${this.name}, in the lane below the trace: ${count === 0 ? "no beat is" : `${count.toLocaleString("en")} ${count === 1 ? "beat is" : "beats are"}`} called otherwise there, or found by one alone.`;
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
    this.show({ first: index, from: time, to: time }, `Difference ${place + 1} of ${this.differences.length}: ${words}, at ${clock(time, 1)}.`);
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
    this.makeEdit(readLabels(this.file, this.desk.recording, this.name));
  }

  makeEdit(edit) {
    this.desk.session.make(edit);
    say(`${edit.sample.length.toLocaleString("en")} beats of ${edit.name} taken up; Undo brings the former ones back.`);
  }

  putAway() {
    Object.assign(this, { marks: null, file: null, differences: [], at: null });
    this.trace.experts = null;
    this.trace.redraw();
    find("experts-tools").hidden = true;
    find("differences").replaceChildren();
    find("experts-note").textContent = "Drop an annotation file (.atr, .blm) to compare it with these labels, or to take its beats up.";
  }
}
