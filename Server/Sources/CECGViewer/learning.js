// Learning while a person corrects: what is like a corrected family becomes more probable to be of its class.
//
// The library's FamilyAdaptation, on the samples that the page has: a prototype model beside the classifier, in which
// nothing is trained but means. It proposes; nothing changes by itself.

import { classes } from "./classes.js";
import { inserted } from "./beats.js";
import { alignments, complexesOf } from "./complexes.js";
import { interval } from "./recording.js";
import { Turns } from "./turns.js";

/** By how much the logarithm of a probability rises for a beat that is the prototype. */
const weight = 4;
/** The correlation from which on a complex is like a prototype, and the deviation of the logarithms of intervals. */
const alike = 0.8;
const deviation = 0.2;
const floor = 1e-6;
/** Intervals that count, in seconds, and those whose mean is usual: of the last 300 s, ten at the least. */
const limits = [0.2, 4];
const usual = { seconds: 300, least: 10 };

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
  const turns = new Turns(isStale);
  const shapes = await complexesOf(recording, turns);
  const prototypes = [];
  for (const group of named.values()) prototypes.push(await prototypeOf(group, shapes, intervals, turns));
  const found = new Map();
  for (let index = 0; index < beats.count; index += 1) {
    if (await turns.areOver()) return null;
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
  for (const by of alignments) {
    const both = shapes.norm(by) * norm;
    if (both > 0) best = Math.max(best, shapes.product(by, mean) / both);
  }
  return best <= alike ? 0 : (best - alike) / (1 - alike);
}

async function prototypeOf({ label, indices }, shapes, intervals, turns) {
  const mean = new Float64Array(shapes.length);
  const interval = [0, 0];
  for (const index of indices) {
    if (await turns.areOver()) break;
    shapes.load(index);
    shapes.addTo(mean, 1 / indices.length);
    for (const side of [0, 1]) interval[side] += intervals[2 * index + side] / indices.length;
  }
  return { label, mean, norm: Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0)), interval };
}

/** The logarithms of the intervals before and after each beat by the mean of those before it, 0 where none is known: two a beat. */
function intervalsOf(recording) {
  const { count } = recording.beats;
  const seconds = secondsOf(recording);
  const logs = new Float64Array(2 * count);
  const last = [];
  let [sum, first] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const [before, after] = [seconds[index], seconds[Math.min(index + 1, count - 1)]];
    const mean = last.length > 0 ? sum / (last.length - first) : (before ?? after);
    if (before !== null) logs[2 * index] = Math.log(before / mean);
    if (after !== null) logs[2 * index + 1] = Math.log(after / mean);
    if (before === null) continue;
    last.push(before);
    sum += before;
    while (last.length - first > usual.least && sum - last[first] > usual.seconds) sum -= last[first++];
  }
  return logs;
}

/** The seconds that lead to each beat, as they count; null where they are not known. The first has those of the second. */
function secondsOf(recording) {
  const { count } = recording.beats;
  return Array.from({ length: count }, (_, index) => {
    const seconds = interval(recording, Math.max(1, index));
    return seconds === null ? null : Math.min(limits[1], Math.max(limits[0], seconds));
  });
}
