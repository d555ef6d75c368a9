// The alarms of the monitor as a person sees and hears them, and the limits that they set.

import { element } from "./marks.js";
import { find } from "./messages.js";
import { clock } from "./recording.js";
import { usualLimits } from "./rhythm.js";

/** Alarms that are listed, the newest first. */
const most = 100;
/** Seconds between sounds while an alarm is on that nobody has seen. */
const again = 4;

export class Alarms {
  /** `go` is called with an alarm that is to be looked at. */
  constructor(go) {
    this.go = go;
    this.on = [];
    this.unseen = false;
    this.hasSound = false;
    /** Whether anybody looks at the beats now: without a server nobody does. */
    this.isWatched = true;
    find("seen").addEventListener("click", () => this.see());
    find("sound").addEventListener("click", () => this.turnSound());
  }

  open() {
    this.on = [];
    this.unseen = false;
    find("alarms").replaceChildren();
    find("no-alarms").hidden = false;
    this.show();
  }

  /** Nothing sounds any more: there is nothing to be alarmed at. What there was stays in the list. */
  close() {
    clearTimeout(this.timer);
    this.on = [];
    this.unseen = false;
    this.show();
  }

  /** That nobody looks must not be taken for that nothing is wrong. */
  watch(isWatched) {
    this.isWatched = isWatched;
    this.show();
  }

  began(alarm) {
    this.on.push(alarm);
    this.unseen = true;
    const button = element("button", { type: "button" }, ...this.words(alarm));
    button.addEventListener("click", () => this.go(alarm));
    alarm.button = button;
    find("alarms").prepend(element("li", {}, button));
    while (find("alarms").children.length > most) find("alarms").lastChild.remove();
    find("no-alarms").hidden = true;
    this.show();
    this.ring();
  }

  changed(alarm) {
    alarm.button.replaceChildren(...this.words(alarm));
    this.show();
  }

  ended(alarm) {
    this.on = this.on.filter(({ kind }) => kind !== alarm.kind);
    alarm.button.replaceChildren(...this.words(alarm));
    this.show();
  }

  words({ words, from }) {
    return [element("span", { class: "muted" }, clock(from)), ` ${words}`];
  }

  /** The newest alarm, and how it stands; what is said aloud is said once, not at every beat. */
  show() {
    const newest = this.on.at(-1);
    const card = find("alarm-card");
    card.classList.toggle("on", newest !== undefined);
    const rated = this.on.some(({ kind }) => kind === "slow" || kind === "fast");
    find("rate-card").classList.toggle("on", rated);
    const words = newest?.words ?? (this.isWatched ? "None" : "Not watched");
    // Numbers that count on are not read out again and again.
    find("alarm").setAttribute("aria-live", newest && newest === this.shown ? "off" : "assertive");
    if (find("alarm").textContent !== words) find("alarm").textContent = words;
    this.shown = newest;
    if (!newest) this.unseen = false;
    find("seen").setAttribute("aria-disabled", String(!this.unseen));
  }

  see() {
    this.unseen = false;
    this.show();
  }

  turnSound() {
    this.hasSound = !this.hasSound;
    find("sound").setAttribute("aria-pressed", String(this.hasSound));
    // Only what a person has clicked may make a sound.
    this.audio ??= new AudioContext();
    if (this.hasSound) this.ring();
  }

  /** Three short tones now, and again until the alarm is over or seen. */
  ring() {
    clearTimeout(this.timer);
    if (!this.hasSound || !this.unseen) return;
    const { audio } = this;
    audio.resume();
    [0, 0.2, 0.4].forEach((delay) => {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      const at = audio.currentTime + delay;
      tone.frequency.value = 880;
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(0.2, at + 0.01);
      loudness.gain.linearRampToValueAtTime(0, at + 0.14);
      tone.connect(loudness).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.15);
    });
    this.timer = setTimeout(() => this.ring(), again * 1000);
  }
}

/** The limits that are kept, or the usual ones; a change of the form changes the object that is given. */
export function setUpLimits() {
  const limits = { ...usualLimits };
  try {
    Object.assign(limits, JSON.parse(localStorage.getItem("limits") ?? "{}"));
  } catch {
    // What was kept cannot be read: the usual ones do.
  }
  for (const name of Object.keys(usualLimits)) {
    const field = find(`limit-${name}`);
    field.value = limits[name];
    // What was kept may be anything.
    if (typeof limits[name] !== "number" || field.value === "" || !field.checkValidity()) {
      limits[name] = usualLimits[name];
      field.value = limits[name];
    }
    field.addEventListener("change", () => {
      if (field.value === "" || !field.checkValidity()) field.value = limits[name];
      limits[name] = Number(field.value);
      try {
        localStorage.setItem("limits", JSON.stringify(limits));
      } catch {
        // Without storage they last as long as the page.
      }
    });
  }
  find("limits").addEventListener("submit", (event) => event.preventDefault());
  return limits;
}
