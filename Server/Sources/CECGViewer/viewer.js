// The page: opens recordings, and keeps trace, overview, lists and panels in step.

import { Actions } from "./actions.js";
import { ask } from "./ask.js";
import { BeatPanel } from "./beat.js";
import { watchColours } from "./colours.js";
import { Disclosure } from "./disclosure.js";
import { EventPanel } from "./events.js";
import { Experts } from "./experts.js";
import { FamilyPanel } from "./familypanel.js";
import { Figures } from "./figures.js";
import { showHeading } from "./heading.js";
import { listenEverywhere } from "./keys.js";
import { LabelBar } from "./labelbar.js";
import { LeadChoice } from "./leads.js";
import { BeatList, foundIn, showCounts } from "./lists.js";
import { readPalette } from "./marks.js";
import { showMeans } from "./means.js";
import { find, say } from "./messages.js";
import { Navigator } from "./navigator.js";
import { Opened } from "./opened.js";
import { listenForFiles, showKept } from "./opening.js";
import { Overview } from "./overview.js";
import { Places } from "./places.js";
import { Proposals } from "./proposals.js";
import { Reading } from "./reading.js";
import { Restoring } from "./restoring.js";
import { Session } from "./session.js";
import { showStrips } from "./strips.js";
import { setUpTabs } from "./tabs.js";
import { changesInWords, setUpTaking } from "./taking.js";
import { Trace } from "./trace.js";

/** What is open, and what is meant by what comes next. */
const desk = { recording: null, session: null, chosen: null, selection: null, family: null };

let palette = readPalette();

const choose = (index) => navigator.choose(index);
const actions = new Actions(desk, { say, choose, bring: (from, to) => navigator.bring(from, to) });
const trace = new Trace(find("trace"), {
  view: () => navigator.viewMoved(), keyMoved: () => navigator.sayView(), choose, key: (event) => navigator.keyed(event),
  select: (stretch) => navigator.select(stretch), extend: (step) => navigator.extend(step),
  menu: (place) => bar.menu(place), measured: () => navigator.measured(), arranged: () => leads.arranged(),
});
const leads = new LeadChoice(trace, () => {
  disclosure.redraw();
  families.changed();
});
const disclosure = new Disclosure(find("disclosure"), trace, {
  leave: (takesFocus) => navigator.disclose(false, takesFocus), choose, keyMoved: () => navigator.sayView(), key: (event) => navigator.keyed(event),
  scrolled: () => (find("position").textContent = disclosure.words),
});
const overview = new Overview(find("overview"), (seconds) => trace.centre(seconds));
const panel = new BeatPanel();
const list = new BeatList(find("list"), choose);
const bar = new LabelBar(desk, actions, (stretch) => navigator.select(stretch));
const events = new EventPanel(
  { kind: find("event-kind"), list: find("events"), previous: find("event-previous"), next: find("event-next") },
  (event, words) => navigator.show(event, words));
const figures = new Figures(events);
const places = new Places(desk, (time) => trace.centre(time));
const navigator = new Navigator(desk, {
  trace, leads, disclosure, overview, list, actions, shown,
  event: (by) => events.step(by),
  moved(time) {
    events.follow(time);
    places.name(time);
  },
});
const experts = new Experts(desk, trace, (event, words) => navigator.show(event, words));
const opened = new Opened({
  enter(entry) {
    enter(entry);
    say(`${entry.recording.name} is shown as it was left.`);
  },
  close: putAway,
});
const restoring = new Restoring(desk, { close, enter: (signal) => enterWith(signal) });
const families = new FamilyPanel(find("families"), desk, actions, {
  say,
  choose: (index) => navigator.choose(index, { keepsFamily: true }),
  mean(family) {
    desk.family = family;
    // What is meant is one or the other, and the trace shows which.
    if (family && desk.selection) {
      desk.selection = trace.selection = null;
      trace.redraw();
    }
    bar.show();
  },
  leads: () => trace.shown.map((index) => desk.recording.leads[index]),
  palette: () => palette,
});
const proposals = new Proposals(find("proposals"), desk, { say, choose, looked: () => families.looked });
const reading = new Reading({
  show,
  session: (document) => restoring.expect(document),
  labels: (files) => experts.given(files),
  // What is open is kept.
  start: () => desk.recording && close(),
});
setUpTabs(find("tabs"), panelShown);

// Opening

/** Opens a recording that was read, with the files of annotations that lie beside it. */
async function show(read, labels) {
  const entry = { recording: read, session: null };
  entry.session = new Session(read, { changed, kept: () => kept(entry) });
  const there = opened.with(entry.session.signal, entry.session.base);
  if (there) {
    enter(there);
    say(`${read.name} is open already.`);
  } else {
    const away = opened.add(entry);
    const misled = enter(entry);
    const put = away.map(({ recording }) => ` ${recording.name} was put away to make room; its changes are kept.`);
    say(`${read.name}: ${foundIn(read)}.${put.join("")} ${misled}`.trim());
  }
  find("name").focus();
  await restoring.takeUpKept();
  const { recording } = there ?? entry;
  if (labels.length === 0 || desk.recording !== recording) return;
  const compared = await experts.beside(labels);
  say(`${find("status").textContent} ${compared}`.trim());
}

/** Looks at the recording with a signal, where it is open. */
function enterWith(signal) {
  const entry = opened.with(signal);
  if (entry && entry !== opened.current) enter(entry);
}

