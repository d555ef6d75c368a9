// The strip of the whole recording: RR intervals, where the ectopic beats are, and what is in view.

import { drawMark, prepare } from "./marks.js";
import { classes } from "./classes.js";
import { clock, interval } from "./recording.js";

const height = 116;
const inset = 26;
const rhythm = { top: 6, height: 50 };
const lanes = classes.filter((letter) => letter !== "N");
const lane = 11;
/** The longest RR interval drawn to scale, in seconds. */
const longest = 2;

export class Overview {
  /** `go` is called with the time, in seconds, to show in the middle. */
  constructor(host, go) {
    this.host = host;
    this.canvas = host.querySelector("canvas");
    this.still = document.createElement("canvas");
    this.go = go;
    this.listen();
    new ResizeObserver(() => this.changed()).observe(host);
  }

  open(recording, palette) {
    this.recording = recording;
    this.palette = palette;
    this.host.setAttribute("aria-valuemax", Math.round(recording.duration));
    this.changed();
  }

  /** Draws the still part again: after a change of size, colours or labels. */
  changed() {
    const { recording, palette } = this;
    const width = this.host.clientWidth;
    if (!recording || width === 0) return;
    this.width = width;
    const context = prepare(this.still, width, height);
    const { beats, rate } = recording;
    const perSecond = (width - inset) / recording.duration;
    const least = new Float32Array(Math.ceil(width) + 1).fill(Infinity);
    const greatest = new Float32Array(Math.ceil(width) + 1).fill(-Infinity);
    const last = lanes.map(() => -9);
    const laneTop = rhythm.top + rhythm.height + 8;
    context.fillStyle = palette.grid;
    lanes.forEach((_, row) => context.fillRect(inset, laneTop + row * lane + 5, width - inset, 1));
    for (let index = 0; index < beats.count; index += 1) {
      const column = Math.round(inset + (beats.sample[index] / rate) * perSecond);
      const before = interval(recording, index);
      if (before !== null) {
        const drawn = Math.min(longest, before);
        least[column] = Math.min(least[column], drawn);
        greatest[column] = Math.max(greatest[column], drawn);
      }
      const row = beats.label[index] - 1;
      if (row >= 0 && column !== last[row]) {
        last[row] = column;
        context.fillStyle = palette[lanes[row]];
        context.fillRect(column - 0.5, laneTop + row * lane + 1, 1.5, lane - 2);
      }
    }
    const down = (seconds) => rhythm.top + rhythm.height * (1 - seconds / longest);
    context.fillStyle = palette.grid;
    for (const line of [0, 1, 2]) context.fillRect(inset, down(line), width - inset, 1);
    context.fillStyle = palette.trace;
    for (let column = 0; column < least.length; column += 1) {
      if (greatest[column] < least[column]) continue;
      context.fillRect(column, down(greatest[column]), 1.2, Math.max(1.6, down(least[column]) - down(greatest[column])));
    }
    context.globalAlpha = 0.2;
    context.fillStyle = palette.text;
    let drawn = 0;
    for (const [from, to] of recording.shades) {
      // What is too short to be seen is drawn wider, but nothing twice.
      const left = Math.max(drawn, inset + from * perSecond);
      const right = inset + Math.max(from * perSecond + 1, to * perSecond);
      if (right <= left) continue;
      context.fillRect(left, 0, right - left, height);
      drawn = right;
    }
    context.globalAlpha = 1;
    context.fillStyle = palette.chosen;
    for (const [from, to, name] of recording.rhythms) {
      if (name !== "N") context.fillRect(inset + from * perSecond, 1, Math.max(2, (to - from) * perSecond), 3);
    }
    context.fillStyle = palette.muted;
    context.font = `10px ${palette.font}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const line of [1, 2]) context.fillText(`${line} s`, inset - 5, down(line) + (line === 2 ? 3 : 0));
    lanes.forEach((letter, row) => {
      drawMark(context, letter, 7, laneTop + row * lane + 5, 8, palette);
      context.fillStyle = palette.text;
      context.font = `700 10px ${palette.font}`;
      context.fillText(letter, inset - 5, laneTop + row * lane + 6);
    });
    this.show(this.start ?? 0, this.span ?? 0);
  }

  /** Marks the span in view. */
  show(start, span) {
    this.start = start;
    this.span = span;
    if (!this.recording || !this.width) return;
    const middle = Math.min(this.recording.duration, start + span / 2);
    this.host.setAttribute("aria-valuenow", Math.round(middle));
    this.host.setAttribute("aria-valuetext", `${clock(middle)} of ${clock(this.recording.duration)}`);
    const context = prepare(this.canvas, this.width, height);
    context.drawImage(this.still, 0, 0, this.width, height);
    const perSecond = (this.width - inset) / this.recording.duration;
    const left = inset + start * perSecond;
    const wide = Math.max(3, span * perSecond);
    context.globalAlpha = 0.14;
    context.fillStyle = this.palette.chosen;
    context.fillRect(left, 0, wide, height);
    context.globalAlpha = 1;
    context.strokeStyle = this.palette.chosen;
    context.lineWidth = 2;
    context.strokeRect(left, 1, wide, height - 2);
  }

  listen() {
    const { host } = this;
    const point = (event) => {
      if (!this.recording) return;
      this.go(((event.offsetX - inset) / (this.width - inset)) * this.recording.duration);
    };
    host.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      host.setPointerCapture(event.pointerId);
      this.held = true;
      point(event);
    });
    host.addEventListener("pointermove", (event) => this.held && point(event));
    for (const name of ["pointerup", "pointercancel"]) {
      host.addEventListener(name, () => (this.held = false));
    }
    host.addEventListener("keydown", (event) => {
      if (!this.recording || event.ctrlKey || event.metaKey || event.altKey) return;
      const { duration } = this.recording;
      const middle = this.start + this.span / 2;
      const to = {
        ArrowLeft: middle - duration / 100,
        ArrowDown: middle - duration / 100,
        ArrowRight: middle + duration / 100,
        ArrowUp: middle + duration / 100,
        PageUp: middle + duration / 10,
        PageDown: middle - duration / 10,
        Home: 0,
        End: duration,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.go(to);
    });
  }
}
