// Annotation files in MIT format, as annot(5) of the WFDB library describes it.

import { classes } from "./classes.js";

const symbols = [" ", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", "", "|", "", "s", "T", "*",
  "D", "\"", "=", "p", "B", "^", "t", "+", "u", "?", "!", "[", "]", "e", "n", "@", "x", "f", "(", ")", "r"];

/** The symbols of the beats of each class of AAMI EC57; bundle branch block and escape beats are N. */
const symbolsOf = { N: "NLRBejn", S: "AaJS", V: "VEr", F: "F", Q: "/fQ?" };
const labels = new Map(classes.flatMap((letter, label) => [...symbolsOf[letter]].map((symbol) => [symbol, label])));

export function isBeat(symbol) {
  return labels.has(symbol);
}

/** The label of a beat's symbol, an index into the classes; null for what is no beat. */
export function labelOf(symbol) {
  return labels.get(symbol) ?? null;
}

const skip = 59;
const auxiliary = 63;
const codes = { number: 60, subtype: 61, channel: 62 };

/** Whether an annotation begins or ends a rhythm; brackets are about ventricular flutter. */
const isRhythm = (symbol, text) => symbol === "[" || symbol === "]" || (symbol === "+" && text.startsWith("("));

/** The annotations of a file: `{ sample, symbol, subtype, text }`, in order. Throws an `Error` where it is none. */
export function readAnnotations(buffer, name) {
  const view = new DataView(buffer);
  const found = [];
  let sample = 0;
  let place = 0;
  let rate = null;
  const word = () => {
    if (place + 2 > view.byteLength) throw new Error(`${name}, byte ${place}: expected more of the annotations, found the end of the file.`);
    place += 2;
    return view.getUint16(place - 2, true);
  };
  while (place < view.byteLength) {
    const at = place;
    const value = word();
    if (value === 0) break;
    const code = value >> 10;
    const number = value & 1023;
    if (code === skip) sample += (word() << 16) | word();
    else if (code === auxiliary) {
      if (place + number > view.byteLength) throw new Error(`${name}, byte ${at}: expected a text of ${number} bytes, found the end of the file.`);
      const text = String.fromCharCode(...new Uint8Array(buffer, place, number)).split("\0")[0];
      place += number + (number % 2);
      if (found.length) found.at(-1).text = text;
    } else if (code === codes.subtype) {
      if (found.length) found.at(-1).subtype = number;
    } else if (code < 50) {
      sample += number;
      found.push({ sample, symbol: symbols[code] ?? "", subtype: 0, text: "" });
    } else if (code !== codes.number && code !== codes.channel) {
      throw new Error(`${name}, byte ${at}: expected an annotation in MIT format, found the code ${code}.`);
    }
  }
  if (!found.some(({ symbol, text }) => isBeat(symbol) || symbol === "~" || isRhythm(symbol, text))) {
    throw new Error(`${name}: expected annotations of beats, noise or rhythms, found none.`);
  }
  const resolution = found.find(({ sample: at, text }) => at === 0 && text.startsWith("## time resolution: "));
  if (resolution) rate = Number(resolution.text.slice(20));
  return { rate, annotations: found };
}

/**
 * Beats, noise and rhythms of annotations, as the edit `load` takes them; of a file without beats as `marks` does.
 *
 * Beats beyond the recording are left out, and of several at one sample all but the first. Throws an `Error` where all of
 * them are beyond it.
 */
export function readLabels({ rate, annotations }, recording, name) {
  const scale = rate > 0 ? recording.rate / rate : 1;
  const edit = { kind: "load", sample: [], label: [], noise: [], rhythms: [], name };
  let noisy = null;
  let rhythm = null;
  const ends = (at) => {
    if (rhythm && rhythm.name !== "N" && at > rhythm.from) edit.rhythms.push([rhythm.from, at, rhythm.name]);
  };
  for (const { sample, symbol, subtype, text } of annotations) {
    const place = Math.round(sample * scale);
    const time = place / recording.rate;
    if (place >= recording.count) break;
    if (isBeat(symbol) && place > (edit.sample.at(-1) ?? -1)) {
      edit.sample.push(place);
      edit.label.push(labelOf(symbol));
    } else if (symbol === "~") {
      // The upper half has a bit for each of the first four signals that cannot be read; the program's own say why.
      const isNoisy = ["noise", "flat", "clipped", "fast", "ventricularFlutter"].includes(text) || ((subtype >> 4) & (1 << recording.classified)) !== 0;
      if (isNoisy && noisy === null) noisy = time;
      else if (!isNoisy && noisy !== null) {
        // On and off at one sample is no time.
        if (time > noisy) edit.noise.push([noisy, time]);
        noisy = null;
      }
    } else if (symbol === "[" && rhythm?.name !== "VFL") {
      ends(time);
      rhythm = { name: "VFL", from: time, isBracket: true };
    } else if (symbol === "]" && rhythm?.isBracket) {
      ends(time);
      rhythm = null;
    } else if (symbol === "+" && text.startsWith("(")) {
      const name = ["VF", "VFIB"].includes(text.slice(1)) ? "VFL" : text.slice(1);
      // Within brackets, whose end is then that of the rhythm.
      if (name === "VFL" && rhythm?.name === "VFL") rhythm.isBracket = false;
      else {
        ends(time);
        rhythm = { name, from: time };
      }
    }
  }
  if (noisy !== null) edit.noise.push([noisy, recording.duration]);
  ends(recording.duration);
  if (edit.sample.length > 0) return edit;
  if (annotations.some(({ symbol }) => isBeat(symbol))) throw new Error(`${name}: expected beats within ${recording.name}, found all of them beyond its end.`);
  // What a file does not mark at all it says nothing of.
  const { noise, rhythms } = edit;
  const hasNoise = annotations.some(({ symbol }) => symbol === "~");
  const hasRhythms = annotations.some(({ symbol, text }) => isRhythm(symbol, text));
  return { kind: "marks", name, ...(hasNoise ? { noise } : {}), ...(hasRhythms ? { rhythms } : {}) };
}
