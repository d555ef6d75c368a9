// Moving about: which beat is chosen, what is selected, what is in view.

import { classNames, classes } from "./classes.js";
import { spacing } from "./layers.js";
import { find, say } from "./messages.js";
import { clock, flutterOf, moment } from "./recording.js";
import { holding } from "./stretches.js";

export class Navigator {
  /**
   * - desk: what is open and meant.
   * - parts: `trace`, `leads`, `disclosure`, `overview`, `list`, `actions`; `event`, which shows the next or the previous one; `moved`, which is
   *   called with the time in the middle; and `shown`, which is called where what is meant has changed.
   */
  constructor(desk, parts) {
    this.desk = desk;
    Object.assign(this, parts);
    this.chosenId = null;
  }

  open() {
    this.chosenId = null;
    /** The beats that a selection goes from and to, by id. */
    this.anchor = null;
    if (this.disclosure.isShown) this.disclose(false, false);
  }

  viewMoved() {
    const { recording, chosen } = this.desk;
    const { trace } = this;
    if (!recording) return;
    this.overview.show(trace.start, trace.span);
    const speed = trace.speed >= 1 ? `${Number(trace.speed.toPrecision(3))} mm/s` : `${Number((60 * trace.speed).toPrecision(2))} mm/min`;
    this.disclosure.follow();
    find("position").textContent = this.disclosure.isShown ? this.disclosure.words
      : `${moment(recording, trace.start, 1)} to ${moment(recording, trace.start + trace.span, 1)} · ${speed}`;
    find("trace").setAttribute("aria-label", `${recording.name}, ${clock(trace.start)} to ${clock(trace.start + trace.span)}`);
    this.list.showAround(trace.start, trace.span, chosen);
    this.moved(chosen !== null && this.isInView(chosen) ? recording.time(chosen) : trace.start + trace.span / 2);
  }

  isInView(index) {
    const time = this.desk.recording.time(index);
    return time >= this.trace.start && time <= this.trace.start + this.trace.span;
  }

  /** The chosen beat where it is in sight, on the trace or in the rows: what one goes on from; otherwise null. */
  get seen() {
    const { chosen, recording } = this.desk;
    if (chosen === null) return null;
    const { from, to } = this.sight;
    const time = recording.time(chosen);
    return time >= from && time <= to ? chosen : null;
  }

  /** What is in sight: { from, to } in seconds. */
  get sight() {
    const { disclosure, trace } = this;
    return disclosure.isShown ? disclosure.seen : { from: trace.start, to: trace.start + trace.span };
  }

  /** Brings a stretch of time into view, of which nothing is; gives whether that was so. */
  bring(from, to) {
    const { sight } = this;
    if (to >= sight.from && from <= sight.to) return false;
    clearTimeout(this.saying);
    this.trace.centre((from + to) / 2);
    return true;
  }

