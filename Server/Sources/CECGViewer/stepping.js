// The beats of the family that is meant, one after the other: in which order, which is shown, and which are picked out.

import { prematurity } from "./families.js";

export class Stepping {
  constructor() {
    this.begin(null);
  }

  /** Begins with a recording, in which no family is meant yet. */
  begin(recording) {
    this.recording = recording;
    /** How the beats are sorted: by "time", "early" ones or those most "unlike" the others first. */
    this.sort = "time";
    /** The indices of the beats in that order. */
    this.steps = [];
    this.leave();
  }

  /** Nothing is shown or picked. */
  leave() {
    this.place = -1;
    /** The beat that is shown, and those that are picked, by id: indices are others after an edit. */
    this.seen = null;
    this.picked = new Set();
  }

  /** Takes the beats of a family; `unlike` are the same, the least alike first. */
  take(members, unlike) {
    this.steps = this.sorted(members, unlike);
  }

  sorted(members, unlike) {
    if (this.sort === "unlike") return unlike;
    if (this.sort === "time") return members;
    const early = new Map(members.map((index) => [index, prematurity(this.recording, index)]));
    return members.toSorted((a, b) => early.get(a) - early.get(b));
  }

  /** After an edit: the beat that was shown is, wherever it now stands, and those are picked that are still there. */
  follow() {
    const { beats } = this.recording;
    const there = new Set(this.steps);
    this.picked = new Set([...this.picked].filter((id) => there.has(beats.index(id))));
    if (this.seen === null) return;
    const place = this.steps.indexOf(beats.index(this.seen));
    // Where it is no more, the one before it stands for it: the one after it comes next.
    this.place = place >= 0 ? place : Math.min(this.place, this.steps.length) - 1;
    this.seen = this.place < 0 ? null : beats.id[this.steps[this.place]];
  }

  /** Goes to another beat, the next, the previous, or a given one, and gives its index; nothing where there is none. */
  go(by, index = null) {
    const { steps } = this;
    if (steps.length === 0) return null;
    this.place = index === null ? (this.place + by + steps.length) % steps.length : steps.indexOf(index);
    if (this.place < 0) this.place = steps.length - 1;
    this.seen = this.recording.beats.id[steps[this.place]];
    return steps[this.place];
  }

  /** Picks a beat out, or no longer: the one that is shown, or a given one; gives whether there is one. */
  pick(index = this.steps[this.place]) {
    if (index === undefined) return false;
    const id = this.recording.beats.id[index];
    if (!this.picked.delete(id)) this.picked.add(id);
    return true;
  }

  get words() {
    return this.place < 0 ? `${this.steps.length}` : `${this.place + 1} of ${this.steps.length}`;
  }
}
