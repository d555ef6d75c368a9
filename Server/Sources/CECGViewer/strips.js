// The strips of the printed page: from the start of the view on, 7.2 s a row at 25 mm/s, high enough for all that the
// lead shows in them; of twelve leads that are shown in their places a sheet of its own.

import { drawBeats, drawGrid, drawLead, drawPlace, drawTimes, markRow, millimetre } from "./paper.js";
import { drawNoise, drawRhythms } from "./layers.js";
import { element, prepare } from "./marks.js";
import { changesInWords } from "./taking.js";
import { seconds as twelveSeconds } from "./twelve.js";

const rows = 5;
const seconds = 7.2;
const timeRow = 16;
/** The height of a row's paper in millimetres: what the usual trace takes, and what five of a page may. */
const heights = { least: 30, most: 40 };
/** Millimetres of a millivolt, of which the first that fits is taken. */
const gains = [10, 5, 2.5];

/** The height of a row of twelve leads, of which four are as high as a sheet that lies has room for. */
const heightOfTwelve = 36;
const perSecond = 25 * millimetre;

/** Shows the strips from `start` on, or where the places of `twelve` leads are given, these. */
export function showStrips(host, recording, { start, twelve }, palette) {
  const lead = recording.leads[recording.classified];
  const width = 180 * millimetre;
  host.replaceChildren(element("p", { class: "note" }, whose(recording)));
  if (twelve) return host.append(twelveStrips(recording, twelve, start, palette));
  const starts = Array.from({ length: rows }, (_, row) => start + row * seconds)
    .filter((from) => from < recording.duration);
  const ranges = starts.map((from) => rangeOf(lead, recording.rate, from, seconds));
  const tallest = Math.max(0, ...ranges.map(({ low, high }) => (high - low) * lead.scale));
  // A millimetre is left above and below.
  const gain = gains.find((candidate) => tallest * candidate + 2 <= heights.most) ?? gains.at(-1);
  const paper = Math.min(heights.most, Math.max(heights.least, Math.ceil(tallest * gain) + 2)) * millimetre;
  const height = markRow + paper + timeRow;
  starts.forEach((from, row) => {
    const { low, high } = ranges[row];
    const canvas = element("canvas");
    canvas.style.height = tall(height);
    const context = prepare(canvas, width, height, 2);
    const area = { x: 0, y: markRow, width, height: paper };
    const whole = { x: 0, y: 0, width, height: height - timeRow };
    const shown = { ...lead, centre: (low + high) / 2 };
    drawGrid(context, area, from, perSecond, gain * millimetre, palette);
    drawNoise(context, recording.shades, whole, from, perSecond, palette);
    drawBeats(context, recording, whole, from, perSecond, palette);
    drawLead(context, shown, recording.rate, area, from, perSecond, gain * millimetre, palette);
    drawRhythms(context, recording.rhythms, whole, from, perSecond, palette);
    drawTimes(context, { x: 0, y: height - timeRow, width }, from, perSecond, palette);
    const caption = element("figcaption", {}, `${lead.name}, 25 mm/s, ${gain} mm/mV`);
    host.append(element("figure", {}, canvas, ...(row === 0 ? [caption] : [])));
  });
}

/** A height in pixels for the printer, no less than it is. */
const tall = (height) => `${(Math.ceil((100 * height) / millimetre) / 100).toFixed(2)}mm`;

/** Twelve leads in their `places`, in the usual order. */
function twelveStrips(recording, places, start, palette) {
  const { rate } = recording;
  const shown = places.map(({ lead: index, from, seconds: length }) => {
    const lead = recording.leads[index];
    return { lead, ...rangeOf(lead, rate, start + from, length) };
  });
  const tallest = Math.max(...shown.map(({ lead, low, high }) => (high - low) * lead.scale));
  const gain = gains.find((candidate) => tallest * candidate + 2 <= heightOfTwelve) ?? gains.at(-1);
  const width = twelveSeconds * perSecond;
  const paper = heightOfTwelve * millimetre;
  const height = markRow + (places.at(-1).row + 1) * paper + timeRow;
  const canvas = element("canvas");
  canvas.style.height = tall(height);
  const context = prepare(canvas, width, height, 2);
  const all = { x: 0, y: 0, width, height: height - timeRow };
  drawGrid(context, { ...all, y: markRow, height: height - timeRow - markRow }, start, perSecond, gain * millimetre, palette);
  drawNoise(context, recording.shades, all, start, perSecond, palette);
  drawBeats(context, recording, all, start, perSecond, palette);
  places.forEach(({ lead: index, row, from, seconds: length }, place) => {
    const { lead, low, high } = shown[place];
    const area = { x: from * perSecond, y: markRow + row * paper, width: length * perSecond, height: paper };
    const name = recording.about.leads[index].lead;
    drawPlace(context, { ...lead, centre: (low + high) / 2 }, name, rate, area, start + from, perSecond, gain * millimetre, palette);
  });
  drawRhythms(context, recording.rhythms, all, start, perSecond, palette);
  drawTimes(context, { x: 0, y: height - timeRow, width }, start, perSecond, palette);
  return element("figure", { class: "twelve" }, canvas, element("figcaption", {}, `25 mm/s, ${gain} mm/mV`));
}

/** Whose the classes are: on paper nobody sees what was corrected. */
function whose(recording) {
  const changes = changesInWords(recording.beats.changes(), recording);
  return changes === "" ? "Classes are a model’s; nobody has changed any." : `Classes are a model’s and a reader’s: ${changes}.`;
}

/** The least and the greatest sample of so many seconds; the lead's own middle where all are missing. */
function rangeOf(lead, rate, from, seconds) {
  const low = new Int16Array(1);
  const high = new Int16Array(1);
  lead.pyramid.columns(Math.floor(from * rate), Math.ceil(seconds * rate), low, high);
  return low[0] <= high[0] ? { low: low[0], high: high[0] } : { low: lead.centre, high: lead.centre };
}
