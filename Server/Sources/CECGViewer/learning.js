// Learning while a person corrects: what is like a corrected family becomes more probable to be of its class.
//
// The library's FamilyAdaptation, on the samples that the page has: a prototype model beside the classifier, in which
// nothing is trained but means. It proposes; nothing changes by itself.

import { classes } from "./classes.js";
import { inserted } from "./beats.js";
import { missing } from "./pyramid.js";

/** Samples a second of the shapes, and those around the R peak that are compared. */
const shape = { rate: 120, before: 12, after: 16 };
const length = shape.before + shape.after;
/** How far a shape is shifted to align it. */
const shift = 2;
const points = length + 2 * shift;
/** By how much the logarithm of a probability rises for a beat that is the prototype. */
const weight = 4;
/** The correlation from which on a complex is like a prototype, and the deviation of the logarithms of intervals. */
const alike = 0.8;
const deviation = 0.2;
const floor = 1e-6;
/** Intervals that count, in seconds, and those whose mean is usual: of the last 300 s, ten at the least. */
const limits = [0.2, 4];
const usual = { seconds: 300, least: 10 };
/** Beats after which the page may do something else. */
const atOnce = 4000;
/** Beats at the most whose median tells the usual complex of a lead. */
const most = 4096;

/** What scales the usual complex of each lead to a power of 1, by recording. */
const scales = new WeakMap();

/**
 * What else to change, as far as the corrected beats tell; families that were looked at and left count as right.
 *
 * - looked: the keys of those, such as `N3`.
 * - isStale: whether the answer is no longer wanted; it is then null.
 *
 * @returns `[{ from, to, indices }]`, the largest first, with classes as indices; nothing that a person has changed is in it.
 */
export async function proposalsOf(recording, looked, isStale) {
  const { beats } = recording;
  const key = (index) => `${classes[beats.label[index]]}${beats.family[index]}`;
  const named = new Map();
  const isNamed = new Uint8Array(beats.count);
  for (let index = 0; index < beats.count; index += 1) {
    if (!recording.counts(index) || beats.found[index] === inserted) continue;
    const isCorrected = beats.label[index] !== beats.found[index];
    if (!isCorrected && !looked.has(key(index))) continue;
    isNamed[index] = 1;
    const group = `${key(index)} ${beats.found[index]}`;
    if (!named.has(group)) named.set(group, { label: beats.label[index], isCorrected, indices: [] });
    named.get(group).indices.push(index);
  }
  if (![...named.values()].some(({ isCorrected }) => isCorrected)) return [];
  const intervals = intervalsOf(recording);
  const shapes = new Shapes(recording);
  const prototypes = [...named.values()].map((group) => prototypeOf(group, shapes, intervals));
  const found = new Map();
  for (let index = 0; index < beats.count; index += 1) {
    if (index % atOnce === atOnce - 1) {
      await new Promise((done) => setTimeout(done));
      if (isStale()) return null;
    }
    if (isNamed[index] || beats.found[index] === inserted || beats.family[index] === 0 || !recording.counts(index)) continue;
    const to = classOf(index, recording, shapes, intervals, prototypes);
    const from = beats.label[index];
    if (to === from) continue;
    const change = `${from} ${to}`;
    if (!found.has(change)) found.set(change, { from, to, indices: [] });
    found.get(change).indices.push(index);
  }
  return [...found.values()].sort((a, b) => b.indices.length - a.indices.length);
}

function classOf(index, recording, shapes, intervals, prototypes) {
  const { beats } = recording;
  const now = beats.label[index];
  const log = (label) => Math.log(Math.max(floor, beats.probability(index, classes[label]) ?? (label === now ? 1 : floor)));
  const logs = classes.map((_, label) => log(label));
  const agreements = prototypes.map(({ interval }) => agreement(index, intervals, interval));
  // What cannot change anything, however alike the shapes are, need not be compared.
  if (!prototypes.some(({ label }, place) => label !== now && weight * agreements[place] > logs[now] - logs[label])) return now;
  shapes.load(index);
  const support = classes.map(() => 0);
  prototypes.forEach((prototype, place) => {
    support[prototype.label] = Math.max(support[prototype.label], agreements[place] * likeness(shapes, prototype));
  });
  return classes.reduce((best, _, label) => (logs[label] + weight * support[label] > logs[best] + weight * support[best] ? label : best), now);
}

/** How far the intervals of a beat agree with those of a prototype: 0 to 1. */
function agreement(index, intervals, interval) {
  const apart = (intervals[2 * index] - interval[0]) ** 2 + (intervals[2 * index + 1] - interval[1]) ** 2;
  return Math.exp(-apart / (2 * deviation ** 2));
}

