// The beats of a recording: where they are, what they were found to be, and what they are called now.

import { classes } from "./classes.js";

/** What an inserted beat was found to be. */
export const inserted = 255;

/** Seconds that two marks of one beat may be apart (ANSI/AAMI EC57). */
export const sameBeat = 0.15;

/** So many beats, in words. */
export const beatsOf = (count) => `${count.toLocaleString("en")} ${count === 1 ? "beat" : "beats"}`;

/**
 * Columns of one length in order of time. A beat is told by its `id`, which stays when others come and go; its place
 * in the columns, its index, does not.
 */
export class Beats {
  constructor({ sample, class: letters, probabilities, family }) {
    const count = sample.length;
    this.id = Int32Array.from({ length: count }, (_, index) => index);
    this.sample = Float64Array.from(sample);
    /** Where each was found. */
    this.origin = this.sample.slice();
    this.found = Uint8Array.from(letters, (letter) => Math.max(0, classes.indexOf(letter)));
    this.label = this.found.slice();
    this.family = family ? Int32Array.from(family) : new Int32Array(count).fill(1);
    /** By id. */
    this.probabilities = probabilities;
    this.base = count;
    this.nextId = count;
    this.removed = new Map();
  }

  get count() {
    return this.sample.length;
  }

  letter(index) {
    return classes[this.label[index]];
  }

  probability(index, letter) {
    return this.probabilities?.[letter]?.[this.id[index]] ?? null;
  }

  /** The index of a beat by its id, or -1. */
  index(id) {
    if (!this.places) {
      this.places = new Int32Array(this.nextId).fill(-1);
      this.id.forEach((one, index) => (this.places[one] = index));
    }
    return this.places[id] ?? -1;
  }

  /** A beat as a value that `add` takes. */
  row(index) {
    const row = {};
    for (const column of ["id", "sample", "origin", "found", "label", "family"]) row[column] = this[column][index];
    return row;
  }

  /** Takes beats out, and gives them as rows. */
  remove(ids) {
    const gone = new Set(ids);
    const rows = [];
    const kept = [];
    this.id.forEach((id, index) => (gone.has(id) ? rows.push(this.row(index)) : kept.push(index)));
    for (const column of ["id", "sample", "origin", "found", "label", "family"]) {
      const old = this[column];
      this[column] = old.constructor.from(kept, (index) => old[index]);
    }
    for (const row of rows) if (row.found !== inserted) this.removed.set(row.id, row);
    this.places = null;
    return rows;
  }

  /** Puts beats in where they belong in time. */
  add(rows) {
    const all = rows.toSorted((a, b) => a.sample - b.sample);
    const order = [];
    let next = 0;
    for (let index = 0; index < this.count; index += 1) {
      while (next < all.length && all[next].sample <= this.sample[index]) order.push(-1 - next++);
      order.push(index);
    }
    while (next < all.length) order.push(-1 - next++);
    for (const column of ["id", "sample", "origin", "found", "label", "family"]) {
      const old = this[column];
      this[column] = old.constructor.from(order, (place) => (place < 0 ? all[-1 - place][column] : old[place]));
    }
    for (const row of rows) {
      this.removed.delete(row.id);
      this.nextId = Math.max(this.nextId, row.id + 1);
    }
    this.places = null;
  }

  /** Whether a beat was found to be of another class; one that was inserted was not found. */
  isRelabelled(index) {
    return this.found[index] !== inserted && this.label[index] !== this.found[index];
  }

  /** How many beats differ from what was found: relabelled, moved, inserted, deleted. */
  changes() {
    const changes = { labels: 0, moved: 0, inserted: 0, deleted: this.removed.size };
    for (let index = 0; index < this.count; index += 1) {
      if (this.found[index] === inserted) changes.inserted += 1;
      else {
        if (this.label[index] !== this.found[index]) changes.labels += 1;
        if (this.sample[index] !== this.origin[index]) changes.moved += 1;
      }
    }
    return changes;
  }

  /** The index of the first beat at or after a sample. */
  first(sample) {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sample[middle] < sample) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  nearest(sample) {
    const after = this.first(sample);
    if (after === 0) return this.count ? 0 : null;
    if (after === this.count) return this.count - 1;
    return sample - this.sample[after - 1] <= this.sample[after] - sample ? after - 1 : after;
  }

  /** The next (step 1) or previous (-1) beat of a class from a place in the list, or null. */
  next(from, step, letter) {
    for (let index = from; index >= 0 && index < this.count; index += step) {
      if (this.letter(index) === letter) return index;
    }
    return null;
  }
}
