// The strips of the printed page: from the start of the view on, 7.2 s a row at 25 mm/s, high enough for all that the
// lead shows in them.

import { drawBeats, drawGrid, drawLead, drawTimes, markRow, millimetre } from "./paper.js";
import { drawNoise, drawRhythms } from "./layers.js";
import { element, prepare } from "./marks.js";
import { changesInWords } from "./taking.js";

const rows = 5;
const seconds = 7.2;
const timeRow = 16;
/** The height of a row's paper in millimetres: what the usual trace takes, and what five of a page may. */
const heights = { least: 30, most: 40 };
/** Millimetres of a millivolt, of which the first that fits is taken. */
const gains = [10, 5, 2.5];

export function showStrips(host, recording, start, palette) {
  const lead = recording.leads[recording.classified];
  const perSecond = 25 * millimetre;
  const width = 180 * millimetre;
  host.replaceChildren(element("p", { class: "note" }, whose(recording)));
  const starts = Array.from({ length: rows }, (_, row) => start + row * seconds)
    .filter((from) => from < recording.duration);
  const ranges = starts.map((from) => rangeOf(lead, recording.rate, from));
  const tallest = Math.max(0, ...ranges.map(({ low, high }) => (high - low) * lead.scale));
  // A millimetre is left above and below.
  const gain = gains.find((candidate) => tallest * candidate + 2 <= heights.most) ?? gains.at(-1);
  const paper = Math.min(heights.most, Math.max(heights.least, Math.ceil(tallest * gain) + 2)) * millimetre;
  const height = markRow + paper + timeRow;
  starts.forEach((from, row) => {
    const { low, high } = ranges[row];
    const canvas = element("canvas");
    canvas.style.height = `${(height / millimetre).toFixed(2)}mm`;
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

/** Whose the classes are: on paper nobody sees what was corrected. */
function whose(recording) {
  const changes = changesInWords(recording.beats.changes(), recording);
  return changes === "" ? "Classes are a model’s; nobody has changed any." : `Classes are a model’s and a reader’s: ${changes}.`;
}

/** The least and the greatest sample of a row; the lead's own middle where all are missing. */
function rangeOf(lead, rate, from) {
  const low = new Int16Array(1);
  const high = new Int16Array(1);
  lead.pyramid.columns(Math.floor(from * rate), Math.ceil(seconds * rate), low, high);
  return low[0] <= high[0] ? { low: low[0], high: high[0] } : { low: lead.centre, high: lead.centre };
}