/** Leaves what is looked at as it is, to come back to it. */
function park() {
  const { current } = opened;
  if (!current) return;
  const { start, perSecond, gain, shown, twelve } = trace;
  Object.assign(current, { view: { start, perSecond, gain, shown, twelve }, chosen: desk.chosen, beside: experts.parked });
}

/** Looks at a recording that is open, as it was left; gives what is wrong with a link that was followed to it, in words. */
function enter(entry) {
  park();
  const { recording, session, view, chosen, beside } = entry;
  Object.assign(desk, { recording, session, chosen: null, selection: null, family: null });
  opened.enter(entry);
  navigator.open();
  find("open").hidden = true;
  find("viewer").hidden = false;
  showHeading(recording);
  panel.clear();
  trace.open(recording, palette);
  leads.open(recording, view);
  overview.open(recording, palette);
  list.open(recording);
  families.open();
  proposals.open();
  labelsChanged();
  bar.show();
  experts.open(beside);
  const misled = places.open();
  // What is chosen comes into view; that may not be where it was left.
  if (chosen != null && chosen < recording.beats.count) navigator.choose(chosen);
  if (view) {
    find("gain").value = String(view.gain);
    trace.look(view);
  }
  navigator.viewMoved();
  kept(entry);
  return misled;
}

/** Takes a recording off the list; asked where its changes would be lost. */
async function putAway(entry) {
  const { recording, session } = entry;
  if (session.isEndangered) {
    const answer = await ask(`Close ${recording.name} without its changes?`, "This browser keeps nothing; save the session first.", ["Stay", "Close"]);
    if (answer !== "Close") return;
  }
  const isCurrent = entry === opened.current;
  if (isCurrent) close();
  opened.remove(entry);
  if (isCurrent && opened.entries.length > 0) enter(opened.entries.at(-1));
  say(`${recording.name} is closed${session.done > 0 ? "; its changes are kept" : ""}.`);
}

/** Goes to the start page; what is open stays so. */
function close() {
  park();
  figures.leave();
  opened.enter(null);
  find("viewer").hidden = true;
  find("open").hidden = false;
  document.title = "swift-ecg viewer";
  say("");
  Object.assign(desk, { recording: null, session: null, chosen: null, selection: null, family: null });
  showKept((session) => restoring.expect(session));
  find("example").focus();
}

// Correcting

/** After an edit: everything that shows beats is in step again. */
function changed() {
  navigator.changed();
  if (desk.chosen === null) panel.clear();
  families.changed();
  proposals.changed();
  experts.changed();
  opened.show();
  labelsChanged();
  shown();
}

/** What is meant has changed: the panels that show it do. */
function shown() {
  if (desk.chosen !== null) panel.show(desk.recording, desk.chosen, palette);
  if (!desk.family) families.forget();
  bar.show();
}

/** Whether the changes of a recording are kept has been found out. */
function kept(entry) {
  opened.show();
  if (entry !== opened.current) return;
  find("keeping").textContent = entry.session.where;
}

function labelsChanged() {
  const { recording } = desk;
  showCounts(find("counts"), recording, (letter, step) => navigator.jump(letter, step));
  overview.changed();
  showMeans(find("means"), recording, palette);
  const changes = changesInWords(recording.beats.changes(), recording);
  find("corrections").textContent = changes === "" ? "No label has been changed." : `${changes}; what you take has the changes.`;
  figures.changed(recording);
}

// Wiring

function panelShown(id) {
  if (!desk.recording) return;
  if (id === "panel-figures") showMeans(find("means"), desk.recording, palette);
  if (id === "panel-beat") panel.draw();
  if (id === "panel-families") families.show();
  if (id === "panel-events") events.show();
}

watchColours(() => {
  palette = readPalette();
  if (!desk.recording) return;
  trace.palette = palette;
  overview.palette = palette;
  trace.draw();
  disclosure.draw();
  overview.changed();
  showMeans(find("means"), desk.recording, palette);
  if (desk.chosen !== null) panel.show(desk.recording, desk.chosen, palette);
  families.show();
}, () => desk.recording && showStrips(find("print-strips"), desk.recording, trace, palette));

find("example").addEventListener("click", () => reading.example());
find("another").addEventListener("click", close);
listenForFiles((files) => reading.files(files));
window.addEventListener("beforeunload", (event) => {
  if (opened.isAnyUnsaved) event.preventDefault();
});

for (const [id, zoom] of [["in", () => trace.zoom(1.5)], ["out", () => trace.zoom(1 / 1.5)], ["standard", () => trace.standard()]]) {
  find(id).addEventListener("click", () => {
    if (disclosure.isShown) navigator.disclose(false, false);
    zoom();
  });
}
find("whole").addEventListener("click", () => navigator.disclose());
find("calipers").addEventListener("click", () => navigator.measure());
find("gain").addEventListener("change", (event) => {
  trace.gain = Number(event.target.value);
  trace.redraw();
  disclosure.redraw();
});
listenEverywhere({
  isOpen: () => desk.recording !== null,
  relabel: (label) => actions.relabel(label),
  remove: () => actions.remove(),
  undo: () => actions.undo(),
  redo: () => actions.redo(),
});
setUpTaking(desk);
showKept((session) => restoring.expect(session));
