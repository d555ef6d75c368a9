// What is taken away: annotations, summary, the session as a file, the printed page.

import * as api from "./api.js";
import { element } from "./marks.js";
import { clearProblem, fail, find, say } from "./messages.js";

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(`${name} saved.`);
}

function asJSON(value) {
  return new Blob([JSON.stringify(value, null, 2) + "\n"], { type: "application/json" });
}

/** Says how much was changed. */
export function changesInWords({ labels, moved, inserted, deleted }, recording) {
  const parts = [];
  const add = (count, one, many) => count && parts.push(`${count.toLocaleString("en")} ${count === 1 ? one : many}`);
  add(labels, "label changed", "labels changed");
  add(inserted, "beat inserted", "beats inserted");
  add(deleted, "beat deleted", "beats deleted");
  add(moved, "beat moved", "beats moved");
  if (recording.hasMarked("noise")) parts.push("noise marked");
  if (recording.hasMarked("rhythms")) parts.push("rhythms marked");
  return parts.join(", ");
}

export function setUpTaking(desk) {
  const take = async (make) => {
    clearProblem();
    try {
      await make(desk.recording);
    } catch (problem) {
      fail(problem);
    }
  };
  find("take-annotations").addEventListener("click", () =>
    take(async (recording) => save(await api.annotations(recording), `${recording.name}.blm`)));
  find("take-summary").addEventListener("click", () => take(async (recording) => {
    const { labels, moved, inserted, deleted } = recording.beats.changes();
    const corrected = labels + moved + inserted + deleted;
    const isChanged = recording.isChanged;
    const about = { record: recording.name, corrected, summary: isChanged ? await api.summary(recording) : recording.summary };
    save(asJSON(about), `${recording.name}.json`);
  }));
  find("take-session").addEventListener("click", () => take(() =>
    save(asJSON(desk.session.document), `${desk.recording.name}.session.json`)));
  find("print").addEventListener("click", () => window.print());
}
