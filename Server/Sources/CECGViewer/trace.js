// The trace: what span of time is in view, drawn at most once a frame, and moved by mouse, touch,
// wheel and keyboard.

import { prepare } from "./marks.js";
import { drawBeats, drawGrid, drawLead, drawTimes, drawUnusable, markRow, millimetre } from "./paper.js";

const standard = 25 * millimetre;
const timeRow = 18;

export class Trace {
  /** `on` is told of `view` (moved), `keyMoved` (by a key), `choose` (a beat clicked) and `key` (not used here). */
  constructor(host, on) {
    this.host = host;
    this.canvas = host.querySelector("canvas");
    this.on = on;
    this.start = 0;
    this.perSecond = standard;
    this.gain = 10;
    this.shown = [];
    this.chosen = null;
    this.pending = false;
    this.pointers = new Map();
    this.listen();
    new ResizeObserver(() => this.moved()).observe(host);
  }

  open(recording, palette) {
    this.recording = recording;
    this.palette = palette;
    this.chosen = null;
    this.perSecond = standard;
    this.start = 0;
    this.moved();
  }

  get width() {
    return this.host.clientWidth;
  }

  get span() {
    return this.width / this.perSecond;
  }

  /** Scrolls so that a time is in the middle. */
  centre(seconds) {
    this.start = seconds - this.span / 2;
    this.moved();
  }

  scroll(seconds) {
    this.start += seconds;
    this.moved();
  }

  /** Zooms by a factor, with the time under a place (pixels from the left) staying there. */
  zoom(factor, at = this.width / 2) {
    const time = this.start + at / this.perSecond;
    this.scaleTo(this.perSecond * factor);
    this.start = time - at / this.perSecond;
    this.moved();
  }

  standard() {
    this.zoom(standard / this.perSecond);
  }

  whole() {
    this.scaleTo(0);
    this.start = 0;
    this.moved();
  }

  scaleTo(perSecond) {
    const least = this.width / Math.max(this.recording.duration, 1);
    this.perSecond = Math.min(16 * standard, Math.max(Math.min(least, standard), perSecond));
  }

  /** The paper speed in millimetres a second. */
  get speed() {
    return this.perSecond / millimetre;
  }

  moved() {
    if (!this.recording || this.width === 0) return;
    const last = Math.max(0, this.recording.duration - this.span);
    this.start = Math.min(last, Math.max(0, this.start));
    this.redraw();
    this.on.view();
  }

  redraw() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.draw();
    });
  }

  draw() {
    const { recording, palette, width, start, perSecond } = this;
    if (!recording || width === 0) return;
    const perMillivolt = this.gain * millimetre;
    const leads = this.shown.map((index) => recording.leads[index]);
    const leadHeight = leads.length > 3 ? 110 : 170;
    const tracks = leads.length * leadHeight;
    const height = markRow + tracks + timeRow;
    this.canvas.style.height = `${height}px`;
    const context = prepare(this.canvas, width, height);
    leads.forEach((lead, track) => {
      const area = { x: 0, y: markRow + track * leadHeight, width, height: leadHeight };
      drawGrid(context, area, start, perSecond, perMillivolt, palette);
    });
    const all = { x: 0, y: 0, width, height: markRow + tracks };
    drawUnusable(context, recording, all, start, perSecond, palette);
    drawBeats(context, recording, all, start, perSecond, palette, this.chosen);
    leads.forEach((lead, track) => {
      const area = { x: 0, y: markRow + track * leadHeight, width, height: leadHeight };
      drawLead(context, lead, recording.rate, area, start, perSecond, perMillivolt, palette);
      context.font = `650 12px ${palette.font}`;
      const wide = context.measureText(lead.name).width;
      context.fillStyle = palette.paper;
      context.fillRect(4, area.y + 6, wide + 8, 18);
      context.fillStyle = palette.text;
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.fillText(lead.name, 8, area.y + 15);
    });
    drawTimes(context, { x: 0, y: height - timeRow, width }, start, perSecond, palette);
  }

  listen() {
    const { host } = this;
    host.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      host.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, event.offsetX);
      this.travelled = 0;
      host.classList.add("dragging");
    });
    host.addEventListener("pointermove", (event) => this.dragged(event));
    for (const name of ["pointerup", "pointercancel"]) {
      host.addEventListener(name, (event) => {
        const alone = this.pointers.size === 1 && this.pointers.has(event.pointerId);
        this.pointers.delete(event.pointerId);
        host.classList.remove("dragging");
        if (name === "pointerup" && alone && this.travelled < 5) this.clicked(event.offsetX);
      });
    }
    host.addEventListener("wheel", (event) => {
      if (!this.recording) return;
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY * unit * 0.004), event.offsetX);
      } else {
        const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
        if (Math.abs(across) <= Math.abs(event.deltaY) && !event.shiftKey) return;
        event.preventDefault();
        this.scroll((across * unit) / this.perSecond);
      }
    }, { passive: false });
    host.addEventListener("keydown", (event) => this.keyed(event));
  }

  dragged(event) {
    const before = this.pointers.get(event.pointerId);
    if (before === undefined || !this.recording) return;
    const now = event.offsetX;
    if (this.pointers.size === 1) {
      this.travelled += Math.abs(now - before);
      this.scroll((before - now) / this.perSecond);
    } else {
      this.travelled = Infinity;
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1];
      const factor = Math.max(10, Math.abs(now - other)) / Math.max(10, Math.abs(before - other));
      this.zoom(factor, other);
    }
    this.pointers.set(event.pointerId, now);
  }

  clicked(at) {
    const { beats, rate } = this.recording;
    const sample = (this.start + at / this.perSecond) * rate;
    const index = beats.nearest(sample);
    if (index === null) return;
    const apart = (Math.abs(beats.sample[index] - sample) / rate) * this.perSecond;
    if (apart <= Math.max(24, 0.4 * this.perSecond)) this.on.choose(index);
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.recording) return;
    const moves = {
      ArrowLeft: () => this.scroll(-this.span / 10),
      ArrowRight: () => this.scroll(this.span / 10),
      ArrowUp: () => this.zoom(1.25),
      ArrowDown: () => this.zoom(1 / 1.25),
      PageUp: () => this.scroll(-this.span * 0.9),
      PageDown: () => this.scroll(this.span * 0.9),
      Home: () => this.scroll(-Infinity),
      End: () => this.scroll(Infinity),
      "+": () => this.zoom(1.5),
      "=": () => this.zoom(1.5),
      "-": () => this.zoom(1 / 1.5),
      0: () => this.standard(),
      w: () => this.whole(),
    };
    const move = moves[event.key];
    if (move) {
      move();
      this.on.keyMoved();
    }
    if (move || this.on.key(event)) event.preventDefault();
  }
}
