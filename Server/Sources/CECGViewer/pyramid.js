// The least and greatest sample of every span of 16, 64, 256, … samples, worked out once, so that a
// column of pixels that stands for minutes is drawn from a handful of numbers.

/** Stands for a sample that was not recorded. */
export const missing = -32768;

const base = 16;
const factor = 4;

export class Pyramid {
  constructor(samples) {
    this.samples = samples;
    this.levels = [];
    let level = reduceSamples(samples);
    while (level.low.length > 0) {
      this.levels.push(level);
      if (level.low.length <= 256) break;
      level = reduceLevel(level);
    }
  }

  /**
   * Fills `low` and `high` with the extremes of consecutive columns of `width` samples from sample
   * `from` on. A column without samples gets `low` above `high`.
   */
  columns(from, width, low, high) {
    let level = null;
    for (const candidate of this.levels) {
      if (candidate.span * 2 <= width) level = candidate;
    }
    const span = level ? level.span : 1;
    const lows = level ? level.low : this.samples;
    const highs = level ? level.high : this.samples;
    for (let column = 0; column < low.length; column += 1) {
      const first = Math.max(0, Math.floor((from + column * width) / span));
      const end = Math.min(lows.length, Math.max(first + 1, Math.floor((from + (column + 1) * width) / span)));
      let least = 32767;
      let greatest = -32768;
      for (let index = first; index < end; index += 1) {
        if (lows[index] < least && lows[index] !== missing) least = lows[index];
        if (highs[index] > greatest) greatest = highs[index];
      }
      low[column] = least;
      high[column] = greatest;
    }
  }
}

function reduceSamples(samples) {
  const count = Math.ceil(samples.length / base);
  const low = new Int16Array(count);
  const high = new Int16Array(count);
  for (let span = 0; span < count; span += 1) {
    const end = Math.min(samples.length, (span + 1) * base);
    let least = 32767;
    let greatest = missing;
    for (let index = span * base; index < end; index += 1) {
      const value = samples[index];
      if (value < least && value !== missing) least = value;
      if (value > greatest) greatest = value;
    }
    low[span] = least;
    high[span] = greatest;
  }
  return { span: base, low, high };
}

function reduceLevel(below) {
  const count = Math.ceil(below.low.length / factor);
  const low = new Int16Array(count);
  const high = new Int16Array(count);
  for (let span = 0; span < count; span += 1) {
    const end = Math.min(below.low.length, (span + 1) * factor);
    let least = 32767;
    let greatest = missing;
    for (let index = span * factor; index < end; index += 1) {
      if (below.low[index] < least) least = below.low[index];
      if (below.high[index] > greatest) greatest = below.high[index];
    }
    low[span] = least;
    high[span] = greatest;
  }
  return { span: below.span * factor, low, high };
}
