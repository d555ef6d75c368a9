// The mean beat of each class, with its standard deviation.

import { drawGrid } from "./paper.js";
import { element, markElement, prepare } from "./marks.js";
import { missing } from "./pyramid.js";
import { classNames, classes } from "./classes.js";

const before = 0.3;
const after = 0.5;
const unseen = 150;
/** Beats of a class that are averaged at the most, evenly spread. */
const most = 2000;

/** The means of the classes that have beats: mean and deviation in millivolts. */
export function meanBeats(recording) {
  const { beats, rate } = recording;
  const lead = recording.leads[recording.classified];
  const ahead = Math.round(before * rate);
  const length = ahead + Math.round(after * rate);
  const means = [];
  classes.forEach((letter, label) => {
    const members = [];
    beats.label.forEach((value, index) => value === label && recording.counts(index) && members.push(index));
    if (members.length === 0) return;
    const step = Math.max(1, members.length / most);
    const sum = new Float64Array(length);
    const squares = new Float64Array(length);
    let count = 0;
    for (let place = 0; place < members.length; place += step) {
      const first = beats.sample[members[Math.floor(place)]] - ahead;
      if (first < 0 || first + length > lead.samples.length) continue;
      const span = lead.samples.subarray(first, first + length);
      if (span.includes(missing)) continue;
      let level = 0;
      for (const value of span) level += value;
      level /= length;
      for (let index = 0; index < length; index += 1) {
        const value = (span[index] - level) * lead.scale;
        sum[index] += value;
        squares[index] += value * value;
      }
      count += 1;
    }
    if (count === 0) return;
    const mean = sum.map((value) => value / count);
    const deviation = squares.map((value, index) => Math.sqrt(Math.max(0, value / count - mean[index] ** 2)));
    means.push({ letter, members: members.length, mean, deviation });
  });
  return means;
}

export function showMeans(host, recording, palette) {
  host.replaceChildren();
  for (const { letter, members, mean, deviation } of meanBeats(recording)) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const amplitude = Math.max(...mean) - Math.min(...mean);
    const label = `Mean of ${members} ${classNames[letter].toLowerCase()} beats, ${amplitude.toFixed(1)} millivolts from lowest to highest`;
    const picture = element("div", { class: "picture", role: "img", "aria-label": label }, canvas);
    const caption = element("figcaption", {}, markElement(letter), element("span", { class: "muted" }, `${members.toLocaleString("en")}`));
    host.append(element("figure", {}, picture, caption));
    // Where they are not shown, they are drawn for print.
    drawMean(canvas, picture.clientWidth || unseen, mean, deviation, letter, recording.rate, palette);
  }
}

function drawMean(canvas, width, mean, deviation, letter, rate, palette) {
  const height = 120;
  const context = prepare(canvas, width, height);
  const perSecond = width / (mean.length / rate);
  const top = Math.max(...mean.map((value, index) => value + deviation[index]));
  const bottom = Math.min(...mean.map((value, index) => value - deviation[index]));
  const perMillivolt = Math.min(60, (height - 12) / Math.max(0.2, top - bottom));
  const down = (value) => height / 2 - (value - (top + bottom) / 2) * perMillivolt;
  drawGrid(context, { x: 0, y: 0, width, height }, 0, perSecond, perMillivolt, { ...palette, grid: "transparent" });
  const across = (index) => (index / rate) * perSecond;
  context.beginPath();
  mean.forEach((value, index) => context.lineTo(across(index), down(value + deviation[index])));
  for (let index = mean.length - 1; index >= 0; index -= 1) {
    context.lineTo(across(index), down(mean[index] - deviation[index]));
  }
  context.globalAlpha = 0.3;
  context.fillStyle = palette[letter];
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  mean.forEach((value, index) => context.lineTo(across(index), down(value)));
  context.strokeStyle = palette.trace;
  context.lineWidth = 1.8;
  context.lineJoin = "round";
  context.stroke();
}