/** How much alike the shape that is loaded and a prototype are: 0 to 1. */
function likeness(shapes, { mean, norm }) {
  let best = 0;
  for (let by = 0; by <= 2 * shift; by += 1) {
    const both = shapes.norm(by) * norm;
    if (both > 0) best = Math.max(best, shapes.product(by, mean) / both);
  }
  return best <= alike ? 0 : (best - alike) / (1 - alike);
}

function prototypeOf({ label, indices }, shapes, intervals) {
  const mean = new Float64Array(length * shapes.leads.length);
  const interval = [0, 0];
  for (const index of indices) {
    shapes.load(index);
    shapes.addTo(mean, 1 / indices.length);
    for (const side of [0, 1]) interval[side] += intervals[2 * index + side] / indices.length;
  }
  return { label, mean, norm: Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0)), interval };
}

/** The logarithms of the intervals before and after each beat by the mean of those before it: two a beat. */
function intervalsOf(recording) {
  const { beats } = recording;
  const { count } = beats;
  const seconds = Float64Array.from({ length: count }, (_, index) =>
    Math.min(limits[1], Math.max(limits[0], secondsBefore(recording, index))));
  const logs = new Float64Array(2 * count);
  let [sum, first] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const mean = index > 0 ? sum / (index - first) : seconds[0];
    logs[2 * index] = Math.log(seconds[index] / mean);
    logs[2 * index + 1] = Math.log(seconds[Math.min(index + 1, count - 1)] / mean);
    sum += seconds[index];
    while (index + 1 - first > usual.least && sum - seconds[first] > usual.seconds) sum -= seconds[first++];
  }
  return logs;
}

/** The seconds that lead to a beat; the first has those of the second. */
function secondsBefore(recording, index) {
  const place = Math.max(1, index);
  return place < recording.beats.count ? recording.time(place) - recording.time(place - 1) : 0.8;
}

/** The QRS complexes of all leads, at 120 Hz, in every alignment; one beat's at a time. */
class Shapes {
  constructor(recording) {
    this.recording = recording;
    this.leads = recording.leads;
    this.values = new Float64Array(points * this.leads.length);
    this.means = new Float64Array(this.leads.length);
    if (!scales.has(recording)) scales.set(recording, this.leads.map((_, place) => this.usualScale(place)));
    this.scale = scales.get(recording);
  }

  usualScale(place) {
    const { beats } = this.recording;
    const step = Math.max(1, beats.count / most);
    const powers = [];
    for (let at = 0; at < beats.count; at += step) {
      this.loadLead(Math.floor(at), place, 1);
      powers.push(this.power(place, shift));
    }
    powers.sort((a, b) => a - b);
    const middle = powers[powers.length >> 1] ?? 0;
    return middle > 0 ? 1 / Math.sqrt(middle) : 0;
  }

  load(index) {
    this.leads.forEach((_, place) => this.loadLead(index, place, this.scale[place]));
  }

  /** Every point is the mean of the samples around it. */
  loadLead(index, place, scale) {
    const { samples, centre } = this.leads[place];
    const step = this.recording.rate / shape.rate;
    const peak = this.recording.beats.sample[index];
    for (let point = 0; point < points; point += 1) {
      const middle = peak + (point - shape.before - shift) * step;
      const from = Math.max(0, Math.round(middle - step / 2));
      const to = Math.min(samples.length, Math.max(from + 1, Math.round(middle + step / 2)));
      let [sum, count] = [0, 0];
      for (let at = from; at < to; at += 1) {
        if (samples[at] === missing) continue;
        sum += samples[at] - centre;
        count += 1;
      }
      this.values[place * points + point] = count ? (scale * sum) / count : 0;
    }
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

  norm(by) {
    let sum = 0;
    for (let place = 0; place < this.leads.length; place += 1) sum += this.power(place, by);
    return Math.sqrt(sum);
  }

  /** The product with a prototype's mean, whose sum is 0 in each lead. */
  product(by, mean) {
    let sum = 0;
    for (let place = 0; place < this.leads.length; place += 1) {
      for (let at = 0; at < length; at += 1) sum += this.values[place * points + by + at] * mean[place * length + at];
    }
    return sum;
  }

  /** Adds the complex as it stands, without its mean. */
  addTo(mean, share) {
    for (let place = 0; place < this.leads.length; place += 1) {
      let sum = 0;
      for (let at = 0; at < length; at += 1) sum += this.values[place * points + shift + at];
      for (let at = 0; at < length; at += 1) mean[place * length + at] += share * (this.values[place * points + shift + at] - sum / length);
    }
  }
}
