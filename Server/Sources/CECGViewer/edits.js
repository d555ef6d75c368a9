// What can be changed: every edit is a value that can be kept, and gives, when it is made, the one that takes it back.

import { inserted, sameBeat } from "./beats.js";
import { classes, rhythmNames } from "./classes.js";
import { including, isStretch, joined, lasting, withoutAll } from "./stretches.js";

const many = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

/** For labels and families: one value for all beats, or one for each. */
function setColumn(column, recording, { kind, beats, to }) {
  const values = recording.beats[column];
  const before = [];
  beats.forEach((id, place) => {
    const index = recording.beats.index(id);
    before.push(index < 0 ? 0 : values[index]);
    if (index >= 0) values[index] = Array.isArray(to) ? to[place] : to;
  });
  return { kind, beats, to: before };
}

const kinds = {
  /** Gives beats a class: `beats` by id, `to` a class or one for each. */
  label: {
    make: (recording, edit) => setColumn("label", recording, edit),
    words: ({ beats, to }) => `${many(beats.length, "beat")} to ${Array.isArray(to) ? "what was found" : classes[to]}`,
  },
  /** Puts beats into a family. */
  family: {
    make: (recording, edit) => setColumn("family", recording, edit),
    words: ({ beats }) => `${many(beats.length, "beat")} to another family`,
  },
  /** Puts beats in: `rows` as `Beats.row` gives them. */
  insert: {
    make(recording, { rows }) {
      if (rows.some(({ id }) => recording.beats.index(id) >= 0)) throw new Error("There is such a beat already.");
      recording.beats.add(rows);
      return { kind: "delete", beats: rows.map((row) => row.id) };
    },
    words: ({ rows }) => `${many(rows.length, "beat")} inserted`,
  },
  delete: {
    make: (recording, { beats }) => ({ kind: "insert", rows: recording.beats.remove(beats) }),
    words: ({ beats }) => `${many(beats.length, "beat")} deleted`,
  },
  /** Moves a beat to a sample. */
  move: {
    make(recording, { beat, to }) {
      if (recording.beats.index(beat) < 0) throw new Error(`There is no beat ${beat}.`);
      const [row] = recording.beats.remove([beat]);
      recording.beats.add([{ ...row, sample: to }]);
      return { kind: "move", beat, to: row.sample };
    },
    words: () => "a beat moved",
  },
  /** Marks `stretches` of time as noise, or with `isNoise` false as usable. */
  noise: {
    make(recording, { stretches, isNoise }) {
      const before = recording.noise;
      // All in one pass: a family may have as many as a day has beats.
      recording.noise = isNoise ? joined([...before, ...lasting(stretches)]) : withoutAll(before, stretches);
      return { kind: "marks", noise: before };
    },
    words: ({ stretches, isNoise }) => `${many(stretches.length, "stretch").replace("stretchs", "stretches")} ${isNoise ? "marked as noise" : "taken for usable"}`,
  },
  /** Marks a stretch as a rhythm; N takes the mark away. */
  rhythm: {
    make(recording, { from, to, rhythm }) {
      const before = recording.rhythms;
      recording.rhythms = including(before, from, to, rhythm);
      return { kind: "marks", rhythms: before };
    },
    words: ({ rhythm }) => `a stretch marked as ${rhythmNames[rhythm]?.toLowerCase() ?? "no rhythm of these"}`,
  },
  /** Takes stretches of noise, of rhythms, or both in place of those there are. */
  marks: {
    make(recording, { noise, rhythms, name }) {
      const before = { kind: "marks", name, ...(noise && { noise: recording.noise }), ...(rhythms && { rhythms: recording.rhythms }) };
      Object.assign(recording, { noise: noise ?? recording.noise, rhythms: rhythms ?? recording.rhythms });
      return before;
    },
    words: ({ name }) => `marks of ${name} taken up`,
  },
  /**
   * Takes beats and stretches in place of those there are; what is known of a beat stays with the one next to it. Which
   * beat each is, `ids`, is found out when it is made first and stays with the edit: made again after other beats came and
   * went, it gives the same, which later edits name.
   */
  load: {
    make(recording, edit) {
      const { sample, label, noise, rhythms } = edit;
      const before = stateOf(recording);
      const rows = [...before.rows, ...before.removed];
      edit.ids ??= identify(sample, rows, recording);
      const known = new Map(rows.map((row) => [row.id, row]));
      const loaded = edit.ids.map((id, position) => {
        const row = known.get(id) ?? { id, origin: sample[position], found: inserted, family: 0 };
        return { ...row, sample: sample[position], label: label[position] };
      });
      replace(recording, { rows: loaded, noise, rhythms });
      return before;
    },
    words: ({ name, sample }) => `${many(sample.length, "beat")} of ${name} taken up`,
  },
  reload: {
    make(recording, edit) {
      const before = stateOf(recording);
      replace(recording, edit);
      return before;
    },
    words: () => "all beats",
  },
  /** Several as one. */
  all: {
    make(recording, { edits }) {
      const inverses = [];
      try {
        for (const edit of edits) inverses.unshift(make(recording, edit));
      } catch (problem) {
        // All or none.
        for (const inverse of inverses) make(recording, inverse);
        throw problem;
      }
      return { kind: "all", edits: inverses };
    },
    words: ({ edits }) => edits.map(words).join(", "),
  },
};

