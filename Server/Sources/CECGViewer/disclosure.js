// Full disclosure: the whole recording in rows of a minute, ectopic beats in their colours, to find what is worth a look.

import { drawNoise, drawRhythms } from "./layers.js";
import { drawMark, prepare } from "./marks.js";
import { classes } from "./classes.js";
import { drawLead, millimetre } from "./paper.js";
import { clock, moment } from "./recording.js";

const row = 34;
/** Where the times stand, left of the rows. */
const gutter = 58;
/** Seconds of a row: a minute, and half of one where there is no room for it. */
const wide = { seconds: 60, from: 560 };
const narrow = 30;
/** Of the trace's gain, what a row has room for. */
const shrunk = 0.3;
/** The part of a beat that has its colour, in seconds at the most. */
const around = { before: 0.3, after: 0.4 };

export class Disclosure {
  /**
   * `trace` is what is looked at in detail, whose view is marked here and moves by the keys. `on` is told of `leave` (with
   * whether the trace is to have the focus), `choose` (a beat's index), `scrolled`, `keyMoved` and `key` (not used here).
   */
  constructor(host, trace, on) {
    Object.assign(this, { host, trace, on });
    this.canvas = host.querySelector("canvas");
    this.rest = host.querySelector("div");
    this.listen();
    new ResizeObserver(() => this.resized()).observe(host);
  }

  get isShown() {
    return !this.host.hidden;
  }

  show() {
    this.host.hidden = false;
    this.resized();
    this.follow(true);
  }

  hide() {
    this.host.hidden = true;
  }

  get recording() {
    return this.trace.recording;
  }

  get seconds() {
    return this.host.clientWidth >= wide.from ? wide.seconds : narrow;
  }

  get perSecond() {
    return (this.host.clientWidth - gutter) / this.seconds;
  }

  get rows() {
    return Math.ceil(this.recording.duration / this.seconds);
  }

  /** The lead that is drawn: the classified one, unless it is not shown. */
  get lead() {
    const { recording, trace } = this;
    return recording.leads[trace.shown.includes(recording.classified) ? recording.classified : trace.shown[0]];
  }

  /** What is in view: { from, to } in seconds. */
  get seen() {
    const { host, seconds } = this;
    const first = Math.floor(host.scrollTop / row);
    const last = Math.min(this.rows, Math.ceil((host.scrollTop + host.clientHeight) / row));
    return { from: first * seconds, to: Math.min(this.recording.duration, last * seconds) };
  }

  resized() {
    if (!this.isShown || !this.recording || this.host.clientWidth === 0) return;
    const { host, seconds } = this;
    // Rows of another length, as where a phone is turned, begin where these did.
    const from = host.scrollTop * (this.laid ?? seconds);
    host.style.height = `${this.trace.room}px`;
    const { clientHeight } = host;
    this.canvas.style.height = `${clientHeight}px`;
    // The canvas stays in view above it, as high as the window.
    this.rest.style.height = `${Math.max(0, this.rows * row - clientHeight)}px`;
    if (this.laid !== seconds) host.scrollTop = from / seconds;
    this.laid = seconds;
    this.redraw();
  }

  /** Brings the trace's view into sight, in the middle where it `centres`. */
  follow(centres = false) {
    if (!this.isShown || !this.recording) return;
    const { host } = this;
    const top = Math.floor((this.trace.start + this.trace.span / 2) / this.seconds) * row;
    if (centres) host.scrollTop = top - host.clientHeight / 2;
    else if (top < host.scrollTop) host.scrollTop = top;
    else if (top + row > host.scrollTop + host.clientHeight) host.scrollTop = top + row - host.clientHeight;
    this.redraw();
  }

