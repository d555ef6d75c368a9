// The figures and the events, which the server works out of the labels: those of the labels as they are, or marked as
// those from before the last change.

import * as api from "./api.js";
import { showFigures } from "./lists.js";
import { find } from "./messages.js";

/** Milliseconds that an answer may take, and after which it is asked again: twice as many each time. */
const patience = 30_000;
const pauses = { first: 1000, most: 30_000 };
/** Milliseconds after which it is told that an answer is late. */
const late = 500;

export class Figures {
  /** `events` is the panel of events. */
  constructor(events) {
    this.events = events;
    this.recording = null;
    this.asking = new AbortController();
  }

  /** Shows what is known of a recording's labels, and asks for what is not. */
  async changed(recording) {
    const { signal } = this.begin();
    if (recording !== this.recording || !recording.isChanged) this.show(recording, recording.summary);
    this.mark(recording.isChanged);
    if (!recording.isChanged) return;
    setTimeout(() => {
      if (!signal.aborted && find("figures-note").hidden) this.tell("From before the last change; those of now are being worked out.");
    }, late);
    for (let wait = pauses.first; !signal.aborted; wait = Math.min(2 * wait, pauses.most)) {
      try {
        const summary = await api.summary(recording, AbortSignal.any([signal, AbortSignal.timeout(patience)]));
        if (signal.aborted) return;
        this.show(recording, summary);
        this.leave();
      } catch (problem) {
        if (signal.aborted) return;
        this.tell(`From before the last change; those of now are asked for again. ${problem.message}`);
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  }

  /** Asks for no more. */
  leave() {
    this.begin();
    this.mark(false);
  }

  begin() {
    this.asking.abort();
    this.asking = new AbortController();
    return this.asking;
  }

  show(recording, summary) {
    this.recording = recording;
    showFigures(find("figures"), summary, recording.rhythms);
    this.events.changed(recording, summary);
  }

  mark(isLate) {
    for (const id of ["figures", "events"]) find(id).setAttribute("aria-busy", String(isLate));
    if (!isLate) this.tell("");
  }

  tell(words) {
    for (const id of ["figures-note", "events-note"]) {
      find(id).textContent = words;
      find(id).hidden = words === "";
    }
  }
}
