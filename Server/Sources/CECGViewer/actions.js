// What a person does to beats and stretches of the open recording. Every action is one edit of the session.

import { inserted } from "./beats.js";
import { classNames, classes, rhythmNames } from "./classes.js";
import { missing } from "./pyramid.js";
import { clock, flutterOf } from "./recording.js";
import { isTouched, lasting, within } from "./stretches.js";

/** Seconds around a place within which the peak is looked for, where a beat is inserted. */
const reach = 0.06;
/** Seconds around a beat that are noise where it is alone. */
const around = { before: 0.3, after: 0.4 };

export class Actions {
  /**
   * - desk: `recording`, `session`, `chosen` (a beat's index or null), `selection` ({ from, to } or null) and `family`
   *   (the family in focus: `{ ids, name }` or null).
   * - on: `say` (a text), `choose` (a beat's index) and `bring`, which brings a stretch of time into view and gives whether
   *   it was out of it.
   */
  constructor(desk, on) {
    this.desk = desk;
    this.on = on;
  }

  /** What actions act on: the beats by id, what they are in words, and the stretch where one is selected. */
  target() {
    const { recording, chosen, selection, family } = this.desk;
    if (!recording) return { ids: [], words: "" };
    if (family) return { ids: family.ids, words: family.name };
    if (selection) {
      const ids = recording.between(selection.from, selection.to).map((index) => recording.beats.id[index]);
      const length = (selection.to - selection.from).toFixed(2);
      return { ids, words: `${ids.length} ${ids.length === 1 ? "beat" : "beats"} in ${length} s`, stretch: selection };
    }
    if (chosen === null) return { ids: [], words: "No beat chosen" };
    return { ids: [recording.beats.id[chosen]], words: `Beat ${chosen + 1}, ${recording.beats.letter(chosen)}, ${clock(recording.time(chosen), 1)}` };
  }

  /**
   * The target of an edit, brought into view: what is chosen stays so while one looks elsewhere, and nobody is to change
   * what they do not see. Its `place` says in words where that is, if it was out of view.
   */
  meant() {
    const { recording, chosen } = this.desk;
    const target = this.target();
    if (this.desk.family || (target.ids.length === 0 && !target.stretch)) return target;
    const { from, to } = target.stretch ?? { from: recording.time(chosen), to: recording.time(chosen) };
    return this.on.bring(from, to) ? { ...target, place: `, at ${clock(from, 1)},` } : target;
  }

  /** Gives beats a class, or with null the one that was found. */
  relabel(label, { ids, place = "" } = this.meant()) {
    const { beats } = this.desk.recording;
    const wanted = (id) => {
      const index = beats.index(id);
      return label ?? (beats.found[index] === inserted ? beats.label[index] : beats.found[index]);
    };
    const named = (one) => `${classNames[classes[one]].toLowerCase()} (${classes[one]})`;
    const changed = ids.filter((id) => beats.label[beats.index(id)] !== wanted(id));
    if (changed.length === 0) {
      if (ids.length === 0) return;
      const subject = ids.length === 1 ? `Beat ${beats.index(ids[0]) + 1}${place} is` : `${ids.length.toLocaleString("en")} beats${place} are`;
      this.on.say(label === null ? "There is no class to restore: none was changed here." : `${subject} ${named(label)} already.`);
      return;
    }
    this.desk.session.make({ kind: "label", beats: changed, to: label ?? changed.map(wanted) });
    if (changed.length === 1) this.on.say(`Beat ${beats.index(changed[0]) + 1}${place} is now ${named(wanted(changed[0]))}.`);
    else this.on.say(`${changed.length.toLocaleString("en")} beats${place} are now ${label === null ? "what they were found to be" : named(label)}.`);
  }

  remove({ ids, place = "" } = this.meant()) {
    if (ids.length === 0) return;
    this.desk.session.make({ kind: "delete", beats: ids });
    this.on.say(`${ids.length === 1 ? "1 beat" : `${ids.length} beats`}${place} deleted.`);
  }

  /** Inserts a beat at the peak nearest to a time, as a normal one. */
  insert(time) {
    const { recording, session } = this.desk;
    const { beats } = recording;
    const sample = this.peak(time);
    if (sample === null) return this.on.say(`There is no signal about ${clock(time, 1)} that a beat could be in.`);
    if (beats.sample[beats.first(sample)] === sample) return this.on.say("There is a beat already.");
    const id = beats.nextId;
    session.make({ kind: "insert", rows: [{ id, sample, origin: sample, found: inserted, label: 0, family: 0 }] });
    this.on.choose(beats.index(id));
    this.on.say(`A beat inserted at ${clock(sample / recording.rate, 2)}.`);
  }

