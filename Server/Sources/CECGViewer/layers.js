// What lies over or under the trace: noise, rhythms, what is selected, calipers, experts' beats.

import { isBeat } from "./annotations.js";
import { flutterWords } from "./recording.js";
import { within } from "./stretches.js";

function sides(area, start, perSecond, from, to) {
  const left = Math.max(area.x, area.x + (from - start) * perSecond);
  const right = Math.min(area.x + area.width, area.x + (to - start) * perSecond);
  return right > left ? [left, right] : null;
}

function word(context, text, x, y, palette, colour = palette.muted) {
  context.font = `11px ${palette.font}`;
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** A shade over the stretches in which nothing can be said about beats, with what is there where there is room. */
export function drawNoise(context, noise, area, start, perSecond, palette) {
  for (const [from, to, what = "unusable"] of within(noise, start, start + area.width / perSecond)) {
    const found = sides(area, start, perSecond, from, to);
    if (!found) continue;
    const [left, right] = found;
    context.globalAlpha = 0.12;
    context.fillStyle = palette.text;
    context.fillRect(left, area.y, Math.max(1, right - left), area.height);
    context.globalAlpha = 1;
    if (what && right - left >= 7 * what.length) word(context, what, left + 4, area.y + area.height - 18, palette);
  }
}

/** A line along the bottom of the stretches whose rhythm is told, with its name. */
export function drawRhythms(context, rhythms, area, start, perSecond, palette) {
  for (const [from, to, name] of within(rhythms, start, start + area.width / perSecond)) {
    const found = sides(area, start, perSecond, from, to);
    if (!found || name === "N") continue;
    const [left, right] = found;
    const bottom = area.y + area.height;
    context.fillStyle = palette.chosen;
    context.fillRect(left, bottom - 3, Math.max(2, right - left), 3);
    const words = name === "VFL" && right - left >= 90 ? flutterWords : name;
    if (right - left >= 40) word(context, words, left + 4, bottom - 4, palette, palette.chosen);
  }
}

/** The selected stretch, with its length. */
export function drawSelection(context, selection, area, start, perSecond, palette) {
  const found = selection && sides(area, start, perSecond, selection.from, selection.to);
  if (!found) return;
  const [left, right] = found;
  context.globalAlpha = 0.16;
  context.fillStyle = palette.chosen;
  context.fillRect(left, area.y, right - left, area.height);
  context.globalAlpha = 1;
  context.strokeStyle = palette.chosen;
  context.lineWidth = 1.5;
  context.strokeRect(left, area.y + 1, right - left, area.height - 2);
}

/** A distance in time as milliseconds and beats a minute. */
export function spacing(seconds) {
  return `${Math.round(1000 * seconds)} ms, ${Math.round(60 / seconds)} a minute`;
}

/** Two legs, their distance, and the same distance on to both sides, which shows whether beats march in step. */
export function drawCalipers(context, calipers, area, start, perSecond, palette) {
  if (!calipers) return;
  const distance = Math.abs(calipers.to - calipers.from);
  if (distance === 0) return;
  const from = Math.min(calipers.from, calipers.to);
  const step = distance * perSecond;
  const first = area.x + (from - start) * perSecond;
  context.fillStyle = palette.chosen;
  if (step >= 6) {
    context.globalAlpha = 0.4;
    for (let at = first - step * Math.floor((first - area.x) / step); at < area.x + area.width; at += step) {
      context.fillRect(Math.round(at), area.y, 1, area.height);
    }
    context.globalAlpha = 1;
  }
  for (const leg of [first, first + step]) context.fillRect(Math.round(leg) - 1, area.y, 2, area.height);
  const text = spacing(distance);
  context.font = `650 12px ${palette.font}`;
  const wide = context.measureText(text).width + 12;
  const left = Math.min(Math.max(area.x, first + step / 2 - wide / 2), area.x + area.width - wide);
  context.fillRect(left, area.y + area.height - 40, wide, 20);
  context.fillStyle = palette.paper;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, left + wide / 2, area.y + area.height - 30);
}

/** The height of the lane of experts' beats. */
export const expertRow = 20;

/** Experts' beats as their symbols; those at which the labels differ in bold, on a ground. */
export function drawExperts(context, experts, area, start, perSecond, palette) {
  const { marks, differing } = experts;
  context.fillStyle = palette.grid;
  context.fillRect(area.x, area.y, area.width, 1);
  const shown = marks.filter(({ time }) => time >= start - 1 && time <= start + area.width / perSecond + 1);
  const roomy = shown.length * 12 < area.width;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { time, symbol, text } of shown) {
    const at = area.x + (time - start) * perSecond;
    const differs = differing.has(time);
    if (!roomy) {
      if (!differs) continue;
      context.fillStyle = palette.V;
      context.fillRect(at, area.y + 3, 2, area.height - 5);
      continue;
    }
    const mark = isBeat(symbol) || "~[]".includes(symbol) ? symbol : symbol === "+" ? text : "";
    if (differs) {
      context.globalAlpha = 0.35;
      context.fillStyle = palette.V;
      context.fillRect(at - 8, area.y + 2, 16, area.height - 3);
      context.globalAlpha = 1;
    }
    context.fillStyle = differs ? palette.text : palette.muted;
    context.font = `${differs ? 700 : 400} 12px ${palette.font}`;
    context.fillText(mark, at, area.y + area.height / 2 + 1);
  }
  context.font = `11px ${palette.font}`;
  context.fillStyle = palette.paper;
  context.fillRect(area.x, area.y + 1, context.measureText("Experts").width + 10, area.height - 1);
  word(context, "Experts", area.x + 4, area.y + area.height - 3, palette);
}
