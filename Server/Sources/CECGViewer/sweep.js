// The trace of a monitor: it is written from left to right over what was there before, with a gap in front of the pen;
// frozen, it shows any stretch of what came so far.

import { drawNoise } from "./layers.js";
import { drawMark, prepare } from "./marks.js";
import { drawGrid, drawLead, drawTimes, markRow, millimetre } from "./paper.js";

const perSecond = 25 * millimetre;
const timeRow = 18;
/** Seconds in front of the pen that are wiped away. */
const gap = 0.5;

export class Sweep {
  /** `on.moved` is told when the stretch that is shown while frozen is another. */
  constructor(host, on) {
    Object.assign(this, { host, on });
    this.canvas = host.querySelector("canvas");
    this.gain = 10;
    /** Seconds that came so far. */
    this.now = 0;
    /** Where the stretch that is shown begins, in seconds; null while it goes on. */
    this.frozen = null;
    new ResizeObserver(() => this.draw()).observe(host);
    this.listen();
  }

  /** `leads` are shown below one another. */
  open(recording, leads, rhythm, palette) {
    Object.assign(this, { recording, leads, rhythm, palette, now: 0, frozen: null });
    this.host.classList.remove("frozen");
    this.draw();
  }

  get span() {
    return this.host.clientWidth / perSecond;
  }

  get isFrozen() {
    return this.frozen !== null;
  }

  /** Stands still, with a time in the middle, or where it is; null goes on. */
  freeze(start = Math.max(0, this.now - this.span)) {
    this.frozen = start === null ? null : Math.min(Math.max(0, this.now - this.span), Math.max(0, start));
    this.host.classList.toggle("frozen", this.isFrozen);
    this.draw();
    this.on.moved();
  }

  centre(time) {
    this.freeze(time - this.span / 2);
  }

  scroll(seconds) {
    this.freeze((this.frozen ?? Math.max(0, this.now - this.span)) + seconds);
  }

  draw() {
    const { host, recording } = this;
    const width = host.clientWidth;
    if (!recording || width === 0) return;
    const rowHeight = this.leads.length > 1 ? 150 : 220;
    const height = markRow + this.leads.length * rowHeight + timeRow;
    this.canvas.style.height = `${height}px`;
    const context = prepare(this.canvas, width, height);
    const rows = this.leads.map((lead, row) => ({ lead, y: markRow + row * rowHeight, height: rowHeight }));
    for (const { y, height: rowed } of rows) {
      drawGrid(context, { x: 0, y, width, height: rowed }, this.frozen ?? 0, perSecond, this.gain * millimetre, this.palette);
    }
    for (const part of this.parts(width)) this.drawPart(context, part, rows);
    if (!this.isFrozen) this.drawPen(context, height);
    else drawTimes(context, { x: 0, y: height - timeRow, width }, this.frozen, perSecond, this.palette);
    for (const { lead, y } of rows) this.drawName(context, lead.name, y);
  }

  /** The stretches of time that are shown: `{ x, width, start }`. */
  parts(width) {
    if (this.isFrozen) return [{ x: 0, width: Math.min(width, (this.now - this.frozen) * perSecond), start: this.frozen }];
    const { span, now } = this;
    const begun = Math.floor(now / span) * span;
    const pen = (now - begun) * perSecond;
    const parts = [{ x: 0, width: pen, start: begun }];
    const behind = pen + gap * perSecond;
    if (begun > 0 && behind < width) parts.push({ x: behind, width: width - behind, start: now + gap - span });
    return parts;
  }

  drawPart(context, { x, width, start }, rows) {
    const { recording, palette } = this;
    if (width <= 0) return;
    for (const { lead, y, height } of rows) {
      drawLead(context, lead, recording.rate, { x, y, width, height }, start, perSecond, this.gain * millimetre, palette);
    }
    const area = { x, width, y: 0, height: rows.at(-1).y + rows.at(-1).height };
    drawNoise(context, this.rhythm.noise, area, start, perSecond, palette);
    this.drawBeats(context, area, start);
  }

  /** The beats of a stretch; what is provisional in outline. */
  drawBeats(context, area, start) {
    const { recording, rhythm, palette } = this;
    const { beats } = rhythm;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let index = rhythm.first((start - 1) * recording.rate); index < beats.length; index += 1) {
      const { sample, letter, isFinal, unusable } = beats[index];
      const at = area.x + (sample / recording.rate - start) * perSecond;
      if (at > area.x + area.width + perSecond) break;
      if (letter !== "N" && isFinal && !unusable) {
        context.globalAlpha = 0.16;
        context.fillStyle = palette[letter];
        context.fillRect(at - 0.25 * perSecond, area.y, 0.55 * perSecond, area.height);
      }
      context.globalAlpha = 1;
      const shown = isFinal ? palette : { ...palette, [letter]: palette.paper };
      drawMark(context, letter, at, 11, 13, shown);
      if (!isFinal && letter === "N") {
        context.strokeStyle = palette.muted;
        context.stroke();
      }
      context.fillStyle = isFinal ? palette.text : palette.muted;
      context.font = `${isFinal ? "" : "italic "}${letter === "N" ? 400 : 700} 12px ${palette.font}`;
      context.fillText(letter, at, 27);
    }
    context.restore();
  }

  drawPen(context, height) {
    const at = (this.now % this.span) * perSecond;
    context.fillStyle = this.palette.chosen;
    context.fillRect(Math.round(at), markRow, 2, height - markRow - timeRow);
  }

  drawName(context, name, y) {
    const { palette } = this;
    context.font = `650 12px ${palette.font}`;
    const wide = context.measureText(name).width;
    context.fillStyle = palette.paper;
    context.fillRect(4, y + 6, wide + 8, 18);
    context.fillStyle = palette.text;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(name, 8, y + 15);
  }

  listen() {
    const { host } = this;
    let from = null;
    host.addEventListener("pointerdown", (event) => {
      if (!this.isFrozen || event.button !== 0) return;
      from = { x: event.clientX, start: this.frozen };
      host.setPointerCapture(event.pointerId);
    });
    host.addEventListener("pointermove", (event) => {
      if (from) this.freeze(from.start - (event.clientX - from.x) / perSecond);
    });
    for (const name of ["pointerup", "pointercancel"]) host.addEventListener(name, () => (from = null));
  }
}
