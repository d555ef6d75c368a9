// What the beats that came so far say: rate, tally, and alarms, with limits that a person sets.

import { classes } from "./classes.js";
import { flutterWords } from "./recording.js";

/** Beats whose intervals make the rate. */
const intervals = 8;
/** An alarm of the rate ends when it is so much back within its limit, so that it does not come and go. */
const back = 3;
/** Seconds within which the first beat comes where there are any. */
const beginning = 10;
/** Seconds for which the signal has to be poor to be an alarm of its own, and good to be none; so long it was before. */
const lasting = 2;

export const usualLimits = { low: 45, high: 130, pause: 2.5, run: 3 };

export class Rhythm {
  /** `on` is told of `began` and `ended` with an alarm: `{ kind, words, from }`, and of `changed` where its words are others. */
  constructor(rate, limits, on) {
    Object.assign(this, { rate, limits, on });
    /** All beats in order of time: final ones, then those that are provisional. */
    this.beats = [];
    this.finals = 0;
    this.tally = new Map(classes.map((letter) => [letter, 0]));
    this.recent = [];
    this.run = 0;
    /**
     * Why nothing can be said of the signal now: "flat", "clipped", "noise", "fast", "ventricularFlutter", "missing", or
     * null where something can.
     */
    this.poor = null;
    /** Where that was so: beginnings and ends, in seconds. */
    this.noise = [];
    /** Up to where the signal was judged, and where it was last poor. */
    this.judged = 0;
    this.lastPoor = -Infinity;
    /** Since when the ventricles flutter, or the signal is poor otherwise, without the one between the other; null where neither is so. */
    this.since = null;
    this.lastFlutter = -Infinity;
    /** The alarms that are on, by kind. */
    this.alarms = new Map();
  }

  /** A beat came; a final answer takes the place of all provisional ones up to it. */
  take({ stage, sample, rr, class: letter, probabilities, unusable = null }) {
    const beat = { sample, letter, isFinal: stage === "final", probability: probabilities[letter], unusable };
    if (!beat.isFinal) {
      this.takeEarly(beat);
      return;
    }
    const later = this.beats.slice(this.finals).filter((other) => other.sample > sample);
    this.beats.length = this.finals;
    this.beats.push(beat, ...later);
    this.finals += 1;
    this.judgeSignal(unusable, sample / this.rate);
    if (unusable) {
      // As in the summary of a whole recording it counts nowhere.
      this.recent = [];
      this.run = 0;
      return;
    }
    // An interval with something in it of which nothing can be said is none; those that are told are rounded.
    const interval = sample / this.rate - rr > this.lastPoor + 0.001 ? rr : undefined;
    this.tally.set(letter, this.tally.get(letter) + 1);
    this.recent = interval === undefined ? [] : [...this.recent, interval].slice(-intervals);
    this.judgeRun(beat, interval !== undefined);
    this.judgeRate(sample / this.rate);
    this.judgePause(interval, sample / this.rate);
  }

  /** A provisional answer takes the place of the one before it to the same beat. */
  takeEarly(beat) {
    for (let index = this.finals; index < this.beats.length; index += 1) {
      if (this.beats[index].sample === beat.sample) {
        this.beats[index] = beat;
        return;
      }
    }
    if (this.finals > 0 && this.beats[this.finals - 1].sample >= beat.sample) return;
    this.beats.push(beat);
  }

  /** Beats a minute, or null where too few came. */
  get perMinute() {
    if (this.recent.length < 3) return null;
    return 60 / (this.recent.reduce((sum, rr) => sum + rr, 0) / this.recent.length);
  }

  /** The last beat that was seen, provisional ones included, in seconds; null before the first. */
  get lastTime() {
    const last = this.beats.at(-1);
    return last ? last.sample / this.rate : null;
  }