/** All that `load` takes the place of, as the edit that brings it back. */
function stateOf({ beats, noise, rhythms }) {
  const rows = Array.from({ length: beats.count }, (_, index) => beats.row(index));
  return { kind: "reload", rows, removed: [...beats.removed.values()], noise, rhythms };
}

/** For each sample the id of the beat that it is, a new one where it is none of those that are known. */
function identify(sample, rows, { beats, rate }) {
  let next = beats.nextId;
  return match(sample, rows, sameBeat * rate).map((row) => row?.id ?? next++);
}

/** For each sample the row that is nearest to it within a distance, each row once: those that agree exactly come first. */
function match(sample, rows, distance) {
  const exact = new Map(rows.map((row) => [row.sample, row]));
  const matched = Array.from(sample, (place) => exact.get(place));
  const taken = new Set(matched);
  const rest = rows.filter((row) => !taken.has(row)).sort((a, b) => a.sample - b.sample);
  let next = 0;
  for (let position = 0; position < sample.length; position += 1) {
    if (matched[position]) continue;
    const place = sample[position];
    while (next < rest.length && rest[next].sample < place - distance) next += 1;
    while (next + 1 < rest.length && Math.abs(rest[next + 1].sample - place) < Math.abs(rest[next].sample - place)) next += 1;
    if (next < rest.length && Math.abs(rest[next].sample - place) <= distance) matched[position] = rest[next++];
  }
  return matched;
}

/** Has other beats and stretches in place of those there are; without `removed`, beats that go count as deleted. */
function replace(recording, { rows, removed, noise, rhythms }) {
  const { beats } = recording;
  beats.remove(beats.id);
  beats.add(rows);
  if (removed) beats.removed = new Map(removed.map((row) => [row.id, row]));
  if (noise) recording.noise = noise;
  if (rhythms) recording.rhythms = rhythms;
}

/** Makes an edit, and gives the one that takes it back. */
export function make(recording, edit) {
  return kinds[edit.kind].make(recording, edit);
}

/** An edit in words, such as "355 beats to F". */
export function words(edit) {
  return kinds[edit.kind].words(edit);
}

const isId = (value) => Number.isInteger(value) && value >= 0;
const areIds = (value) => Array.isArray(value) && value.every(isId);
const isLabel = (value) => isId(value) && value < classes.length;
const ascend = (value) => value.every((one, place) => place === 0 || one > value[place - 1]);
const each = (value, check, count) => (Array.isArray(value) ? value.length === count && value.every(check) : check(value));

/** For each kind that is kept, whether an edit is one: those that only take others back are not kept. */
const isOf = {
  label: ({ beats, to }) => areIds(beats) && each(to, isLabel, beats.length),
  family: ({ beats, to }) => areIds(beats) && each(to, isId, beats.length),
  insert: ({ rows }) => Array.isArray(rows) && rows.every(({ id, sample, origin, found, label, family }) =>
    [id, sample, origin, found, family].every(isId) && isLabel(label)),
  delete: ({ beats }) => areIds(beats),
  move: ({ beat, to }) => isId(beat) && isId(to),
  noise: ({ stretches, isNoise }) => Array.isArray(stretches) && stretches.every(isStretch) && typeof isNoise === "boolean",
  rhythm: ({ from, to, rhythm }) => isStretch([from, to]) && (rhythm === "N" || Object.hasOwn(rhythmNames, rhythm)),
  // Without ids where an earlier version kept it.
  load: ({ sample, label, ids, noise, rhythms }) => areIds(sample) && ascend(sample) && Array.isArray(label) && each(label, isLabel, sample.length)
    && (ids === undefined || (areIds(ids) && new Set(ids).size === sample.length && ids.length === sample.length))
    && [noise, rhythms].every((list) => Array.isArray(list) && list.every(isStretch)),
  marks: ({ noise = [], rhythms = [] }) => [noise, rhythms].every((list) => Array.isArray(list) && list.every(isStretch)),
  all: ({ edits }) => Array.isArray(edits) && edits.every(isEdit),
};

/** Whether a value from elsewhere is an edit that can be made. */
export function isEdit(edit) {
  return Object.hasOwn(isOf, edit?.kind ?? "") && isOf[edit.kind](edit);
}

/** What `prune` keeps of the kinds that have stretches; nothing where all that they had is gone. */
const pruneOf = {
  noise: (edit) => keeping(edit, "stretches", lasting),
  rhythm: (edit) => (edit.from === edit.to ? null : edit),
  load: (edit) => ({ ...edit, noise: lasting(edit.noise), rhythms: lasting(edit.rhythms) }),
  all: (edit) => keeping(edit, "edits", (edits) => edits.map(prune).filter((one) => one !== null)),
};

function keeping(edit, name, kept) {
  const rest = kept(edit[name]);
  return rest.length === 0 && edit[name].length > 0 ? null : { ...edit, [name]: rest };
}

/** An edit, which need not be whole, without stretches of no length, which earlier versions kept; null where it had no others. */
export function prune(edit) {
  const { kind } = edit ?? {};
  const lists = { noise: [edit?.stretches], load: [edit?.noise, edit?.rhythms], all: [edit?.edits] }[kind] ?? [];
  return Object.hasOwn(pruneOf, kind ?? "") && lists.every(Array.isArray) ? pruneOf[kind](edit) : edit;
}

/** What happened to a beat, for those who read the annotations. */
export function note(beats, index) {
  if (beats.found[index] === inserted) return "inserted";
  if (beats.label[index] !== beats.found[index]) return "corrected";
  return beats.sample[index] !== beats.origin[index] ? "moved" : null;
}

