// The events of a recording by kind, with what goes through them: couplets, runs, pauses, rhythms, noise, ectopic beats
// alone.

import { classNames, classes, rhythmNames } from "./classes.js";
import { element } from "./marks.js";
import { flutterOf, interval, moment } from "./recording.js";
import { withoutAll } from "./stretches.js";

/** Events that are listed at the most around the one that is shown. */
const most = 200;

/**
 * The kinds that there are, each `{ name, events }`, an event being `{ from, to }` in seconds, the id of its first
 * `beat` or null, and `words`: beats come and go while a summary is worked out.
 */
export function eventsOf(recording, summary) {
  const kinds = new Map();
  const add = (name, event) => {
    if (!kinds.has(name)) kinds.set(name, []);
    kinds.get(name).push(event);
  };
  const { beats } = recording;
  const span = (first, last) => ({ beat: beats.id[first], from: recording.time(first), to: recording.time(last) });
  // Nothing is worse, so it comes first.
  const flutter = flutterOf(recording);
  for (const [from, to] of flutter) add(rhythmNames.VFL, { from, to, beat: null, words: `${(to - from).toFixed(1)} s` });
  const partOf = new Uint8Array(beats.count);
  for (const { kind, class: letter, first, last } of summary?.events ?? []) {
    if (last >= beats.count) continue;
    const where = span(first, last);
    if (kind === "pause") add("Pauses", { ...where, words: `${(where.to - where.from).toFixed(2)} s` });
    else {
      partOf.fill(1, first, last + 1);
      const name = { couplet: "couplets", run: "runs" }[kind] ?? kind;
      add(`${letter} ${name}`, { ...where, words: inWords(where, last - first + 1, kind === "run") });
    }
  }
  for (const { rhythm, first, last } of summary?.rhythms ?? []) {
    if (last >= beats.count || ["VFL", "B", "T", "AB"].includes(rhythm)) continue;
    const where = span(first, last);
    add(rhythmNames[rhythm] ?? rhythm, { ...where, words: inWords(where, last - first + 1, true) });
  }
  for (const [from, to] of withoutAll(recording.noise, flutter)) add("Unusable", { from, to, beat: null, words: `${(to - from).toFixed(1)} s` });
  for (let index = 0; index < beats.count; index += 1) {
    const label = beats.label[index];
    if (label === 0 || partOf[index] || !recording.counts(index)) continue;
    const before = interval(recording, index);
    add(label <= 2 ? `${classes[label]} beats alone` : `${classNames[classes[label]]} beats`, { ...span(index, index), words: before === null ? "" : `RR ${before.toFixed(2)} s` });
  }
  return [...kinds].map(([name, events]) => ({ name, events }));
}

function inWords({ from, to }, count, hasRate) {
  const beats = `${count} beats`;
  return hasRate && to > from ? `${beats}, ${Math.round((60 * (count - 1)) / (to - from))} a minute` : beats;
}

export class EventPanel {
  /** `parts` are its elements `kind`, `list`, `previous` and `next`; `go` is called with an event to be shown. */
  constructor(parts, go) {
    Object.assign(this, parts);
    this.go = go;
    this.at = null;
    this.kind.addEventListener("change", () => {
      this.at = null;
      this.show();
    });
    this.previous.addEventListener("click", () => this.step(-1));
    this.next.addEventListener("click", () => this.step(1));
  }

  /** Takes the events anew; the kind that is shown stays, and the event, or where it is no more, the one before it. */
  changed(recording, summary) {
    const seen = recording === this.recording ? this.events[this.at]?.from : undefined;
    this.recording = recording;
    this.kinds = eventsOf(recording, summary);
    const before = this.kind.value;
    this.kind.replaceChildren(...this.kinds.map(({ name, events }) => element("option", { value: name }, `${name} (${events.length.toLocaleString("en")})`)));
    if (this.kinds.length === 0) this.kind.replaceChildren(element("option", { value: "" }, "No events"));
    if (this.kinds.some(({ name }) => name === before)) this.kind.value = before;
    this.at = seen === undefined || this.kind.value !== before ? null : this.placeOf(seen);
    this.show();
  }

  get events() {
    return this.kinds?.find(({ name }) => name === this.kind.value)?.events ?? [];
  }

  /** The place in the list of the last event that begins at or before a time, or null. */
  placeOf(time) {
    const place = this.events.findLastIndex(({ from }) => from <= time + 0.01);
    return place < 0 ? null : place;
  }

  /** Marks the event that a time lies in, or which is the last before it, once the trace has come to rest there. */
  follow(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const place = this.placeOf(time);
      if (place === this.at) return;
      this.at = place;
      this.show();
    }, 120);
  }

  step(by) {
    const { events } = this;
    if (events.length === 0) return null;
    const place = this.at === null ? (by > 0 ? 0 : events.length - 1) : Math.min(events.length - 1, Math.max(0, this.at + by));
    return this.showEvent(place);
  }

  showEvent(place) {
    clearTimeout(this.timer);
    this.at = place;
    const event = this.events[place];
    this.go(event, `${this.kind.value}, ${place + 1} of ${this.events.length}: ${event.words}, at ${moment(this.recording, event.from, 1)}.`);
    this.show();
    return event;
  }

  show() {
    if (this.list.closest("[hidden]")) return;
    const { events } = this;
    const hadFocus = this.list.contains(document.activeElement);
    const first = Math.max(0, Math.min((this.at ?? 0) - most / 2, events.length - most));
    this.list.start = first + 1;
    this.list.replaceChildren(...events.slice(first, first + most).map((event, offset) => {
      const place = first + offset;
      const button = element("button", { type: "button", ...(place === this.at ? { "aria-current": "true" } : {}) }, element("span", {}, moment(this.recording, event.from, 1)), element("span", { class: "muted" }, event.words));
      button.addEventListener("click", () => this.showEvent(place));
      return element("li", {}, button);
    }));
    const current = this.list.querySelector("[aria-current]");
    if (hadFocus) current?.focus();
    current?.scrollIntoView({ block: "nearest" });
  }
}