  /** Whether something can be said of the signal, told at a time in seconds: with a beat, or where none comes. */
  judgeSignal(poor, time) {
    if (poor) this.lastPoor = Math.max(this.lastPoor, time);
    // The last beat before others stay away is told with the first that comes again: what it says is old.
    if (time < this.judged) return;
    this.poor = poor;
    if (poor) {
      const kind = poor === "ventricularFlutter" ? "flutter" : "signal";
      const last = this.noise.at(-1);
      const goesOn = last?.[1] === this.judged && (last.length > 2) === (kind === "flutter");
      const stretch = goesOn ? last : [Math.max(this.judged, time - lasting), time, ...(kind === "flutter" ? [flutterWords] : [])];
      if (stretch !== last) this.noise.push(stretch);
      stretch[1] = time;
      if (stretch !== last || this.since?.kind !== kind) this.since = { kind, from: Math.max(this.judged, time - lasting) };
      if (kind === "flutter") {
        this.lastFlutter = time;
        this.flutter(this.since.from, time);
      } else if (!this.alarms.has("flutter") || time - this.lastFlutter >= lasting) {
        // A moment of noise does not end flutter.
        this.end("flutter", time);
        this.doubt(time);
        if (time - this.since.from >= lasting) this.raise("signal", poor === "missing" ? "Samples missing" : `Signal poor: ${poor}`, this.since.from);
      }
    } else if (time - this.lastPoor >= lasting) {
      this.end("signal", time);
      this.end("flutter", time);
    }
    this.judged = time;
  }

  /** Nothing is worse, so that no other alarm stands beside it. */
  flutter(from, time) {
    for (const kind of [...this.alarms.keys()]) if (kind !== "flutter") this.end(kind, time);
    this.raise("flutter", "Ventricular flutter or fibrillation", from);
  }

  /** What raised an alarm may have been none; noise is told a little after it begins. */
  doubt(time) {
    for (const [kind, alarm] of [...this.alarms]) {
      if (kind === "signal") continue;
      alarm.words += this.poor === "missing" ? ", samples missing" : ", signal poor";
      this.end(kind, time);
    }
  }

  /** A run goes on only where the beat `follows` the one before it: where samples are missing between, others may have been. */
  judgeRun({ letter, sample }, follows) {
    this.run = letter === "V" ? (follows ? this.run : 0) + 1 : 0;
    if (this.run >= this.limits.run) {
      const first = this.beats[this.finals - this.run].sample / this.rate;
      this.raise("run", `Run of ${this.run} V beats`, first);
    } else if (letter !== "V" || !follows) this.end("run", sample / this.rate);
  }

  judgeRate(time) {
    const rate = this.perMinute;
    if (rate === null) return;
    const words = `${Math.round(rate)} a minute`;
    if (rate < this.limits.low) this.raise("slow", `Slow: ${words}`, time);
    else if (rate > this.limits.low + back) this.end("slow", time);
    if (rate > this.limits.high) this.raise("fast", `Fast: ${words}`, time);
    else if (rate < this.limits.high - back) this.end("fast", time);
  }

  /** How far the signal is that the server has seen: no beat may have come for long. */
  at(time) {
    if (!this.isStale(time)) return;
    const last = Math.max(this.lastTime ?? 0, this.lastPoor);
    this.raise("pause", `No beat for ${(time - last).toFixed(1)} s`, last);
  }

  /** Whether no beat has come for so long that the rate says nothing any more. */
  isStale(time) {
    // Where nothing can be said, that no beat is told says nothing, and a while after it nothing either.
    if (this.poor) return false;
    const last = Number.isFinite(this.lastPoor) ? Math.max(this.lastTime ?? 0, this.lastPoor) : this.lastTime;
    // What is known of a beat comes a little after it, and at the beginning beats are learnt first.
    return last === null ? time > beginning : time - last >= this.limits.pause + 0.4;
  }

  /** The beat after a pause came: how long it was is known, unless samples are missing or it was none. */
  judgePause(rr, time) {
    if (rr !== undefined && rr >= this.limits.pause) {
      this.raise("pause", `Pause of ${rr.toFixed(1)} s`, time - rr);
    }
    const alarm = this.alarms.get("pause");
    if (alarm && time > alarm.from) this.end("pause", time);
  }

  raise(kind, words, from) {
    const there = this.alarms.get(kind);
    if (there) {
      if (there.words === words) return;
      there.words = words;
      this.on.changed(there);
      return;
    }
    const alarm = { kind, words, from };
    this.alarms.set(kind, alarm);
    this.on.began(alarm);
  }

  end(kind, time) {
    const alarm = this.alarms.get(kind);
    if (!alarm) return;
    this.alarms.delete(kind);
    this.on.ended({ ...alarm, to: time });
  }

  /** The place in `beats` of the first one at or after a sample. */
  first(sample) {
    let low = 0;
    let high = this.beats.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.beats[middle].sample < sample) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
