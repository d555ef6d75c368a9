// The chosen beat: its probabilities, its label, and which part of it decided.

import { explain } from "./api.js";
import { drawGrid, millimetre } from "./paper.js";
import { inserted } from "./beats.js";
import { element, markElement, prepare } from "./marks.js";
import { find } from "./messages.js";
import { classNames, classes } from "./classes.js";
import { interval, moment } from "./recording.js";

/** A number with its sign and one decimal. */
const signed = (number) => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(1)}`;

/** Beats sent along before and after the explained one. */
const context = { before: 40, after: 4 };

export class BeatPanel {
  constructor() {
    /** How often an explanation was wanted: answers to earlier questions are of another beat. */
    this.turn = 0;
    new ResizeObserver(() => this.draw()).observe(find("explanation"));
  }

  clear() {
    this.index = null;
    this.turn += 1;
    clearTimeout(this.timer);
    find("beat").hidden = true;
    find("beat-none").hidden = false;
  }

  /** Shows a beat, and asks for its explanation where it was not the one shown, or the beats around are others. */
  show(recording, index, palette) {
    const { beats, rate } = recording;
    const id = beats.id[index];
    const around = String(beats.sample.subarray(Math.max(0, index - context.before), index + context.after + 1));
    const other = this.index === null || this.recording !== recording || this.id !== id || this.around !== around;
    Object.assign(this, { recording, index, id, around, palette });
    find("beat").hidden = false;
    find("beat-none").hidden = true;
    const label = beats.label[index];
    const found = beats.found[index];
    const seconds = interval(recording, index);
    const before = seconds === null ? "" : `, ${seconds.toFixed(2)} s after the one before`;
    find("beat-facts").textContent = `At ${moment(recording, beats.sample[index] / rate, 2)}${before}. ` +
      (found === inserted ? `Inserted as ${classes[label]}.` : label !== found ? `Found ${classes[found]}, corrected to ${classes[label]}.` : `Found ${classes[label]}.`);
    find("probabilities").replaceChildren(...classes.map((letter) => this.row(letter)));
    if (other) this.askSoon();
    else this.draw();
  }

  row(letter) {
    const probability = this.recording.beats.probability(this.index, letter);
    const fill = element("span");
    fill.style.width = `${100 * (probability ?? 0)}%`;
    const value = probability === null ? "–" : `${(100 * probability).toFixed(1)} %`;
    return element("div", { class: `probability class-${letter}` }, markElement(letter), element("div", { class: "bar" }, fill), element("span", { class: "value" }, value));
  }

  /** Asks once the beats have come to rest: stepping through many asks for none on the way. */
  askSoon() {
    this.answer = null;
    this.turn += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 150);
    this.draw();
  }

  async ask() {
    const { recording, index, turn } = this;
    const { beats, rate } = recording;
    const lead = recording.leads[recording.classified];
    const first = Math.max(0, index - context.before);
    const last = Math.min(beats.count - 1, index + context.after);
    const from = Math.max(0, beats.sample[first] - Math.round(rate));
    const to = Math.min(recording.count, beats.sample[last] + Math.round(2 * rate));
    const samples = [];
    for (let sample = from; sample < to; sample += 1) {
      const value = lead.millivolts(sample);
      samples.push(value === null ? null : Math.round(value * 1e4) / 1e4);
    }
    this.answer = null;
    find("explanation-note").textContent = "Asking …";
    this.draw();
    try {
      const answer = await explain({
        samplingRate: rate,
        samples,
        beats: Array.from(beats.sample.subarray(first, last + 1), (sample) => sample - from),
        beat: index - first,
        class: classes[beats.found[index]] ?? beats.letter(index),
      });
      if (turn !== this.turn) return;
      this.answer = { ...answer, first: answer.first + from };
      find("explanation").setAttribute("aria-label", this.describe());
      const colours = answer.attribution.some((share) => share !== 0)
        ? `Orange above the trace speaks for ${answer.class}, blue below it against.` : `Its wave speaks neither for ${answer.class} nor against it.`;
      find("explanation-note").textContent =
        `${colours} Beside the usual beat the wave adds ${signed(answer.wave)} to its log-odds, the rhythm ${signed(answer.rhythm)}.`;
    } catch (problem) {
      if (turn !== this.turn) return;
      find("explanation-note").textContent = `No explanation. ${problem.message}`;
    }
    this.draw();
  }

  draw() {
    const { recording, index, palette, answer } = this;
    const host = find("explanation");
    const width = host.clientWidth;
    if (!recording || index === null || width === 0) return;
    const height = 170;
    const drawing = prepare(host.querySelector("canvas"), width, height);
    const { rate } = recording;
    const lead = recording.leads[recording.classified];
    const at = recording.beats.sample[index];
    const first = answer ? answer.first : at - Math.round(0.3 * rate);
    const count = answer ? answer.attribution.length : Math.round(0.9 * rate);
    const perSecond = width / (count / rate);
    const values = Array.from({ length: count }, (_, index) => lead.millivolts(first + index));
    const there = values.filter((value) => value !== null);
    if (there.length === 0) return;
    const top = Math.max(...there);
    const bottom = Math.min(...there);
    const perMillivolt = Math.min(20 * millimetre, (height - 70) / Math.max(0.3, top - bottom));
    const down = (value) => height / 2 - (value - (top + bottom) / 2) * perMillivolt;
    drawGrid(drawing, { x: 0, y: 0, width, height }, first / rate, perSecond, perMillivolt, { ...palette, grid: "transparent" });
    const across = (index) => (index / rate) * perSecond;
    if (answer) {
      const largest = Math.max(...answer.attribution.map(Math.abs)) || 1;
      answer.attribution.forEach((share, index) => {
        if (values[index] === null || share === 0) return;
        const long = (30 * share) / largest;
        drawing.fillStyle = share > 0 ? palette.adds : palette.takes;
        drawing.globalAlpha = 0.75;
        drawing.fillRect(across(index), down(values[index]) - Math.max(0, long), perSecond / rate + 0.6, Math.abs(long));
      });
      drawing.globalAlpha = 1;
    }
    drawing.beginPath();
    let pen = false;
    values.forEach((value, index) => {
      if (value !== null && pen) drawing.lineTo(across(index), down(value));
      else if (value !== null) drawing.moveTo(across(index), down(value));
      pen = value !== null;
    });
    drawing.strokeStyle = palette.trace;
    drawing.lineWidth = 1.8;
    drawing.lineJoin = "round";
    drawing.stroke();
    host.setAttribute("aria-label", this.describe());
  }

  /** In words: the part of the beat that spoke most for its class. */
  describe() {
    const { answer, recording, index } = this;
    if (!answer) return "The chosen beat.";
    const window = Math.max(1, Math.round(0.04 * recording.rate));
    let best = 0;
    let most = -Infinity;
    for (let start = 0; start + window <= answer.attribution.length; start += 1) {
      let sum = 0;
      for (let index = start; index < start + window; index += 1) sum += answer.attribution[index];
      if (sum > most) [most, best] = [sum, start];
    }
    if (most <= 0) return `The chosen beat. No part of it speaks for ${answer.class}.`;
    const middle = (answer.first + best + window / 2 - recording.beats.sample[index]) / recording.rate;
    const side = middle < 0 ? "before" : "after";
    return `The chosen beat. Most for ${answer.class}: the part about ${Math.round(Math.abs(middle) * 1000)} milliseconds ${side} its R peak.`;
  }
}
