// The QRS complexes of a recording's beats, as shapes that can be compared: all leads, each without its mean, in several
// alignments. The library's AlignedComplexes.

import { inserted } from "./beats.js";
import { Conditioning } from "./conditioning.js";

/** The samples of a shape, before the R peak and from it on, and by how many it is shifted to align it. */
const [before, after, shift] = [12, 16, 2];
const length = before + after;
const points = length + 2 * shift;
/** The alignments of a shape; in the middle one it stands as it is. */
export const alignments = Array.from({ length: 2 * shift + 1 }, (_, by) => by);
/** The samples of a lead that are worked out at once. */
const block = 4096;
/** Beats at the most whose median tells the usual complex of a lead. */
const most = 4096;
const steps = 32767;

const known = new WeakMap();

/** The complexes of a recording, with what was worked out of them before; not all of it where the `turns` are over. */
export async function complexesOf(recording, turns) {
  if (!known.has(recording)) known.set(recording, new Complexes(recording));
  const complexes = known.get(recording);
  if (!complexes.scales) await complexes.findScales(turns);
  return complexes;
}

/** One beat's at a time, which is loaded. What was worked out is kept in 16 bits, each complex in steps of its own. */
class Complexes {
  constructor(recording) {
    this.recording = recording;
    this.leads = recording.leads;
    this.conditioning = new Conditioning(recording.rate);
    const { base } = recording.beats;
    /** The samples that the complexes kept were taken around, by id; NaN before. */
    this.at = new Float64Array(base).fill(NaN);
    this.steps = new Float32Array(base * this.leads.length);
    this.kept = new Int16Array(base * this.leads.length * points);
    this.blocks = this.leads.map(() => ({ number: NaN }));
    this.values = new Float64Array(points * this.leads.length);
    /** The numbers of a mean complex. */
    this.length = length * this.leads.length;
    this.scales = null;
  }

  /**
   * What brings the usual complex of each lead to a power of 1: leads count alike whatever their gain.
   *
   * Every complex is kept on the way, in order: what is loaded afterwards, in whatever order, needs no signal any more.
   */
  async findScales(turns) {
    const { beats } = this.recording;
    const powers = this.leads.map(() => []);
    const step = Math.max(1, beats.count / most);
    for (let [index, turn] = [0, 0]; index < beats.count; index += 1) {
      const isMeasured = index === Math.floor(turn * step);
      if (isMeasured) turn += 1;
      if (beats.found[index] === inserted) continue;
      // A lead at a time: twelve at once would hold the page up.
      for (const [place, lead] of this.leads.entries()) {
        if (await turns.areOver()) return;
        if (!this.isKept(index)) this.blockOf(lead, place, Math.floor(this.first(index) / block));
      }
      this.keep(index);
      if (!isMeasured) continue;
      this.loadWith(index, null);
      powers.forEach((list, place) => list.push(this.power(place, shift)));
    }
    this.scales = powers.map((list) => {
      const usual = list.sort((a, b) => a - b)[list.length >> 1] ?? 0;
      return usual > 0 ? 1 / Math.sqrt(usual) : 0;
    });
  }

  /** Loads the complex of a beat that was found. */
  load(index) {
    this.loadWith(index, this.scales);
  }

  loadWith(index, scales) {
    this.keep(index);
    const id = this.recording.beats.id[index];
    this.leads.forEach((_, place) => {
      const complex = id * this.leads.length + place;
      const step = this.steps[complex] * (scales ? scales[place] : 1);
      for (let point = 0; point < points; point += 1) this.values[place * points + point] = step * this.kept[complex * points + point];
    });
  }

  /** Whether the complex of a beat is known where the beat lies now. */
  isKept(index) {
    const { beats } = this.recording;
    return this.at[beats.id[index]] === beats.sample[index];
  }

  /** The first sample of a beat's complex at the rate of the conditioning, in all alignments. */
  first(index) {
    return Math.round((this.recording.beats.sample[index] / this.recording.rate) * this.conditioning.rate) - before - shift;
  }

  /** Works out the complex of a beat that was found, unless it is known. */
  keep(index) {
    if (this.isKept(index)) return;
    const { beats } = this.recording;
    const [id, first] = [beats.id[index], this.first(index)];
    this.leads.forEach((lead, place) => {
      const found = this.blockOf(lead, place, Math.floor(first / block));
      const start = first - Math.floor(first / block) * block;
      let highest = 0;
      for (let point = 0; point < points; point += 1) highest = Math.max(highest, Math.abs(found[start + point]));
      const complex = id * this.leads.length + place;
      this.steps[complex] = highest / steps;
      for (let point = 0; point < points && highest > 0; point += 1) this.kept[complex * points + point] = Math.round((found[start + point] / highest) * steps);
    });
    this.at[id] = beats.sample[index];
  }

  /** The samples of a block of a lead, and those of complexes that begin in it. */
  blockOf(lead, place, number) {
    if (this.blocks[place].number !== number) {
      this.blocks[place] = { number, values: this.conditioning.stretch(lead.samples, number * block, block + points) };
    }
    return this.blocks[place].values;
  }

  /** The power of a lead's complex around its mean, in an alignment. */
  power(place, by) {
    let [sum, squares] = [0, 0];
    for (let at = place * points + by; at < place * points + by + length; at += 1) {
      sum += this.values[at];
      squares += this.values[at] ** 2;
    }
    return Math.max(0, squares - (sum * sum) / length);
  }

  /** The length of the complex that is loaded, in an alignment. */
  norm(by) {
    let sum = 0;
    for (let place = 0; place < this.leads.length; place += 1) sum += this.power(place, by);
    return Math.sqrt(sum);
  }

  /** Its product with a mean complex, whose sum is 0 in each lead. */
  product(by, mean) {
    let sum = 0;
    for (let place = 0; place < this.leads.length; place += 1) {
      for (let at = 0; at < length; at += 1) sum += this.values[place * points + by + at] * mean[place * length + at];
    }
    return sum;
  }

  /** Adds the complex as it stands, without its mean, to a mean complex. */
  addTo(mean, share) {
    for (let place = 0; place < this.leads.length; place += 1) {
      let sum = 0;
      for (let at = 0; at < length; at += 1) sum += this.values[place * points + shift + at];
      for (let at = 0; at < length; at += 1) mean[place * length + at] += share * (this.values[place * points + shift + at] - sum / length);
    }
  }
}
