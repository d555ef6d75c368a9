// Sessions that come back: kept ones when their recording is opened, and files of them.

import { ask } from "./ask.js";
import { clearProblem, fail, say } from "./messages.js";
import { allSessions, documentOf } from "./keeping.js";

const changes = (count) => `${count} ${count === 1 ? "change" : "changes"}`;
const when = (saved) => new Date(saved).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
const exactly = (saved) => new Date(saved).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
/** Sessions that are asked about at the most. */
const mostAsked = 4;

export class Restoring {
  /** `on` is told of `enter`, where the recording with a signal is wanted if it is open, and `close`, where another is. */
  constructor(desk, on) {
    this.desk = desk;
    this.on = on;
    /** The session that waits for its files. */
    this.awaited = null;
  }

  /** Has a session taken up: now where its recording is open, or as soon as its files are given. */
  async expect(document) {
    clearProblem();
    this.on.enter(document.signal);
    if (this.desk.session?.signal === document.signal) return this.takeUp(document, true);
    if (this.desk.recording) this.on.close();
    this.awaited = document;
    const what = document.done === 0 ? "what was undone can be done again" : `its ${changes(document.done)} ${document.done === 1 ? "is" : "are"} there`;
    say(`Now the files of ${document.name}: choose or drop them, and ${what}.`);
  }

  /** Takes up what was kept of the recording that has just been opened. */
  async takeUpKept() {
    const { session } = this.desk;
    const { awaited } = this;
    this.awaited = null;
    if (awaited && awaited.signal !== session.signal) {
      fail(new Error(`These files are not those of ${awaited.name}, whose session waited: its signals are others.`));
    } else if (awaited) return this.takeUp(awaited, false);
    const isNew = session.edits.length === 0;
    const kept = (await allSessions()).filter(({ signal }) => signal === session.signal);
    if (this.desk.session !== session) return;
    if (session.edits.length > 0) {
      if (isNew && kept.length > 0) say("Changes of this recording were kept before; the start page lists them.");
      return;
    }
    const same = kept.filter(({ base }) => base === session.base);
    if (same.length === 1) return this.takeUpOne(same[0]);
    if (same.length > 1) return this.takeUpOneOf(same);
    const other = kept.find(({ done }) => done > 0);
    if (!other) return;
    const answer = await ask("Changes of this recording are kept",
      `${changes(other.done)} of ${when(other.saved)} began with other beats than those found now.`, ["Take them up", "Leave them"]);
    if (answer === "Take them up" && this.desk.session === session) await this.takeUpOne(other);
  }

  /** Asks which of several sessions is to be taken up, none of which has all that another has. */
  async takeUpOneOf(kept) {
    const { session } = this.desk;
    const names = kept.slice(0, mostAsked).map((one, place) => `${place + 1}: ${changes(one.done)}, ${exactly(one.saved)}, ${one.isRemote ? "on the server" : "in this browser"}`);
    const answer = await ask("Which changes shall be taken up?",
      `Two pages or browsers changed this recording apart from one another, and ${kept.length} sessions of it are kept. The others stay; the start page lists them all.`, [...names, "None"]);
    const chosen = kept[names.indexOf(answer)];
    if (chosen && this.desk.session === session) await this.takeUpOne(chosen);
  }

  /** Takes up a kept session, or says why it cannot be. */
  async takeUpOne(kept) {
    const { session } = this.desk;
    try {
      const document = await documentOf(kept);
      if (this.desk.session === session && session.edits.length === 0) await this.takeUp(document, false);
    } catch (problem) {
      fail(problem);
    }
  }

  async takeUp(document, asksFirst) {
    const { session } = this.desk;
    if (asksFirst && session.edits.length > 0) {
      const { name } = this.desk.recording;
      const answer = await ask(`Replace the changes made to ${name} here?`,
        `The session comes with ${changes(document.done)}; the ${session.done} made here would no longer be there.`, ["Keep those made here", "Replace"]);
      if (answer !== "Replace") return say(`The changes made to ${name} here are kept.`);
    }
    const isLoaded = session.restore(document);
    if (isLoaded && document.done === 0) say(`The session of ${when(document.saved)} began with other beats than those found now; its beats are taken up. Undo brings these back.`);
    else if (document.done > 0) say(`${changes(document.done)} of ${when(document.saved)} taken up.`);
    // What comes by itself and changes nothing does not speak over the recording's own summary.
    else if (asksFirst) say(`The session of ${when(document.saved)} is taken up; all its changes are undone.`);
  }
}