  /** Inserts a beat between the chosen one and the next, at the highest peak there. */
  insertAfter() {
    const { recording, chosen, selection } = this.desk;
    if (selection) return this.insert((selection.from + selection.to) / 2);
    if (chosen === null) return this.on.say("Choose the beat before it, or a place on the trace by its menu.");
    const from = recording.time(chosen);
    const to = chosen + 1 < recording.beats.count ? recording.time(chosen + 1) : recording.duration;
    const apart = Math.min(0.3, (to - from) / 3);
    const sample = this.peak((from + to) / 2, (to - from) / 2 - apart);
    this.insert(sample === null ? (from + to) / 2 : sample / recording.rate);
  }

  /** Moves the chosen beat to the peak nearest to a time, or exactly there. */
  move(time, isExact = false) {
    const { recording, session, chosen } = this.desk;
    if (chosen === null) return;
    const { beats } = recording;
    const to = isExact ? Math.round(time * recording.rate) : this.peak(time);
    if (to === null || recording.leads[recording.classified].samples[to] === missing) return this.on.say("There is no signal there that a beat could be in.");
    const there = beats.sample[beats.first(to)] === to;
    if (there || to < 0 || to >= recording.count) return;
    session.make({ kind: "move", beat: beats.id[chosen], to });
    this.on.say(`The beat is now at ${clock(to / recording.rate, 2)}.`);
  }

  /** Moves the chosen beat by seconds. */
  nudge(seconds) {
    const { recording, chosen } = this.desk;
    if (chosen === null) return;
    const time = recording.time(chosen);
    this.on.bring(time, time);
    this.move(time + seconds, true);
  }

  /** Marks what is meant as noise, or where it is noise already, as usable. */
  noise(target = this.meant()) {
    const { recording, session } = this.desk;
    const stretches = lasting(target.stretch ? [[target.stretch.from, target.stretch.to]]
      : target.ids.map((id) => this.extent(recording.beats.index(id))));
    if (stretches.length === 0) return;
    const isNoise = !recording.noise.some(([from, to]) => from <= stretches[0][0] && to >= stretches[0][1]);
    session.make({ kind: "noise", stretches, isNoise });
    const place = target.place ? ` ${target.place.slice(2, -1)}` : "";
    this.on.say(isNoise ? `Marked as noise${place}; its beats count no more.` : `No longer noise${place}; its beats count again.`);
  }

  /**
   * Marks a stretch as a rhythm, or with N as none; not beats, between which there may be others. Beats that did not count
   * as the ventricles were said to flutter count where it is another rhythm.
   */
  rhythm(name, { from, to }) {
    const { recording, session } = this.desk;
    this.on.bring(from, to);
    const edit = { kind: "rhythm", from, to, rhythm: name };
    const stretches = name === "VFL" ? [] : within(flutterOf(recording), from, to)
      .map(([start, end]) => [Math.max(start, from), Math.min(end, to)])
      .filter(([start, end]) => isTouched(recording.noise, start, end));
    session.make(stretches.length === 0 ? edit : { kind: "all", edits: [{ kind: "noise", stretches, isNoise: false }, edit] });
    const words = name === "N" ? "No rhythm is told there" : `Marked as ${rhythmNames[name].toLowerCase()}`;
    this.on.say(stretches.length === 0 ? `${words}.` : `${words}; its beats count again.`);
  }

  undo() {
    const words = this.desk.session?.undo();
    this.on.say(words ? `Undone: ${words}.` : "There is nothing to undo.");
  }

  redo() {
    const words = this.desk.session?.redo();
    this.on.say(words ? `Done again: ${words}.` : "There is nothing to do again.");
  }

  /** The stretch of time that belongs to a beat. */
  extent(index) {
    const { recording } = this.desk;
    const time = recording.time(index);
    const before = index > 0 ? (time - recording.time(index - 1)) / 2 : around.before;
    const after = index + 1 < recording.beats.count ? (recording.time(index + 1) - time) / 2 : around.after;
    return [Math.max(0, time - Math.min(before, around.before)), Math.min(recording.duration, time + Math.min(after, around.after))];
  }

  /** The sample near a time at which the classified lead is farthest from its middle; null where it has none there. */
  peak(time, within = reach) {
    const { recording } = this.desk;
    const { samples, centre } = recording.leads[recording.classified];
    const from = Math.max(0, Math.round((time - within) * recording.rate));
    const to = Math.min(recording.count - 1, Math.round((time + within) * recording.rate));
    const middle = Math.min(recording.count - 1, Math.max(0, Math.round(time * recording.rate)));
    // On a flat signal the place that was asked for.
    let best = samples[middle] === missing ? null : middle;
    for (let sample = from; sample <= to; sample += 1) {
      if (samples[sample] === missing) continue;
      if (best === null || Math.abs(samples[sample] - centre) > Math.abs(samples[best] - centre)) best = sample;
    }
    return best;
  }
}
