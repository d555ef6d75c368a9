// Putting a family into another one: which of them it is most like, and the edit that does it.

import { apart } from "./families.js";

/** Families that are looked at to merge one into, and those that are offered. */
const mergeable = { largest: 40, listed: 12 };

/** Of the large families those that are most like a family, by the templates that `templateOf` gives. */
export function nearest(recording, family, families, templateOf) {
  const own = templateOf(family);
  const others = families.filter(({ key }) => key !== family.key);
  const large = others.sort((a, b) => b.members.length - a.members.length).slice(0, mergeable.largest);
  const distance = new Map(large.map((other) => [other, apart(recording, own, templateOf(other))]));
  return large.sort((a, b) => distance.get(a) - distance.get(b)).slice(0, mergeable.listed);
}

/** Puts the beats of a family into another one, of whose class they then are. */
export function merging({ beats }, family, target) {
  const ids = family.members.map((index) => beats.id[index]);
  const edit = { kind: "family", beats: ids, to: target.number };
  if (target.label === family.label) return edit;
  return { kind: "all", edits: [edit, { kind: "label", beats: ids, to: target.label }] };
}
