// The recordings that are open: a list of them, each with its state, and all that is lost by none when another is looked at.

import { element } from "./marks.js";
import { find } from "./messages.js";

/** The bytes of signals that are held; beyond, those that were not looked at for longest are put away. */
const mostBytes = 1 << 30;

const bytesOf = ({ recording }) => recording.leads.reduce((sum, { samples }) => sum + samples.byteLength, 0);

/** How many beats a person changed. */
export function corrected(recording) {
  const { labels, moved, inserted, deleted } = recording.beats.changes();
  return labels + moved + inserted + deleted;
}

export class Opened {
  /** `on` is told of `enter` and `close`, each with an entry: `{ recording, session, … }` and what the page adds to it. */
  constructor(on) {
    this.on = on;
    this.entries = [];
    this.current = null;
  }

  /** The entry whose session has a `signal`, and a `base` where that is given. */
  with(signal, base = null) {
    return this.entries.find(({ session }) => session.signal === signal && (base === null || session.base === base)) ?? null;
  }

  /** Whether changes of any of them would be lost with the page. */
  get isAnyUnsaved() {
    return this.entries.some(({ session }) => session.isUnsaved);
  }

  /** Adds an entry, and gives those that had to be put away for it. */
  add(entry) {
    this.entries.push(entry);
    const away = [];
    const idle = this.entries.filter((one) => one !== entry && !one.session.isUnsaved).sort((a, b) => a.seen - b.seen);
    while (idle.length > 0 && this.entries.reduce((sum, one) => sum + bytesOf(one), 0) > mostBytes) {
      away.push(idle.shift());
      this.remove(away.at(-1));
    }
    return away;
  }

  remove(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    if (this.current === entry) this.current = null;
    this.show();
  }

  /** Makes an entry the one that is looked at, or with null none. */
  enter(entry) {
    this.current = entry;
    if (entry) entry.seen = performance.now();
    this.show();
  }

  /** Shows the list, where there is one to choose from. */
  show() {
    const host = find("recordings");
    host.hidden = this.entries.length < (this.current ? 2 : 1);
    const list = host.querySelector("ul");
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.index : null;
    list.replaceChildren(...this.entries.map((entry, index) => this.item(entry, index)));
    if (focused !== null) (list.querySelector(`[data-index="${focused}"]`) ?? list.querySelector("button"))?.focus();
  }

  item(entry, index) {
    const { recording, session } = entry;
    const changed = corrected(recording);
    const facts = [`${recording.beats.count.toLocaleString("en")} beats`];
    if (changed > 0) facts.push(`${changed.toLocaleString("en")} corrected`);
    if (session.isUnsaved) facts.push("unsaved");
    const current = entry === this.current ? { "aria-current": "true" } : {};
    const button = element("button", { type: "button", "data-index": index, ...current }, element("span", { class: "name" }, recording.name), " ", element("span", { class: "muted" }, facts.join(", ")));
    button.addEventListener("click", () => entry !== this.current && this.on.enter(entry));
    const away = element("button", { type: "button", "data-index": `away-${index}`, "aria-label": `Close ${recording.name}`, title: "Close" }, "×");
    away.addEventListener("click", () => this.on.close(entry));
    return element("li", {}, button, away);
  }
}
