// Draws electrocardiogram paper, a lead on it, and the beats of a span of time.

import { drawMark } from "./marks.js";
import { missing } from "./pyramid.js";
import { classes } from "./classes.js";
import { clock } from "./recording.js";

/** CSS pixels in a millimetre. */
export const millimetre = 96 / 25.4;

/** Millimetre paper: `perSecond` and `perMillivolt` pixels; lines too close together are left out. */
export function drawGrid(context, area, start, perSecond, perMillivolt, palette) {
  const { x, y, width, height } = area;
  const seconds = [0.04, 0.2, 1, 5, 10, 30, 60, 300, 900, 3600, 7200, 14400];
  const minor = seconds.find((step) => step * perSecond >= 3.2) ?? 14400;
  const major = minor === 0.04 ? 0.2 : (seconds.find((step) => step * perSecond >= 14) ?? 14400);
  const lines = (step, across, colour) => {
    context.beginPath();
    for (let line = Math.ceil(start / step); line * step < start + width / perSecond; line += 1) {
      const at = Math.round(x + (line * step - start) * perSecond) + 0.5;
      context.moveTo(at, y);
      context.lineTo(at, y + height);
    }
    for (let centre = y + height / 2, down = 0; down * across <= height / 2; down += 1) {
      for (const at of [centre + down * across, centre - down * across]) {
        context.moveTo(x, Math.round(at) + 0.5);
        context.lineTo(x + width, Math.round(at) + 0.5);
      }
    }
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.stroke();
  };
  if (minor !== major && minor <= 0.2) {
    lines(minor, perMillivolt / 10 >= 3 ? perMillivolt / 10 : perMillivolt / 2, palette.grid);
  }
  lines(major, perMillivolt / 2, palette.gridStrong);
}

/** The trace of a lead between two heights, the middle of its range in the middle. */
export function drawLead(context, lead, rate, area, start, perSecond, perMillivolt, palette) {
  const { x, y, width, height } = area;
  const middle = y + height / 2;
  const scale = -perMillivolt * lead.scale;
  const perColumn = rate / perSecond;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  if (perColumn < 2) {
    const first = Math.max(0, Math.floor(start * rate) - 1);
    const end = Math.min(lead.samples.length, Math.ceil((start + width / perSecond) * rate) + 2);
    let pen = false;
    for (let index = first; index < end; index += 1) {
      const value = lead.samples[index];
      if (value === missing) {
        pen = false;
        continue;
      }
      const across = x + (index / rate - start) * perSecond;
      const down = middle + (value - lead.centre) * scale;
      if (pen) context.lineTo(across, down);
      else context.moveTo(across, down);
      pen = true;
    }
  } else {
    // Columns begin at whole multiples of their width, so that the trace does not shimmer in motion.
    const firstColumn = Math.floor((start * rate) / perColumn);
    const count = Math.ceil(width) + 2;
    const low = new Int16Array(count);
    const high = new Int16Array(count);
    lead.pyramid.columns(firstColumn * perColumn, perColumn, low, high);
    const shift = x + firstColumn - start * perSecond;
    let pen = false;
    for (let column = 0; column < count; column += 1) {
      const inside = (firstColumn + column) * perColumn;
      if (low[column] > high[column] || inside < 0 || inside >= lead.samples.length) {
        pen = false;
        continue;
      }
      const across = shift + column + 0.5;
      const top = middle + (high[column] - lead.centre) * scale;
      const bottom = Math.max(top + 0.8, middle + (low[column] - lead.centre) * scale);
      if (pen) context.lineTo(across, top);
      else context.moveTo(across, top);
      context.lineTo(across, bottom);
      pen = true;
    }
  }
  context.strokeStyle = palette.trace;
  context.lineWidth = perColumn < 2 ? 1.4 : 1;
  context.lineJoin = "round";
  context.stroke();
  context.restore();
}

