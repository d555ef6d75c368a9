// What the corrections so far say of other beats: shown, and made only when a person wants it.

import { beatsOf } from "./beats.js";
import { classNames, classes } from "./classes.js";
import { proposalsOf } from "./learning.js";
import { element } from "./marks.js";
import { clock } from "./recording.js";

/** Milliseconds after an edit in which no other may come. */
const rest = 400;
/** Beats of a proposal that are shown as examples. */
const examples = 4;

export class Proposals {
  /** `on` is told of `choose` (a beat's index) and `say`; `looked` gives the keys of families that were looked at. */
  constructor(host, desk, on) {
    Object.assign(this, { host, desk, on });
    this.turn = 0;
    /** Changes of beats that a person did not want, as "id to". */
    this.unwanted = new Set();
  }

  open() {
    this.unwanted.clear();
    this.changed();
  }

  /** Looks anew, once the edits have come to rest. */
  changed() {
    const turn = (this.turn += 1);
    clearTimeout(this.timer);
    this.show([]);
    const { recording } = this.desk;
    if (recording.beats.changes().labels === 0) return;
    this.timer = setTimeout(async () => {
      const isStale = () => turn !== this.turn || recording !== this.desk.recording;
      const proposals = await proposalsOf(recording, this.on.looked(), isStale);
      if (proposals && !isStale()) this.show(this.wanted(proposals));
    }, rest);
  }

  /** Of proposals what a person has not left as it is. */
  wanted(proposals) {
    return proposals.map((one) => ({ ...one, indices: one.indices.filter((index) => !this.unwanted.has(this.mark(index, one.to))) }))
      .filter(({ indices }) => indices.length > 0);
  }

  mark(index, to) {
    return `${this.desk.recording.beats.id[index]} ${to}`;
  }

  show(proposals) {
    this.host.hidden = proposals.length === 0;
    if (this.host.hidden) return this.host.replaceChildren();
    const total = proposals.reduce((sum, { indices }) => sum + indices.length, 0);
    const all = this.button("Change all", `Change all ${beatsOf(total)}`, () => this.apply(proposals));
    const none = this.button("Leave them", "Leave these beats as they are", () => {
      for (const { to, indices } of proposals) for (const index of indices) this.unwanted.add(this.mark(index, to));
      this.show([]);
    });
    this.host.replaceChildren(
      element("h2", {}, `Learned from corrections: ${beatsOf(total)}`),
      element("ul", {}, ...proposals.map((one) => this.item(one))),
      element("div", { class: "group" }, all, none));
  }

  item(proposal) {
    const { from, to, indices } = proposal;
    const { beats } = this.desk.recording;
    const families = new Set(indices.map((index) => beats.family[index]));
    const facts = `${classes[from]} to ${classes[to]}: ${beatsOf(indices.length)} of ${families.size} ${families.size === 1 ? "family" : "families"}`;
    const change = this.button("Change", `Change ${beatsOf(indices.length)} from ${classNames[classes[from]].toLowerCase()} to ${classNames[classes[to]].toLowerCase()}`, () => this.apply([proposal]));
    const step = Math.max(1, Math.floor(indices.length / examples));
    const some = indices.filter((_, place) => place % step === 0).slice(0, examples).map((index) => {
      const time = clock(this.desk.recording.time(index));
      return this.button(time, `Show the beat at ${time}`, () => this.on.choose(index));
    });
    return element("li", {}, element("span", { class: "group" }, element("span", { class: "facts" }, facts), change), element("span", { class: "group examples" }, ...some));
  }

  button(text, label, run) {
    const button = element("button", { type: "button", "aria-label": label }, text);
    button.addEventListener("click", run);
    return button;
  }

  /** Makes proposals as one edit, which can be undone. */
  apply(proposals) {
    const { recording, session } = this.desk;
    const edits = proposals.map(({ to, indices }) => ({ kind: "label", beats: indices.map((index) => recording.beats.id[index]), to }));
    session.make(edits.length === 1 ? edits[0] : { kind: "all", edits });
    const total = proposals.reduce((sum, { indices }) => sum + indices.length, 0);
    this.on.say(`${beatsOf(total)} changed as learned; Undo brings them back.`);
  }
}
