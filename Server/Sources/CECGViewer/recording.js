// A recording as the server answers it: `application/x-ecg-recording`, eight bytes of magic, the
// length of the JSON, the JSON, then every lead whole as 16-bit integers.

import { Beats } from "./beats.js";
import { Pyramid, missing } from "./pyramid.js";
import { holding, including, isTouched, within, withoutAll } from "./stretches.js";

const magic = "ECGREC01";

/** Parses an answer; throws an `Error` whose message says what was wrong with it. */
export function readRecording(buffer) {
  const head = buffer.byteLength >= 12 ? String.fromCharCode(...new Uint8Array(buffer, 0, 8)) : "";
  if (head !== magic) throw new Error("The server's answer is not a recording.");
  const length = new DataView(buffer).getUint32(8, true);
  if (12 + length > buffer.byteLength) throw new Error("The server's answer broke off.");
  const about = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, length)));
  const start = Math.ceil((12 + length) / 8) * 8;
  const count = about.samples;
  if (start + 2 * count * about.leads.length > buffer.byteLength) {
    throw new Error("The server's answer broke off.");
  }
  const scales = about.signal.scaleMillivolts;
  const leads = namesOf(about).map((name, index) => {
    const samples = new Int16Array(buffer, start + 2 * count * index, count);
    return new Lead(name, samples, Array.isArray(scales) ? scales[index] : scales);
  });
  return new Recording(about, leads);
}

/**
 * The names of the leads: where a file gives one none, its number among all signals of the file, in whose order leads
 * stand, being all of one kind and rate.
 */
export function namesOf({ leads, channels = [], samplingRate }) {
  let place = -1;
  return leads.map(({ name, unit }, index) => {
    place = channels.findIndex((one, at) => at > place && one.name === name && one.unit === unit && one.samplingRate === samplingRate);
    return name || `signal ${(place < 0 ? index : place) + 1}`;
  });
}

/** Flutter and fibrillation of the ventricles where there is little room. */
export const flutterWords = "VF or flutter";

/** Where the ventricles flutter or fibrillate: told by time, as there are hardly any beats in it. */
export const flutterOf = ({ rhythms }) => rhythms.filter(([, , name]) => name === "VFL");

/** One lead: its samples, what a unit of them is in millivolts, and its extremes by span. */
class Lead {
  constructor(name, samples, scale) {
    this.name = name;
    this.samples = samples;
    this.scale = scale;
    this.pyramid = new Pyramid(samples);
    this.centre = middle(samples);
  }

  /** Millivolts, or null where the sample is missing. */
  millivolts(index) {
    const value = this.samples[index];
    return value === undefined || value === missing ? null : value * this.scale;
  }
}

class Recording {
  constructor(about, leads) {
    this.about = about;
    this.name = about.name;
    this.rate = about.samplingRate;
    this.count = about.samples;
    this.duration = this.count / this.rate;
    this.leads = leads;
    this.classified = about.classifiedLead ?? 0;
    this.beats = new Beats(about.beats);
    this.summary = about.summary;
    /** Where nothing can be said about beats: [from, to] in seconds. */
    this.noise = about.unusable ?? [];
    /** The rhythms that are told, [from, to, name] in seconds; others follow from the beats. */
    this.rhythms = (about.fibrillation ?? []).map(([from, to]) => [from, to + 1 / this.rate, "AFIB"]);
    // An episode of the atria goes on through flutter of the ventricles in which there are no beats.
    for (const [from, to] of about.ventricularFlutter ?? []) this.rhythms = including(this.rhythms, from, to, "VFL");
    this.found = { noise: this.noise, rhythms: this.rhythms };
  }

  /** Whether anything differs from what was found. */
  get isChanged() {
    const { labels, moved, inserted, deleted } = this.beats.changes();
    return labels + moved + inserted + deleted > 0 || this.hasMarked("noise") || this.hasMarked("rhythms");
  }

  /** Whether the `noise` or the `rhythms` differ from what was found. */
  hasMarked(what) {
    return this[what] !== this.found[what] && JSON.stringify(this[what]) !== JSON.stringify(this.found[what]);
  }

