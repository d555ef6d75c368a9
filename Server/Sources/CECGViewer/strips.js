// The strips of the printed page: from the start of the view on, 7.2 s a row at 25 mm/s.

import { drawBeats, drawGrid, drawLead, drawTimes, markRow, millimetre } from "./paper.js";
import { drawNoise } from "./layers.js";
import { element, prepare } from "./marks.js";

const rows = 5;
const seconds = 7.2;

export function showStrips(host, recording, start, palette) {
  const lead = recording.leads[recording.classified];
  const perSecond = 25 * millimetre;
  const perMillivolt = 10 * millimetre;
  const width = 180 * millimetre;
  const height = 44 * millimetre;
  host.replaceChildren();
  for (let row = 0; row < rows; row += 1) {
    const from = start + row * seconds;
    if (from >= recording.duration) break;
    const canvas = element("canvas");
    const context = prepare(canvas, width, height, 2);
    const area = { x: 0, y: markRow, width, height: height - markRow - 16 };
    drawGrid(context, area, from, perSecond, perMillivolt, palette);
    drawNoise(context, recording.noise, { x: 0, y: 0, width, height: height - 16 }, from, perSecond, palette);
    drawBeats(context, recording, { x: 0, y: 0, width, height: height - 16 }, from, perSecond, palette);
    drawLead(context, lead, recording.rate, area, from, perSecond, perMillivolt, palette);
    drawTimes(context, { x: 0, y: height - 16, width }, from, perSecond, palette);
    const caption = element("figcaption", {}, `${lead.name}, 25 mm/s, 10 mm/mV`);
    host.append(element("figure", {}, canvas, ...(row === 0 ? [caption] : [])));
  }
}
