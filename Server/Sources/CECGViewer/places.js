// Going to a time: typed in, as elapsed or by the clock, or named by the address (#t=00:29:56).

import { find, say } from "./messages.js";
import { clock } from "./recording.js";

const day = 24 * 3600;

/** Seconds of "1:02:03.5", "02:03" or "3.5", or null where it is none of these. */
export function seconds(text) {
  if (!/^\d+(:[0-5]?\d){0,2}(\.\d+)?$/.test(text.trim())) return null;
  return text.trim().split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
}

/** A part of an address as it was written; as it stands where it is not whole, such as "50%". */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** When a recording begins, in seconds of its day, or null. */
function begin({ about }) {
  const found = /(\d\d:\d\d:\d\d)$/.exec(about.start ?? "");
  return found ? seconds(found[1]) : null;
}

/** The times of a recording in words, since its beginning or by the clock. */
function timesOf({ about, duration }, isByClock) {
  if (!isByClock) return `a time as h:mm:ss, up to ${clock(duration)}`;
  const from = begin({ about });
  const at = (time) => clock(time % day).padStart(8, "0");
  return duration < day ? `a time of the clock, from ${at(from)} to ${at(from + duration)}` : "a time of the clock as hh:mm:ss";
}

export class Places {
  /** `go` is called with a time in seconds. */
  constructor(desk, go) {
    this.desk = desk;
    this.go = go;
    /** Whether the address is a link that was followed, and not where a recording before this one was left. */
    this.isFollowed = true;
    find("go").addEventListener("submit", (event) => {
      event.preventDefault();
      this.typed(find("time").value);
    });
    window.addEventListener("hashchange", () => {
      const words = this.fromAddress();
      if (words) say(words);
    });
  }

  /** Goes where a link that was followed leads; gives what is wrong with it, or nothing, in words. */
  open() {
    find("clock-label").hidden = begin(this.desk.recording) === null;
    find("clock").checked = false;
    find("time").value = "";
    const { isFollowed } = this;
    this.isFollowed = false;
    return isFollowed ? this.fromAddress() : "";
  }

  /** Goes to the time that the address names; gives what is wrong with it, or nothing, in words. */
  fromAddress() {
    const named = /^#t=(.+)$/.exec(location.hash);
    const { recording } = this.desk;
    if (!recording || !named) return "";
    const text = decoded(named[1]);
    const time = seconds(text);
    if (time === null || time > recording.duration) return `The address names ${text}, which is no time of this recording.`;
    this.go(time);
    return "";
  }

  typed(text) {
    const { recording } = this.desk;
    let time = seconds(text);
    if (time !== null && find("clock").checked) {
      time -= begin(recording);
      if (time < 0) time += day;
    }
    const isThere = time !== null && time >= 0 && time <= recording.duration;
    if (isThere) find("time").removeAttribute("aria-invalid");
    else find("time").setAttribute("aria-invalid", "true");
    if (!isThere) return say(`Expected ${timesOf(recording, find("clock").checked)}.`);
    this.go(time);
    say(`At ${clock(time, 1)}.`);
    find("trace").focus();
  }

  /** Has the address name a time, so that the page can be linked to. */
  name(time) {
    clearTimeout(this.naming);
    this.naming = setTimeout(() => {
      if (this.desk.recording) history.replaceState(null, "", `#t=${clock(time)}`);
    }, 400);
  }
}