  redraw() {
    if (!this.isShown || this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.draw();
    });
  }

  /** Draws the rows in view; what is out of view costs nothing. */
  draw() {
    const { host, recording, trace, seconds } = this;
    const { clientWidth: width, clientHeight: height } = host;
    if (!this.isShown || !recording || width === 0) return;
    const { palette } = trace;
    const context = prepare(this.canvas, width, height);
    const { lead } = this;
    const first = Math.floor(host.scrollTop / row);
    for (let number = first; number < this.rows && number * row < host.scrollTop + height; number += 1) {
      this.drawRow(context, lead, number * seconds, number * row - host.scrollTop, palette);
    }
    const { from, to } = this.seen;
    host.setAttribute("aria-label", `${recording.name} in rows of ${seconds} seconds, ${clock(from)} to ${clock(to)}; the trace is at ${clock(trace.start + trace.span / 2)}`);
    this.on.scrolled();
  }

  drawRow(context, lead, start, top, palette) {
    const { recording, trace, perSecond, seconds } = this;
    const width = Math.min(seconds, recording.duration - start) * perSecond;
    const area = { x: gutter, y: top, width, height: row };
    context.fillStyle = palette.grid;
    context.fillRect(gutter, top + row - 1, seconds * perSecond, 1);
    for (let tick = 10; tick < seconds; tick += 10) context.fillRect(Math.round(gutter + tick * perSecond), top, 1, row);
    context.fillStyle = palette.muted;
    context.font = `11px ${palette.font}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(clock(start), gutter - 6, top + row / 2);
    drawNoise(context, recording.shades, area, start, perSecond, palette);
    const perMillivolt = trace.gain * millimetre * shrunk;
    drawLead(context, lead, recording.rate, area, start, perSecond, perMillivolt, palette);
    this.drawEctopics(context, lead, area, start, perMillivolt, palette);
    drawRhythms(context, recording.rhythms, area, start, perSecond, palette);
    const from = Math.max(start, trace.start);
    const to = Math.min(start + seconds, trace.start + trace.span);
    if (to > from) {
      context.strokeStyle = palette.chosen;
      context.lineWidth = 2;
      context.strokeRect(gutter + (from - start) * perSecond, top + 1, Math.max(3, (to - from) * perSecond), row - 3);
    }
  }

  /** The trace of ectopic beats once more in the colour of their class, each below its shape. */
  drawEctopics(context, lead, area, start, perMillivolt, palette) {
    const { recording, perSecond, seconds } = this;
    const { beats, rate } = recording;
    const first = beats.first((start - around.after) * rate);
    const end = beats.first((start + seconds + around.before) * rate);
    const byClass = new Map();
    for (let index = first; index < end; index += 1) {
      const label = beats.label[index];
      if (label === 0) continue;
      if (!byClass.has(label)) byClass.set(label, []);
      byClass.get(label).push(index);
    }
    for (const [label, indices] of byClass) {
      const letter = classes[label];
      context.save();
      context.beginPath();
      for (const index of indices) {
        const time = recording.time(index);
        const before = index > 0 ? Math.min(around.before, (time - recording.time(index - 1)) / 2) : around.before;
        const after = index + 1 < beats.count ? Math.min(around.after, (recording.time(index + 1) - time) / 2) : around.after;
        const left = Math.max(0, (time - before - start) * perSecond);
        context.rect(area.x + left, area.y, (time + after - start) * perSecond - left, area.height);
      }
      context.clip();
      for (const _ of [1, 2]) drawLead(context, lead, rate, area, start, perSecond, perMillivolt, { ...palette, trace: palette[letter] });
      context.restore();
      for (const index of indices) {
        const at = (recording.time(index) - start) * perSecond;
        if (at >= 0 && at < area.width) drawMark(context, letter, area.x + at, area.y + 5, 8, palette);
      }
    }
  }

  /** The time at a place of the window of rows, or null where there is none. */
  time(x, y) {
    const number = Math.floor((y + this.host.scrollTop) / row);
    const time = number * this.seconds + (x - gutter) / this.perSecond;
    return x >= gutter && time >= 0 && time <= this.recording.duration ? time : null;
  }

  listen() {
    const { host } = this;
    host.addEventListener("scroll", () => this.redraw());
    host.addEventListener("click", (event) => {
      if (!this.recording) return;
      const box = host.getBoundingClientRect();
      const time = this.time(event.clientX - box.left - host.clientLeft, event.clientY - box.top - host.clientTop);
      if (time === null) return;
      const reach = 5 / this.perSecond;
      this.trace.centre(time);
      this.on.leave(false);
      const index = this.recording.beats.nearest(time * this.recording.rate);
      if (index !== null && Math.abs(this.recording.time(index) - time) <= reach) this.on.choose(index);
    });
    host.addEventListener("keydown", (event) => this.keyed(event));
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.recording) return;
    const { trace, seconds } = this;
    const screen = Math.max(1, Math.floor(this.host.clientHeight / row) - 1) * seconds;
    const moves = {
      ArrowLeft: () => trace.scroll(-trace.span / 2),
      ArrowRight: () => trace.scroll(trace.span / 2),
      ArrowUp: () => trace.scroll(-seconds),
      ArrowDown: () => trace.scroll(seconds),
      PageUp: () => trace.scroll(-screen),
      PageDown: () => trace.scroll(screen),
      Home: () => trace.scroll(-Infinity),
      End: () => trace.scroll(Infinity),
      Enter: () => this.on.leave(true),
      Escape: () => this.on.leave(true),
      w: () => this.on.leave(true),
    };
    const move = moves[event.key];
    if (move) {
      move();
      if (this.isShown) this.on.keyMoved();
    }
    if (move || this.on.key(event)) event.preventDefault();
  }

  /** What is in view, in words. */
  get words() {
    const { from, to } = this.seen;
    return `${moment(this.recording, from)} to ${moment(this.recording, to)} · ${[this.lead.name, `${this.seconds} s a row`].filter(Boolean).join(", ")}`;
  }
}
