// The trace: what span of time is in view, drawn at most once a frame.

import { listen } from "./gestures.js";
import { drawCalipers, drawExperts, drawNoise, drawRhythms, drawSelection, expertRow } from "./layers.js";
import { prepare } from "./marks.js";
import { drawBeats, drawGrid, drawLead, drawTimes, markRow, millimetre } from "./paper.js";

const standard = 25 * millimetre;
const timeRow = 18;

export class Trace {
  /**
   * `on` is told of `view` (moved), `keyMoved` (by a key), `choose` (a beat clicked), `select` (a stretch, or null),
   * `extend` (the selection by a beat), `measured`, `menu` (asked for at a place) and `key` (not used here).
   */
  constructor(host, on) {
    this.host = host;
    this.canvas = host.querySelector("canvas");
    this.on = on;
    this.start = 0;
    this.perSecond = standard;
    this.gain = 10;
    this.shown = [];
    this.chosen = null;
    /** A stretch of time, { from, to } in seconds, or null. */
    this.selection = null;
    /** The legs of the calipers, { from, to } in seconds, or null; while they are out, dragging sets them. */
    this.calipers = null;
    this.hasCalipers = false;
    /** Experts' beats, or null. */
    this.experts = null;
    this.pending = false;
    listen(this);
    new ResizeObserver(() => this.moved()).observe(host);
  }

  open(recording, palette) {
    this.recording = recording;
    this.palette = palette;
    this.chosen = null;
    this.selection = null;
    this.calipers = null;
    this.hasCalipers = false;
    this.experts = null;
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

  /** The time at a place, in pixels from the left. */
  time(at) {
    return this.start + at / this.perSecond;
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
    const leadHeight = heightOfLead(leads.length, this.host.getBoundingClientRect().top + window.scrollY);
    const tracks = leads.length * leadHeight;
    const lane = this.experts ? expertRow : 0;
    const height = markRow + tracks + lane + timeRow;
    this.canvas.style.height = `${height}px`;
    const context = prepare(this.canvas, width, height);
    leads.forEach((lead, track) => {
      const area = { x: 0, y: markRow + track * leadHeight, width, height: leadHeight };
      drawGrid(context, area, start, perSecond, perMillivolt, palette);
    });
    const all = { x: 0, y: 0, width, height: markRow + tracks };
    drawNoise(context, recording.noise, all, start, perSecond, palette);
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
    drawRhythms(context, recording.rhythms, all, start, perSecond, palette);
    drawSelection(context, this.selection, all, start, perSecond, palette);
    drawCalipers(context, this.calipers, all, start, perSecond, palette);
    if (this.experts) drawExperts(context, this.experts, { x: 0, y: markRow + tracks, width, height: lane }, start, perSecond, palette);
    drawTimes(context, { x: 0, y: height - timeRow, width }, start, perSecond, palette);
  }
}

/** What stands below the trace and in it beside the leads, in pixels. */
const beside = 258;

/** The height of a lead: as much as the window has room for below where the trace begins, within what can be read. */
function heightOfLead(leads, top) {
  const room = (window.innerHeight - top - beside) / Math.max(1, leads);
  return Math.round(Math.min(190, Math.max(leads > 3 ? 90 : 110, room)));
}
