// Sessions that come back: kept ones when their recording is opened, and files of them.

import { ask } from "./ask.js";
import { clearProblem, fail, say } from "./messages.js";
import { allSessions, documentOf } from "./keeping.js";

const changes = (count) => `${count} ${count === 1 ? "change" : "changes"}`;
const when = (saved) => new Date(saved).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

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
    say(`Now the files of ${document.name}: choose or drop them, and its ${changes(document.done)} are there.`);
  }

  /** Takes up what was kept of the recording that has just been opened. */
  async takeUpKept() {
    const { session } = this.desk;
    const { awaited } = this;
    this.awaited = null;
    if (awaited && awaited.signal !== session.signal) {
      fail(new Error(`These files are not those of ${awaited.name}, whose session waited: its signals are others.`));
    } else if (awaited) return this.takeUp(awaited, false);
    const kept = (await allSessions()).filter(({ signal }) => signal === session.signal);
    if (this.desk.session !== session || session.edits.length > 0) return;
    const same = kept.find(({ base }) => base === session.base);
    if (same) return this.takeUpOne(same);
    if (kept.length === 0) return;
    const answer = await ask("Changes of this recording are kept",
      `${changes(kept[0].done)} of ${when(kept[0].saved)} began with other beats than those found now.`, ["Take them up", "Leave them"]);
    if (answer === "Take them up" && this.desk.session === session) await this.takeUpOne(kept[0]);
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
      const answer = await ask("Replace the changes made here?",
        `The session comes with ${changes(document.done)}; the ${session.done} made here would no longer be there.`, ["Keep those made here", "Replace"]);
      if (answer !== "Replace") return;
    }
    session.restore(document);
    say(`${changes(document.done)} of ${when(document.saved)} taken up.`);
  }
}