  /** Says what is in view once the keys have come to rest. */
  sayView() {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      const { start, span } = this.trace;
      if (this.desk.recording) say(`In view: ${clock(start)} to ${clock(start + span)}.`);
    }, 500);
  }

  /** Chooses a beat; what actions act on is then that beat, unless its family stays meant. */
  choose(index, { centre = false, keepsFamily = false } = {}) {
    clearTimeout(this.saying);
    const { desk, trace } = this;
    const { recording } = desk;
    desk.chosen = index;
    this.chosenId = recording.beats.id[index];
    if (!keepsFamily) {
      desk.family = null;
      desk.selection = trace.selection = null;
    }
    trace.chosen = index;
    const seconds = recording.time(index);
    const away = seconds < trace.start + 0.05 * trace.span || seconds > trace.start + 0.95 * trace.span;
    if (centre || away) trace.centre(seconds);
    else trace.redraw();
    this.disclosure.follow();
    this.list.showAround(trace.start, trace.span, index);
    this.shown();
    const letter = recording.beats.letter(index);
    const why = holding(flutterOf(recording), seconds) ? "the ventricles flutter" : "the signal is unusable";
    const uncounted = recording.counts(index) ? "" : `; ${why} there, and it does not count`;
    say(`Beat ${index + 1} of ${recording.beats.count}, ${classNames[letter].toLowerCase()} (${letter}), at ${moment(recording, seconds, 1)}${uncounted}.`);
  }

  /** Goes to the next (1) or previous (-1) beat of a class from the chosen one, or where that is out of view from the view. */
  jump(letter, step) {
    const { trace } = this;
    const { recording } = this.desk;
    const { beats, rate } = recording;
    const chosen = this.seen;
    const middle = beats.first((trace.start + trace.span / 2) * rate);
    const from = chosen !== null ? chosen + step : step > 0 ? beats.first(trace.start * rate) : middle - 1;
    const index = beats.next(from, step, letter);
    if (index !== null) this.choose(index, { centre: true });
    else say(`No ${letter} beat ${step > 0 ? "further on" : "before"}.`);
  }

  /** Selects a stretch of time, { from, to } in seconds, or with null, or where it has no length, none. */
  select(stretch) {
    const { duration } = this.desk.recording;
    const [from, to] = [stretch?.from, stretch?.to].map((time) => Math.min(duration, Math.max(0, time)));
    const selection = to > from ? { from, to } : null;
    this.desk.selection = selection;
    this.desk.family = null;
    this.trace.selection = selection;
    this.trace.redraw();
    this.shown();
    if (selection) say(`Selected: ${this.actions.target().words}, from ${clock(selection.from, 1)}.`);
  }

  /** Selects from the chosen beat on, and moves the other end by a beat. */
  extend(step) {
    const { recording, chosen, selection } = this.desk;
    if (chosen === null) return say("Choose a beat first.");
    const { beats } = recording;
    const stands = selection && this.anchor?.beat === this.chosenId && beats.index(this.anchor.end) >= 0;
    if (!stands) this.anchor = { beat: this.chosenId, end: this.chosenId };
    const end = Math.max(0, Math.min(beats.count - 1, beats.index(this.anchor.end) + step));
    this.anchor.end = beats.id[end];
    const from = this.actions.extent(Math.min(chosen, end))[0];
    const to = this.actions.extent(Math.max(chosen, end))[1];
    this.select({ from, to });
    const seconds = recording.time(end);
    if (seconds < this.trace.start || seconds > this.trace.start + this.trace.span) this.trace.centre(seconds);
  }

  /** Takes the calipers out, from the chosen beat to the next where there are such, or puts them away. */
  measure() {
    const { trace, seen: chosen } = this;
    const { recording } = this.desk;
    trace.hasCalipers = !trace.hasCalipers;
    trace.calipers = null;
    if (trace.hasCalipers && chosen !== null && chosen + 1 < recording.beats.count) {
      trace.calipers = { from: recording.time(chosen), to: recording.time(chosen + 1) };
    }
    find("calipers").setAttribute("aria-pressed", String(trace.hasCalipers));
    if (trace.calipers) this.measured();
    else say(trace.hasCalipers ? "Drag on the trace to measure." : "");
    trace.redraw();
  }

  measured() {
    const { from, to } = this.trace.calipers ?? {};
    if (from !== undefined && to > from) say(`${spacing(to - from)}.`);
  }

  /**
   * Shows an event at its beat, an id, or where that is null or no more, in its middle, or from its beginning on where
   * there is no room for all of it, and says what it is.
   */
  show({ beat, from, to }, words) {
    const index = beat === null ? -1 : this.desk.recording.beats.index(beat);
    if (index >= 0) this.choose(index, { centre: true });
    else this.trace.centre(Math.min((from + to) / 2, from + 0.45 * this.trace.span));
    say(words);
  }

  /** After an edit: the beat that was chosen is, wherever it now stands, or none. */
  changed() {
    const { desk } = this;
    const index = this.chosenId === null ? -1 : desk.recording.beats.index(this.chosenId);
    desk.chosen = this.trace.chosen = index < 0 ? null : index;
    this.trace.redraw();
    this.disclosure.redraw();
    this.list.showAround(this.trace.start, this.trace.span, desk.chosen);
  }

  /** Shows the whole recording in rows in place of the trace, or the trace again, which has the focus if it `takes` it. */
  disclose(isWanted = !this.disclosure.isShown, takesFocus = true) {
    const { disclosure, trace } = this;
    trace.host.hidden = isWanted;
    find("whole").setAttribute("aria-pressed", String(isWanted));
    if (isWanted) disclosure.show();
    else disclosure.hide();
    this.viewMoved();
    if (takesFocus) (isWanted ? disclosure : trace).host.focus({ preventScroll: true });
  }

  /** A key of the trace that does not move it. */
  keyed(event) {
    const { actions, desk, trace } = this;
    const { recording } = desk;
    const chosen = this.seen;
    const letter = event.key.toUpperCase();
    if (classes.includes(letter)) this.jump(letter, event.shiftKey ? -1 : 1);
    else if (event.key === "," || event.key === ".") {
      const middle = recording.beats.nearest((trace.start + trace.span / 2) * recording.rate);
      const index = chosen === null ? middle : chosen + (event.key === "." ? 1 : -1);
      if (index !== null && index >= 0 && index < recording.beats.count) this.choose(index);
    } else if (event.key === "Escape" && (desk.selection || trace.hasCalipers)) {
      if (desk.selection) this.select(null);
      else this.measure();
    }
    else if (letter === "W") this.disclose();
    else if (letter === "T") this.leads.toggle();
    else if (letter === "C") this.measure();
    else if (letter === "G") find("time").focus();
    else if (letter === "E" || letter === "P") this.event(letter === "E" ? 1 : -1);
    else if (letter === "I") actions.insertAfter();
    else if (letter === "X") actions.noise();
    else if (event.key === "[") actions.nudge(-0.01);
    else if (event.key === "]") actions.nudge(0.01);
    else return false;
    return true;
  }
}
