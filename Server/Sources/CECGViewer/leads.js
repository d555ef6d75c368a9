// Which leads the trace shows: those that are ticked, below one another, or the twelve as they are printed.

import { element } from "./marks.js";
import { find } from "./messages.js";
import { twelveOf } from "./twelve.js";

/** Leads that are shown at first. */
const first = 3;
/** Recordings of up to so many seconds are shown in twelve leads at first, where they have them. */
const brief = 60;

export class LeadChoice {
  /** `changed` is called where other leads are shown. */
  constructor(trace, changed) {
    Object.assign(this, { trace, changed });
    find("twelve").addEventListener("click", () => this.toggle());
  }

  /** `view` is how the recording was left, or undefined. */
  open(recording, view) {
    const { trace } = this;
    const boxes = recording.leads.map((_, index) => {
      const box = element("input", { type: "checkbox" });
      box.checked = view ? view.shown.includes(index) : index < first;
      return box;
    });
    const shown = () => boxes.flatMap((box, index) => (box.checked ? [index] : []));
    trace.shown = shown();
    boxes.forEach((box) => box.addEventListener("change", () => {
      // One at least is shown.
      if (shown().length === 0) box.checked = true;
      trace.shown = shown();
      trace.redraw();
      this.changed();
    }));
    const labels = boxes.map((box, index) => element("label", {}, box, recording.leads[index].name));
    find("leads").replaceChildren(find("leads").querySelector("legend"), ...labels);
    this.places = twelveOf(recording);
    find("twelve").hidden = this.places === null;
    trace.arrange((view ? view.twelve : recording.duration <= brief) ? this.places : null);
  }

  /** Shows twelve leads, or no longer. */
  toggle() {
    if (!this.places) return;
    this.trace.arrange(this.trace.twelve ? null : this.places);
  }

  /** Whether twelve are shown has changed, be it that the time scale was. */
  arranged() {
    const isTwelve = this.trace.twelve !== null;
    find("twelve").setAttribute("aria-pressed", String(isTwelve));
    find("leads").hidden = isTwelve || this.trace.recording.leads.length < 2;
  }
}
