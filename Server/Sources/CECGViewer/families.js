// Families: beats of one shape and one class, with what is known of them.

import { classes } from "./classes.js";
import { missing } from "./pyramid.js";
import { interval } from "./recording.js";

const before = 0.25;
const after = 0.4;
/** The part of it that is compared: the QRS complex, without the beats around. */
const compared = { before: 0.12, after: 0.2 };
/** Beats of a family that are averaged at the most, evenly spread. */
const most = 300;

/**
 * The families of the beats that count, class by class: by `order` the `"rarest"` and least certain first, or those
 * most worth a look, as they are `"doubtful"`: where many beats are expected to be of another class, and each is likely to.
 *
 * @returns groups `{ label, families }`, a family being `{ key, label, number, members }` with the indices of its beats,
 * `rrBefore` and `rrAfter` in seconds and the mean `probability` of its class; null where there is none.
 */
export function familiesOf(recording, order = "rarest") {
  const { beats } = recording;
  const byKey = new Map();
  for (let index = 0; index < beats.count; index += 1) {
    if (!recording.counts(index)) continue;
    const key = `${classes[beats.label[index]]}${beats.family[index]}`;
    let family = byKey.get(key);
    if (!family) byKey.set(key, (family = { key, label: beats.label[index], number: beats.family[index], members: [] }));
    family.members.push(index);
  }
  const groups = classes.map((_, label) => ({ label, families: [] }));
  for (const family of byKey.values()) {
    Object.assign(family, {
      rrBefore: mean(family.members, (index) => interval(recording, index)),
      rrAfter: mean(family.members, (index) => interval(recording, index + 1)),
      probability: mean(family.members, (index) => beats.probability(index, classes[family.label])),
    });
    groups[family.label].families.push(family);
  }
  const weight = order === "doubtful"
    ? ({ members, probability }) => -members.length * (1 - (probability ?? 0.5)) ** 1.5
    : ({ members, probability }) => members.length * (probability ?? 0.5);
  for (const group of groups) {
    for (const family of group.families) family.weight = weight(family);
    group.families.sort((a, b) => a.weight - b.weight);
    group.count = group.families.reduce((sum, { members }) => sum + members.length, 0);
    group.weight = order === "doubtful" ? group.families[0]?.weight : group.count;
  }
  return groups.filter(({ count }) => count > 0).sort((a, b) => a.weight - b.weight);
}

function mean(members, value) {
  let sum = 0;
  let count = 0;
  for (const index of members) {
    const one = value(index);
    if (one !== null) {
      sum += one;
      count += 1;
    }
  }
  return count ? sum / count : null;
}

/** How early a beat comes: the interval before it by the median of those around, 1 where that is not known. */
export function prematurity(recording, index) {
  const own = interval(recording, index);
  const others = [];
  for (let other = index - 8; other < index + 9; other += 1) {
    const one = interval(recording, other);
    if (one !== null) others.push(one);
  }
  others.sort((a, b) => a - b);
  const median = others[others.length >> 1];
  return own !== null && median > 0 ? own / median : 1;
}

/** The early ones of a family's beats, where prematurity parts it best into two (Otsu's threshold). */
export function splitByRR(recording, members) {
  const values = members.map((index) => prematurity(recording, index));
  const order = members.map((_, place) => place).sort((a, b) => values[a] - values[b]);
  const total = values.reduce((sum, value) => sum + value, 0);
  let [best, cut, sum] = [-1, 0, 0];
  for (let place = 0; place + 1 < order.length; place += 1) {
    sum += values[order[place]];
    const [count, rest] = [place + 1, order.length - place - 1];
    const between = count * rest * (sum / count - (total - sum) / rest) ** 2;
    if (between > best) [best, cut] = [between, place + 1];
  }
  return order.slice(0, cut).map((place) => members[place]);
}

/** The span of a beat that is compared and drawn, in samples of a lead, or null where it is not whole. */
export function complex(recording, lead, index) {
  const first = recording.beats.sample[index] - Math.round(before * recording.rate);
  const length = Math.round((before + after) * recording.rate);
  if (first < 0 || first + length > lead.samples.length) return null;
  const span = lead.samples.subarray(first, first + length);
  return span.includes(missing) ? null : span;
}

/** Mean and standard deviation of a family on each of some leads, in millivolts around the mean's middle. */
export function template(recording, leads, members) {
  const step = Math.max(1, members.length / most);
  return leads.map((lead) => {
    let [count, sum, squares] = [0, null, null];
    for (let place = 0; place < members.length; place += step) {
      const span = complex(recording, lead, members[Math.floor(place)]);
      if (!span) continue;
      sum ??= new Float64Array(span.length);
      squares ??= new Float64Array(span.length);
      const level = middle(span);
      for (let index = 0; index < span.length; index += 1) {
        const value = (span[index] - level) * lead.scale;
        sum[index] += value;
        squares[index] += value * value;
      }
      count += 1;
    }
    if (count === 0) return null;
    const mean = sum.map((value) => value / count);
    return { mean, deviation: squares.map((value, index) => Math.sqrt(Math.max(0, value / count - mean[index] ** 2))) };
  });
}

/** The mean of a complex. */
export function middle(span) {
  let sum = 0;
  for (const value of span) sum += value;
  return sum / span.length;
}

/** How far a beat's QRS complex is from the mean, over all leads: the root of the mean square in millivolts, or Infinity. */
export function unlikeness(recording, leads, templates, index) {
  const first = Math.round((before - compared.before) * recording.rate);
  const end = Math.round((before + compared.after) * recording.rate);
  let [sum, count] = [0, 0];
  leads.forEach((lead, place) => {
    const span = complex(recording, lead, index);
    if (!span || !templates[place]) return;
    const level = middle(span);
    for (let at = first; at < end; at += 1) sum += ((span[at] - level) * lead.scale - templates[place].mean[at]) ** 2;
    count += end - first;
  });
  return count ? Math.sqrt(sum / count) : Infinity;
}

/** How far two templates are from one another about their QRS complexes, in millivolts. */
export function apart(recording, one, other) {
  const first = Math.round((before - compared.before) * recording.rate);
  const end = Math.round((before + compared.after) * recording.rate);
  let [sum, count] = [0, 0];
  one.forEach((lead, place) => {
    if (!lead || !other[place]) return;
    for (let at = first; at < end; at += 1) sum += (lead.mean[at] - other[place].mean[at]) ** 2;
    count += end - first;
  });
  return count ? Math.sqrt(sum / count) : Infinity;
}