/** A lead in its place, with its name. */
export function drawPlace(context, lead, name, rate, area, start, perSecond, perMillivolt, palette) {
  drawLead(context, lead, rate, area, start, perSecond, perMillivolt, palette);
  if (area.x > 0) {
    context.fillStyle = palette.muted;
    context.fillRect(Math.round(area.x), area.y + area.height / 2 - 14, 1, 28);
  }
  context.font = `650 12px ${palette.font}`;
  const wide = context.measureText(name).width;
  context.fillStyle = palette.paper;
  context.fillRect(area.x + 4, area.y + 6, wide + 8, 18);
  context.fillStyle = palette.text;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(name, area.x + 8, area.y + 15);
}

/** The height of the row of marks. */
export const markRow = 38;

/**
 * The beats of the span in view: a tint behind all but normal ones, and in a row at the top their
 * shapes and letters, or where they are too close together a tick a pixel for each class.
 */
export function drawBeats(context, recording, area, start, perSecond, palette, chosen = null) {
  const { beats, rate } = recording;
  const { x, y, width, height } = area;
  const from = beats.first((start - 2) * rate);
  const to = beats.first((start + width / perSecond + 2) * rate);
  const xOf = (index) => x + (beats.sample[index] / rate - start) * perSecond;
  const roomy = to === from || (width + 4 * perSecond) / (to - from) >= 15;
  if (!roomy) return drawTicks(context, beats, from, to, xOf, area, palette, chosen);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let index = from; index < to; index += 1) {
    const letter = beats.letter(index);
    const at = xOf(index);
    const before = index > 0 ? Math.min(0.5 * (at - xOf(index - 1)), 0.3 * perSecond) : 0.3 * perSecond;
    const after = index + 1 < beats.count ? Math.min(0.5 * (xOf(index + 1) - at), 0.4 * perSecond) : 0.4 * perSecond;
    if (letter !== "N") {
      context.globalAlpha = 0.16;
      context.fillStyle = palette[letter];
      context.fillRect(at - before, y, before + after, height);
      context.globalAlpha = 1;
    }
    if (index === chosen) {
      context.strokeStyle = palette.chosen;
      context.lineWidth = 2;
      context.strokeRect(at - before, y + 1, before + after, height - 2);
    }
    drawMark(context, letter, at, y + 11, 13, palette);
    context.fillStyle = palette.text;
    context.font = `${letter === "N" ? 400 : 700} 12px ${palette.font}`;
    context.fillText(letter, at, y + 27);
  }
}

function drawTicks(context, beats, from, to, xOf, area, palette, chosen) {
  const lanes = classes.filter((letter) => letter !== "N");
  const last = lanes.map(() => -1);
  const height = (markRow - 8) / lanes.length;
  for (let index = from; index < to; index += 1) {
    const lane = beats.label[index] - 1;
    if (lane < 0) continue;
    const column = Math.round(xOf(index));
    if (column === last[lane]) continue;
    last[lane] = column;
    context.fillStyle = palette[lanes[lane]];
    context.fillRect(column, area.y + 4 + lane * height, 2, height - 1);
  }
  context.font = `700 8px ${palette.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  lanes.forEach((letter, lane) => {
    context.fillStyle = palette.text;
    context.fillText(letter, area.x + 3, area.y + 4 + (lane + 0.5) * height);
  });
  if (chosen !== null && chosen >= from && chosen < to) {
    context.fillStyle = palette.chosen;
    context.fillRect(Math.round(xOf(chosen)) - 1, area.y, 2, area.height);
  }
}

/** Times along the bottom, as many as fit. */
export function drawTimes(context, area, start, perSecond, palette) {
  const steps = [0.2, 1, 2, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 28800];
  const step = steps.find((candidate) => candidate * perSecond >= 92) ?? 28800;
  context.font = `11px ${palette.font}`;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillStyle = palette.muted;
  for (let tick = Math.ceil(Math.max(0, start) / step); tick * step < start + area.width / perSecond; tick += 1) {
    const at = area.x + (tick * step - start) * perSecond;
    context.fillRect(Math.round(at), area.y, 1, 5);
    context.fillText(clock(tick * step, step < 1 ? 1 : 0), at + 4, area.y + 12);
  }
}
