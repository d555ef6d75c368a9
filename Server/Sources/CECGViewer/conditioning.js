// A lead as classifiers of recordings see it: 120 samples a second, without the hum of mains of 50 Hz and without the
// wandering baseline. The library's SignalConditioner, for any stretch of a lead.

import { missing } from "./pyramid.js";

/** The rate that is aimed at, in Hz. */
const nominal = 120;
/** Of the low-pass filter: taps on each side of the middle one for each sample at the lower rate, and its window. */
const filter = { reach: 27, beta: 7.95 };
/** Both factors of a change of rate are at most this. */
const largest = 4096;
/** The samples to either side of one whose mean, taken twice, is the baseline. */
const reach = 48;
/** The samples over which hum is told, its line of the spectrum and those beside it, and how much higher it is. */
const hum = { length: 96, lines: [40, 37, 43], prominence: 3 };
/** What has to be known to either side of a stretch. */
const margin = 2 * reach;

export class Conditioning {
  /** For leads of a sampling rate. */
  constructor(rate) {
    [this.up, this.down] = fraction(nominal / rate);
    /** Samples per second that come out. */
    this.rate = (rate * this.up) / this.down;
    this.taps = tapsOf(filter.reach * Math.max(this.up, this.down), 0.9 / Math.max(this.up, this.down));
  }

  /** The samples of a stretch at the rate that comes out, 0 where one is missing. */
  stretch(samples, from, count) {
    const known = this.resampled(samples, from - margin, count + 2 * margin);
    const once = means(known, margin - reach, from - reach);
    const baseline = means(once, reach, from);
    takeHum(known);
    return Float64Array.from({ length: count }, (_, place) => {
      const value = known[place + margin] - baseline[place];
      return Number.isNaN(value) ? 0 : value;
    });
  }

  /** The samples of a stretch at the rate that comes out, NaN where one is missing or there is none. */
  resampled(samples, from, count) {
    const { up, down, taps } = this;
    const half = (taps.length - 1) / 2;
    const found = new Float64Array(count).fill(NaN);
    for (let place = Math.max(0, -from); place < count; place += 1) {
      const input = Math.floor(((from + place) * down) / up);
      if (input >= samples.length) break;
      const phase = (from + place) * down - input * up;
      const nearest = Math.min(samples.length - 1, 2 * phase >= up ? input + 1 : input);
      if (samples[nearest] === missing) continue;
      if (up === down) {
        found[place] = samples[nearest];
        continue;
      }
      const first = input + Math.ceil((phase - half) / up);
      const last = input + Math.floor((phase + half) / up);
      const middle = half + phase - (nearest - input) * up;
      let sum = 0;
      // Each stretch between gaps on its own, as if its first and last sample went on for ever.
      let [at, tap] = [nearest, middle];
      const end = Math.min(last + 1, samples.length);
      for (; at < end && samples[at] !== missing; at += 1, tap -= up) sum += samples[at] * taps[tap];
      for (const held = samples[at - 1]; at <= last; at += 1, tap -= up) sum += held * taps[tap];
      [at, tap] = [nearest - 1, middle + up];
      const start = Math.max(first, 0);
      for (; at >= start && samples[at] !== missing; at -= 1, tap += up) sum += samples[at] * taps[tap];
      for (const held = samples[at + 1]; at >= first; at -= 1, tap += up) sum += held * taps[tap];
      found[place] = sum * up;
    }
    return found;
  }
}

/** The means of the values around each, from the place `skipped` on; `first` is the position of that, and before 0 is none. */
function means(values, skipped, first) {
  const count = values.length - 2 * skipped + 2 * (skipped - reach);
  const found = new Float64Array(count).fill(NaN);
  let [sum, present] = [0, 0];
  const add = (value, sign) => {
    if (Number.isNaN(value)) return;
    sum += sign * value;
    present += sign;
    // A new beginning after a gap, so that rounding does not add up.
    if (present === 0) sum = 0;
  };
  for (let place = 0; place < 2 * reach; place += 1) add(values[place], 1);
  for (let place = 0; place < count; place += 1) {
    add(values[place + 2 * reach], 1);
    if (first + place >= 0 && present > 0) found[place] = sum / present;
    add(values[place], -1);
  }
  return found;
}

/** The waves of the lines of the spectrum, of each line two, a quarter of a period apart. */
const waves = hum.lines.flatMap((line) => [Math.cos, Math.sin].map((wave) =>
  Float64Array.from({ length: hum.length }, (_, index) => wave((2 * Math.PI * ((line * index) % hum.length)) / hum.length))));

/** Takes the hum of 50 Hz off, where its line of the spectrum stands out over 0.8 s. */
function takeHum(values) {
  const { length, prominence } = hum;
  // The sums up to each value of its products with the waves.
  const sums = waves.map((wave) => {
    const sum = new Float64Array(values.length + 1);
    for (let index = 0; index < values.length; index += 1) sum[index + 1] = sum[index] + (Number.isNaN(values[index]) ? 0 : values[index] * wave[index % length]);
    return sum;
  });
  const part = (wave, last) => sums[wave][last + 1] - sums[wave][last + 1 - length];
  const power = (line, last) => part(2 * line, last) ** 2 + part(2 * line + 1, last) ** 2;
  for (let start = 0; start < values.length; start += 1) {
    if (Number.isNaN(values[start])) continue;
    let end = start;
    while (end + 1 < values.length && !Number.isNaN(values[end + 1])) end += 1;
    for (let index = start; end - start + 1 >= length && index <= end; index += 1) {
      // That around it, or the first or the last of the stretch.
      const last = Math.min(end, Math.max(index + length / 2, start + length - 1));
      if (power(0, last) <= prominence ** 2 * Math.max(power(1, last), power(2, last))) continue;
      values[index] -= (2 / length) * (part(0, last) * waves[0][index % length] + part(1, last) * waves[1][index % length]);
    }
    start = end;
  }
}

/** The nearest fraction with a numerator and a denominator of at most `largest`, by continued fractions. */
function fraction(ratio) {
  let [p0, q0, p1, q1] = [0, 1, 1, 0];
  for (let rest = ratio; ; ) {
    const whole = Math.floor(rest);
    const [p, q] = [whole * p1 + p0, whole * q1 + q0];
    if (p > largest || q > largest) break;
    [p0, q0, p1, q1] = [p1, q1, p, q];
    const part = rest - whole;
    if (part <= 1e-9 || Math.abs(p / q - ratio) <= 1e-12 * ratio) break;
    rest = 1 / part;
  }
  return [p1, q1];
}

/** A sinc under a Kaiser window, whose sum is 1. */
function tapsOf(half, cutoff) {
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const position = index - half;
    const angle = Math.PI * cutoff * position;
    return bessel(filter.beta * Math.sqrt(1 - (position / half) ** 2)) * (position === 0 ? cutoff : (cutoff * Math.sin(angle)) / angle);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** The modified Bessel function of the first kind of order 0, by its series. */
function bessel(x) {
  let [sum, term] = [1, 1];
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}
