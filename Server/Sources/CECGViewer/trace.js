// The trace: what span of time is in view, drawn at most once a frame.

import { listen } from "./gestures.js";
import { drawCalipers, drawExperts, drawNoise, drawRhythms, drawSelection, expertRow } from "./layers.js";
import { prepare } from "./marks.js";
import { seconds as twelveSeconds } from "./twelve.js";
import { drawBeats, drawGrid, drawPlace, drawTimes, markRow, millimetre } from "./paper.js";

const standard = 25 * millimetre;
const timeRow = 18;

export class Trace {
  /**
   * `on` is told of `view` (moved), `keyMoved` (by a key), `choose` (a beat clicked), `select` (a stretch, or null),
   * `extend` (the selection by a beat), `measured`, `menu` (asked for at a place), `arranged` (in twelve leads, or no
   * longer) and `key` (not used here).
   */
  constructor(host, on) {
    this.host = host;
    this.canvas = host.querySelector("canvas");
    this.on = on;
    this.start = 0;
    this.perSecond = standard;
    this.gain = 10;
    this.shown = [];
    /** Where each of twelve leads stands (`twelve.js`), or null where those shown stand below one another. */
    this.twelve = null;
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

  /** The width in pixels; out of view, what it was. */
  get width() {
    if (this.host.clientWidth > 0) this.wide = this.host.clientWidth;
    return this.wide ?? 0;
  }

  /** The height in pixels that there is room for where the trace stands, or what stands in its place. */
  get room() {
    const above = this.host.parentElement.querySelector(".trace:not([hidden]), .disclosure:not([hidden])");
    return Math.max(300, window.innerHeight - topOf(above ?? this.host) - beside + markRow + timeRow);
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
    // Twelve leads have a scale of their own.
    if (this.twelve) {
      this.twelve = null;
      this.on.arranged();
    }
    const time = this.start + at / this.perSecond;
    this.scaleTo(this.perSecond * factor);
    this.start = time - at / this.perSecond;
    this.moved();
  }

  /** Looks again as it was looked before: at `start`, with `perSecond` and `gain`. */
  look({ start, perSecond, gain }) {
    Object.assign(this, { start, perSecond, gain });
    this.moved();
  }

  /** Shows twelve leads in their places, or with null those that are shown below one another. */
  arrange(places) {
    const middle = this.start + this.span / 2;
    this.twelve = places;
    if (places) this.perSecond = this.width / twelveSeconds;
    else this.scaleTo(standard);
    this.on.arranged();
    this.centre(middle);
  }

  standard() {
    this.zoom(standard / this.perSecond);
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
    if (this.twelve) this.perSecond = this.width / twelveSeconds;
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
    if (!recording || this.host.clientWidth === 0) return;
    const perMillivolt = this.gain * millimetre;
    const places = this.twelve ?? this.shown.map((lead, row) => ({ lead, row, from: 0, seconds: this.span }));
    const rows = places.at(-1).row + 1;
    const leadHeight = heightOfLead(rows, topOf(this.host));
    const tracks = rows * leadHeight;
    const lane = this.experts ? expertRow : 0;
    const height = markRow + tracks + lane + timeRow;
    this.canvas.style.height = `${height}px`;
    const context = prepare(this.canvas, width, height);
    for (let row = 0; row < rows; row += 1) {
      const area = { x: 0, y: markRow + row * leadHeight, width, height: leadHeight };
      drawGrid(context, area, start, perSecond, perMillivolt, palette);
    }
    const all = { x: 0, y: 0, width, height: markRow + tracks };
    drawNoise(context, recording.shades, all, start, perSecond, palette);
    drawBeats(context, recording, all, start, perSecond, palette, this.chosen);
    for (const place of places) {
      const area = { x: place.from * perSecond, y: markRow + place.row * leadHeight, width: place.seconds * perSecond, height: leadHeight };
      drawPlace(context, recording.leads[place.lead], this.nameOf(place.lead), recording.rate, area, start + place.from, perSecond, perMillivolt, palette);
    }
    drawRhythms(context, recording.rhythms, all, start, perSecond, palette);
    drawSelection(context, this.selection, all, start, perSecond, palette);
    drawCalipers(context, this.calipers, all, start, perSecond, palette);
    if (this.experts) drawExperts(context, this.experts, { x: 0, y: markRow + tracks, width, height: lane }, start, perSecond, palette);
    drawTimes(context, { x: 0, y: height - timeRow, width }, start, perSecond, palette);
  }

  /** A lead's name: that of the file, or among twelve the usual one. */
  nameOf(index) {
    return (this.twelve && this.recording.about.leads[index].lead) || this.recording.leads[index].name;
  }
}

/** What stands below the trace and in it beside the leads, in pixels. */
const beside = 258;

const topOf = (host) => host.getBoundingClientRect().top + window.scrollY;

/** The height of a lead: as much as the window has room for below where the trace begins, within what can be read. */
function heightOfLead(leads, top) {
  const room = (window.innerHeight - top - beside) / Math.max(1, leads);
  return Math.round(Math.min(190, Math.max(leads > 3 ? 90 : 110, room)));
}
