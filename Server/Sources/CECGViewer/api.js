// What the page asks of the server.

import { classes } from "./classes.js";
import { note } from "./edits.js";

/** What went wrong, in the server's words, with what it says of it to programs: plainDetail, reason, settings. */
export class Problem extends Error {
  constructor(title, detail, { plainDetail, reason, settings } = {}) {
    super(detail ? `${title}: ${detail}` : title);
    this.title = title;
    this.detail = detail;
    Object.assign(this, { plainDetail, reason, settings });
  }
}

/** In words of the page what HTTP has phrases for. */
const titles = {
  "Bad Request": "This cannot be read", "Unprocessable Content": "This cannot be read",
  "Content Too Large": "This is too large", "Service Unavailable": "The server is busy",
};

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Problem("The server did not answer", "Is it still running? Try again.");
  }
  if (answer.ok) return answer;
  const about = await answer.json().catch(() => ({}));
  throw new Problem(titles[about.title] ?? about.title ?? `The server answered ${answer.status}`, about.detail ?? "", about);
}

const recordingType = "application/x-ecg-recording";

export async function example() {
  const answer = await ask("v1/example", { headers: { Accept: recordingType } });
  return answer.arrayBuffer();
}

/** Sends files, with the options that are set: annotator, lead, rate, unit. */
export async function classify(files, options) {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  const query = new URLSearchParams(Object.entries(options).filter(([, value]) => value !== ""));
  const path = query.size ? `v1/recordings?${query}` : "v1/recordings";
  const answer = await ask(path, { method: "POST", body, headers: { Accept: recordingType } });
  return answer.arrayBuffer();
}

function post(path, value, signal) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(value), signal });
}

export async function explain(request) {
  return (await post("v1/explanations", request)).json();
}

/** The labels as they are now, as both of the next two want them. */
function labels(recording) {
  const { beats, noise, rhythms } = recording;
  const isMarked = recording.hasMarked("rhythms");
  // What was found goes as it was found: fibrillation of the atria with the beats in it, that of the ventricles without any.
  const told = isMarked ? rhythms : rhythms.filter(([, , name]) => name === "VFL");
  return {
    samplingRate: recording.rate,
    sample: Array.from(beats.sample),
    class: Array.from(beats.label, (_, index) => beats.letter(index)).join(""),
    duration: recording.duration,
    gaps: recording.about.gaps ?? [],
    unusable: noise,
    fibrillation: rhythms.filter(([, , name]) => name === "AFIB" || name === "AFL").map(([from, to]) => [from, to]),
    ...(isMarked || told.length > 0 ? { rhythms: told.map(([start, end, rhythm]) => ({ start, end, rhythm })) } : {}),
  };
}

/** A file of annotations; beside each symbol its probability, or what a person did; a note where a beat was deleted. */
export async function annotations(recording) {
  const { beats } = recording;
  const aux = Array.from(beats.label, (_, index) => note(beats, index) ?? (beats.probability(index, beats.letter(index)) ?? 0).toFixed(3));
  const notes = [...beats.removed.values()].sort((a, b) => a.sample - b.sample)
    .map((row) => ({ sample: row.sample, text: `deleted ${classes[row.found]}` }));
  return (await post("v1/annotations", { ...labels(recording), aux, ...(notes.length ? { notes } : {}) })).blob();
}

/** The summary of the labels; no longer waited for where a `signal` says so. */
export async function summary(recording, signal) {
  return (await post("v1/summaries", labels(recording), signal)).json();
}