  /**
   * Where no beat counts: [from, to], with an empty word where flutter is why, which is named as a rhythm. Kept, as it is
   * drawn at every frame.
   */
  get shades() {
    const { noise, rhythms, shaded } = this;
    if (shaded?.noise !== noise || shaded.rhythms !== rhythms) {
      const flutter = flutterOf(this);
      const fluttering = flutter.map(([from, to]) => [from, to, ""]);
      const list = [...withoutAll(noise, flutter), ...fluttering].sort((a, b) => a[0] - b[0]);
      this.shaded = { noise, rhythms, list };
    }
    return this.shaded.list;
  }

  /** A beat's time in seconds. */
  time(index) {
    return this.beats.sample[index] / this.rate;
  }

  /** Whether a beat counts: it lies neither in noise nor where the ventricles flutter. */
  counts(index) {
    return this.shades.length === 0 || !holding(this.shades, this.time(index));
  }

  /** The beats of each class that count. */
  classCounts() {
    const counts = [0, 0, 0, 0, 0];
    this.beats.label.forEach((label, index) => this.counts(index) && (counts[label] += 1));
    return counts;
  }

  /** The indices of the beats in a stretch of time. */
  between(from, to) {
    const first = this.beats.first(from * this.rate);
    const end = this.beats.first(to * this.rate);
    return Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
  }
}

/**
 * The seconds from the beat before to a beat. Null where there is none, and, as in the server's summaries, where samples
 * between them are missing or unusable, or the ventricles flutter: beats may have been there.
 */
export function interval({ beats, rate, noise, rhythms = [], about }, index) {
  if (index < 1 || index >= beats.count) return null;
  const from = beats.sample[index - 1] / rate;
  const to = beats.sample[index] / rate;
  const isHidden = isTouched(about?.gaps ?? [], from, to) || isTouched(noise, from, to)
    || within(rhythms, from, to).some(([, , name]) => name === "VFL");
  return isHidden ? null : to - from;
}

/**
 * Half way between the extremes that all but a hundredth of up to 4096 samples spread over the lead
 * keep within: where its trace is centred.
 */
function middle(samples) {
  const step = Math.max(1, Math.floor(samples.length / 4096));
  const some = [];
  for (let index = 0; index < samples.length; index += step) {
    if (samples[index] !== missing) some.push(samples[index]);
  }
  if (some.length === 0) return 0;
  some.sort((a, b) => a - b);
  const rest = Math.floor(some.length / 200);
  return (some[rest] + some[some.length - 1 - rest]) / 2;
}

/** Parts of a second by which a whole number of them may be missed in reckoning. */
const slack = 1e-6;

/**
 * Seconds as h:mm:ss with as many decimals as asked for: without any, as clocks have it, the second that is under way,
 * otherwise rounded.
 */
export function clock(seconds, decimals = 0) {
  const unit = 10 ** decimals;
  const positive = Math.max(0, seconds);
  const ticks = decimals > 0 ? Math.round(positive * unit) : Math.floor(positive + slack);
  const whole = Math.floor(ticks / unit);
  const part = decimals ? "." + String(ticks % unit).padStart(decimals, "0") : "";
  const two = (value) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${part}`;
}

/**
 * A time of a recording for people: h:mm:ss from its beginning and, where the file says when that was, what
 * the clock showed: "0:12:03 (14:05:12)", a day later "26:12:03 (16:05:12, day 2)".
 */
export function moment(recording, seconds, decimals = 0) {
  const elapsed = clock(seconds, decimals);
  const begun = /(\d\d):(\d\d):(\d\d)$/.exec(recording.about.start ?? "");
  if (!begun) return elapsed;
  const now = Math.floor(3600 * begun[1] + 60 * begun[2] + Number(begun[3]) + Math.max(0, seconds));
  const day = 24 * 3600;
  const later = now < day ? "" : `, day ${Math.floor(now / day) + 1}`;
  return `${elapsed} (${clock(now % day).padStart(8, "0")}${later})`;
}
