// The monitor: plays a recording, sends it as it is played, and shows the beats as the server tells them.

import { Alarms, setUpLimits } from "./alarms.js";
import * as api from "./api.js";
import { classNames, classes } from "./classes.js";
import { watchColours } from "./colours.js";
import { recordingsOf } from "./grouping.js";
import { Link } from "./link.js";
import { element, markElement, readPalette } from "./marks.js";
import { clearProblem, fail, failToo, find, say } from "./messages.js";
import { chosenOptions, listenForFiles, refuse, sorted } from "./opening.js";
import { Player } from "./player.js";
import { clock, readRecording } from "./recording.js";
import { Rhythm } from "./rhythm.js";
import { Sweep } from "./sweep.js";

/** Leads that are sent and shown, that in which beats are found first. */
const most = 2;
/** Seconds after which it is told that the server is behind. */
const late = 3;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** What is open: `recording`, `link`, `rhythm`, `player`; null before. */
let open = null;
let palette = readPalette();

const sweep = new Sweep(find("trace"), { moved: showBack });
const alarms = new Alarms((alarm) => {
  sweep.centre(alarm.from);
  find("trace").focus();
});
const limits = setUpLimits();

// Opening

/** Plays what the server answers; `again` does so with other options. */
async function start(what, answer, again = null) {
  clearProblem();
  say(`Reading ${what} …`);
  document.body.setAttribute("aria-busy", "true");
  try {
    begin(readRecording(await answer()));
    find("name").focus();
  } catch (problem) {
    refuse(problem, { again, start: leave });
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

/** Plays the first recording of some files, and names those that are not played. */
async function startFiles(files, more = {}) {
  try {
    const { recording } = await sorted(files);
    const [group = []] = await recordingsOf(recording);
    const what = group.length === 1 ? group[0].name : `${group.length} files`;
    const options = { ...chosenOptions(), ...more };
    if (group.length > 0) await start(what, () => api.classify(group, options), (other) => startFiles(files, other));
    else clearProblem();
    const left = files.filter((file) => !group.includes(file)).map(({ name }) => name);
    if (left.length > 0) failToo(new api.Problem("Not all of it is played", `One recording at a time is, without annotations and sessions; left out: ${left.join(", ")}.`));
  } catch (problem) {
    fail(problem);
  }
}

function begin(recording) {
  close();
  const first = recording.classified;
  const others = recording.leads.map((_, index) => index).filter((index) => index !== first);
  const leads = [first, ...others].slice(0, most).map((index) => recording.leads[index]);
  const rhythm = new Rhythm(recording.rate, limits, {
    began: (alarm) => alarms.began(alarm), changed: (alarm) => alarms.changed(alarm), ended: (alarm) => alarms.ended(alarm),
  });
  const player = new Player(recording.duration, { moved, ended });
  const link = new Link(recording.rate, leads.map((lead) => lead.samples), {
    beat: (beat) => beatCame(rhythm, beat), signal: (poor, sample) => rhythm.judgeSignal(poor, sample / recording.rate), end: () => isOver(recording), state: showLink,
  });
  open = { recording, rhythm, player, link };
  find("open").hidden = true;
  find("monitor").hidden = false;
  find("name").textContent = recording.name;
  const names = leads.map((lead) => lead.name).join(", ");
  find("facts").textContent = [recording.about.source, `${names} at ${recording.rate} samples a second, ${clock(recording.duration)}`].filter(Boolean).join(" ");
  document.title = `${recording.name} – swift-ecg monitor`;
  alarms.open();
  showTally(rhythm);
  find("rate").textContent = "–";
  player.speed = Number(find("speed").value);
  sweep.open(recording, leads, rhythm, palette);
  showBack();
  play(true);
  say(`${recording.name} plays.`);
}

/** Goes to the start page. */
function leave() {
  close();
  find("monitor").hidden = true;
  find("open").hidden = false;
  document.title = "swift-ecg monitor";
  say("");
}

function close() {
  if (!open) return;
  open.player.stop();
  open.link.close();
  open = null;
  alarms.close();
}

// Playing

function play(isOn) {
  if (isOn) open.player.play();
  else open.player.stop();
  const { isPlaying } = open.player;
  find("play").textContent = isPlaying ? "Stop" : "Play";
  if (isPlaying) frame();
}

/** Stops what plays, or goes on with it; what is over begins again. */
function turn() {
  const { player, recording } = open;
  if (player.isOver) begin(recording);
  else play(!player.isPlaying);
}

function moved(seconds) {
  const { link, rhythm, recording } = open;
  link.feed(Math.floor(seconds * recording.rate));
  rhythm.at(Math.min(seconds, link.known / recording.rate));
  showRate();
  if (link.isOpen) {
    const behind = (seconds - link.received / recording.rate) / open.player.speed;
    const words = behind > late ? "Answers come late: the server is busy." : "";
    if (find("link").textContent !== words) find("link").textContent = words;
  }
  find("position").textContent = `${clock(seconds)} of ${clock(recording.duration)}`;
}

/** All was played; the beats that are still to come do. */
function ended() {
  open.link.finish();
  play(false);
}

function isOver(recording) {
  drawNow();
  alarms.close();
  say(`${recording.name} is over.`);
}

let pending = false;

/** Draws again and again while something moves; once a second for who wants little motion. */
function frame() {
  if (pending) return;
  pending = true;
  const next = () => {
    pending = false;
    if (!open) return;
    drawNow();
    if (sweep.isFrozen) showBack();
    if (open.player.isPlaying) frame();
  };
  if (calm.matches) setTimeout(next, 1000);
  else requestAnimationFrame(next);
}

/**
 * Draws the trace up to the moment; faster than life no further than the server has looked, so that the beats that the
 * pen leaves behind have their letters.
 */
function drawNow() {
  const { link, player, recording } = open;
  const seen = player.speed > 1 && link.isOpen ? link.received / recording.rate : Infinity;
  sweep.now = Math.min(player.now, seen);
  if (!sweep.isFrozen) sweep.draw();
}

// Beats

function beatCame(rhythm, beat) {
  rhythm.take(beat);
  if (beat.stage === "final") {
    showRate();
    showTally(rhythm);
  }
  if (sweep.isFrozen) sweep.draw();
  else if (!open.player.isPlaying) drawNow();
}

/** A rate of beats long past, or of which nobody knows how it goes on, is none. */
function showRate() {
  const { link, player, rhythm, recording } = open;
  const isKnown = link.isOpen && !rhythm.poor && !rhythm.isStale(Math.min(player.now, link.known / recording.rate));
  const rate = isKnown ? rhythm.perMinute : null;
  find("rate").textContent = rate === null ? "–" : String(Math.round(rate));
}

function showTally(rhythm) {
  find("tally").replaceChildren(...classes.map((letter) => element("div", {},
    element("dt", { title: classNames[letter] }, markElement(letter, letter)),
    element("dd", {}, rhythm.tally.get(letter).toLocaleString("en")))));
}

const states = {
  connecting: "Connecting",
  open: "",
  lost: "Connection lost",
  ended: "",
  refused: "The server goes on no more",
};

function showLink(state, reason) {
  const isTold = state === "refused" || (state === "ended" && reason);
  const why = isTold ? reason || "no reason given" : state === "lost" ? reason : "";
  const words = [isTold ? states.refused : states[state], why.replace(/\.$/, "")].filter(Boolean).join(": ");
  find("link").textContent = words && (state === "lost" ? `${words}. Trying again.` : `${words}.`);
  if (state === "open" && reason) say(reason);
  find("link").classList.toggle("lost", state === "lost" || state === "refused");
  find("link").dataset.state = state;
  alarms.watch(state !== "lost" && state !== "refused");
}

// Looking back

function freeze(isOn) {
  sweep.freeze(isOn ? undefined : null);
  if (isOn) say("Frozen; the recording goes on.");
  else say("");
}

function showBack() {
  const { isFrozen } = sweep;
  find("freeze").setAttribute("aria-pressed", String(isFrozen));
  find("back-label").hidden = !isFrozen;
  if (!isFrozen) return;
  const field = find("back");
  field.max = Math.max(0, sweep.now - sweep.span).toFixed(1);
  field.value = sweep.frozen;
  field.setAttribute("aria-valuetext", clock(sweep.frozen, 1));
}

const keys = {
  " ": () => freeze(!sweep.isFrozen),
  ArrowLeft: () => sweep.scroll(-1),
  ArrowRight: () => sweep.scroll(1),
  PageUp: () => sweep.scroll(-sweep.span),
  PageDown: () => sweep.scroll(sweep.span),
  Home: () => sweep.freeze(0),
  End: () => freeze(false),
  Escape: () => freeze(false),
  p: () => turn(),
  m: () => alarms.turnSound(),
};

find("trace").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !open) return;
  const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  action();
  event.preventDefault();
});

// Wiring

watchColours(() => {
  palette = readPalette();
  sweep.palette = palette;
  sweep.draw();
}, () => {});
find("example").addEventListener("click", () => start("the example", api.example));
listenForFiles((files) => files.length > 0 && startFiles(files));
find("another").addEventListener("click", () => {
  leave();
  find("example").focus();
});
find("play").addEventListener("click", () => turn());
find("freeze").addEventListener("click", () => freeze(!sweep.isFrozen));
find("speed").addEventListener("change", (event) => (open.player.pace = Number(event.target.value)));
find("gain").addEventListener("change", (event) => {
  sweep.gain = Number(event.target.value);
  sweep.draw();
});
find("back").addEventListener("input", (event) => sweep.freeze(Number(event.target.value)));
