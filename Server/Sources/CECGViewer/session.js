// A session: the edits of a recording, undone and redone without end, and kept as they are made.

import { isEdit, make, prune, words } from "./edits.js";
import { Keeper } from "./keeping.js";
import { lasting } from "./stretches.js";

export const format = "swift-ecg session";
const version = 1;

/** A number of 64 bits in hexadecimal that tells arrays of numbers apart (two lanes of Murmur's mixing). */
export function digest(...arrays) {
  let one = 0x9e3779b1;
  let two = 0x85ebca77;
  for (const array of arrays) {
    for (let index = 0; index < array.length; index += 1) {
      const value = array[index] | 0;
      one = Math.imul(one ^ value, 0xcc9e2d51);
      one = (one << 13) | (one >>> 19);
      two = Math.imul(two ^ value, 0x1b873593) + one;
      two = (two << 17) | (two >>> 15);
    }
    one ^= array.length;
  }
  return [one, two].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}

export class Session {
  /** `on` is told of `changed` (with the edit) and `kept` (or not, see `problem`). */
  constructor(recording, on) {
    this.recording = recording;
    this.on = on;
    this.edits = [];
    this.inverses = [];
    /** How many of the edits are made; the rest were undone. */
    this.done = 0;
    this.signal = digest(...recording.leads.map((lead) => lead.samples));
    this.base = digest(recording.beats.sample, recording.beats.found);
    this.keeper = new Keeper(`${this.signal}-${this.base}`, { document: () => this.document, told: () => this.on.kept() });
  }

  /** Whether it has changes that are kept nowhere. */
  get isUnsaved() {
    return this.edits.length > 0 && this.keeper.isUnsaved;
  }

  /** Whether it has changes that can be kept nowhere. */
  get isEndangered() {
    return this.isUnsaved && this.keeper.problem !== null;
  }

  /** Where its changes are kept, in words. */
  get where() {
    return this.edits.length > 0 ? this.keeper.words : "";
  }

  get canUndo() {
    return this.done > 0;
  }

  get canRedo() {
    return this.done < this.edits.length;
  }

  /**
   * Makes an edit; what was undone before can then no longer be redone. Throws where it is none: what is made here is kept,
   * and read again.
   */
  make(given) {
    const edit = prune(given);
    if (edit === null) return "";
    if (!isEdit(edit)) throw new Error("Expected a change of beats or stretches of this recording, found one that is not whole.");
    const inverse = make(this.recording, edit);
    // Only now, so that an edit that cannot be made leaves all as it was.
    this.edits.splice(this.done, Infinity, edit);
    this.inverses.splice(this.done, Infinity, inverse);
    this.done += 1;
    return this.changed(edit);
  }

  /** Takes the last edit back, and gives it in words. */
  undo() {
    if (!this.canUndo) return null;
    this.done -= 1;
    make(this.recording, this.inverses[this.done]);
    return this.changed(this.edits[this.done]);
  }

  redo() {
    if (!this.canRedo) return null;
    const edit = this.edits[this.done];
    this.inverses[this.done] = make(this.recording, edit);
    this.done += 1;
    return this.changed(edit);
  }

  changed(edit) {
    this.keep();
    this.on.changed(edit);
    return words(edit);
  }

  /** The session as a value to be kept or written as a file. */
  get document() {
    const { recording } = this;
    return {
      format, version, ...this.keeper.stamp, signal: this.signal, base: this.base,
      name: recording.name, samples: recording.count, samplingRate: recording.rate, done: this.done, edits: this.edits,
      sample: Array.from(recording.beats.sample), label: Array.from(recording.beats.label),
      noise: recording.noise, rhythms: recording.rhythms,
    };
  }

  /** Keeps what has just been changed. */
  keep() {
    this.keeper.keep();
  }

  /**
   * Takes up a document in place of what was done: edit by edit, or where it began with other beats, its beats as one
   * more edit; one that is kept is gone on with in its `place`. Throws, and leaves all as it was, where one of its edits
   * cannot be made. Gives whether its beats were taken up as one more edit.
   */
  restore(given) {
    const document = pruned(given);
    if (document.base !== this.base) {
      const { sample, label, noise = this.recording.noise, rhythms = this.recording.rhythms, name } = document;
      const load = { kind: "load", sample, label, noise, rhythms, name };
      if (!isEdit(load) || sample.at(-1) >= this.recording.count) {
        throw new Error("Expected a session whose beats and stretches lie in this recording, found others.");
      }
      this.make(load);
      return true;
    }
    const { edits, done } = this;
    try {
      this.replay(document.edits, document.done);
    } catch {
      const at = this.done + 1;
      this.replay(edits, done);
      throw new Error(`Expected changes that can be made to these beats, found one that cannot, the session's ${at}.`);
    }
    if (document.place) this.keeper.take(document.place, document);
    else this.keep();
    this.on.changed(null);
    return false;
  }

  /** Takes back what was done, and makes the first of other edits. */
  replay(edits, count) {
    while (this.done > 0) make(this.recording, this.inverses[--this.done]);
    this.edits = [...edits];
    this.inverses = [];
    while (this.done < count) {
      this.inverses[this.done] = make(this.recording, this.edits[this.done]);
      this.done += 1;
    }
  }
}

/** A document, which need not be whole, without what stretches of no length say, which earlier versions kept. */
function pruned(document) {
  const { edits, done, noise, rhythms } = document;
  const clean = { ...document };
  if (Array.isArray(noise)) clean.noise = lasting(noise);
  if (Array.isArray(rhythms)) clean.rhythms = lasting(rhythms);
  if (!Array.isArray(edits)) return clean;
  const kept = edits.map(prune);
  clean.edits = kept.filter((edit, place) => edit !== null || edits[place] === null);
  clean.done = done - kept.slice(0, done).filter((edit, place) => edit === null && edits[place] !== null).length;
  return clean;
}

/** A document from a file; throws an `Error` that says what is wrong with it. */
export function readSession(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error("Expected a session, found no valid JSON.");
  }
  if (document?.format !== format) throw new Error("Expected a session of this page, found other JSON.");
  if (document.version !== version) throw new Error(`Expected a session of version ${version}, found ${document.version}.`);
  document = pruned(document);
  const { edits, done, sample, label } = document;
  const isWhole = Array.isArray(edits) && edits.every(isEdit) && done >= 0 && done <= edits.length
    && Array.isArray(sample) && Array.isArray(label) && sample.length === label.length
    && sample.every((place, index) => Number.isInteger(place) && place > (sample[index - 1] ?? -1) && label[index] >= 0 && label[index] < 5);
  if (!isWhole) throw new Error("Expected a session, found one that is not whole.");
  // Where it is kept is not for a file to say.
  delete document.place;
  return document;
}
