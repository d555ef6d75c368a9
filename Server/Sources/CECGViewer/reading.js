// Files that become recordings: what belongs together is sent to the server, and what it refuses is told.

import * as api from "./api.js";
import { recordingsOf } from "./grouping.js";
import { clearProblem, fail, failToo, say } from "./messages.js";
import { chosenOptions, inOneLine, isLabels, refuse, sorted } from "./opening.js";
import { readRecording } from "./recording.js";
import { readSession } from "./session.js";

export class Reading {
  /**
   * `on` is told of `show` (a recording, and files of annotations beside it), `session` (a document), `labels` (files of
   * annotations alone) and `start` (the start page is wanted, where its options are).
   */
  constructor(on) {
    this.on = on;
    /** How many answers are waited for, and the number of the last that was asked for. */
    Object.assign(this, { waiting: 0, turn: 0 });
    /** Done when the last that came is shown. */
    this.showing = Promise.resolve();
  }

  /** Opens the example of the server. */
  example() {
    return this.open("the example", api.example);
  }

  /** Opens files, with more options than those on the page where they are given. */
  async files(files, more = {}) {
    if (files.length === 0) return;
    try {
      const { sessions, labels, recording } = await sorted(files);
      if (sessions.length > 0) await this.on.session(readSession(await sessions[0].text()));
      if (recording.length > 0) await this.recordings([...recording, ...labels], files, more);
      else if (labels.length > 0) await this.on.labels(labels);
      const left = sessions.slice(1).map(({ name }) => name);
      if (left.length > 0) failToo(new api.Problem("One session is taken up at a time", `Here it is ${sessions[0].name}; left out: ${left.join(", ")}.`));
    } catch (problem) {
      fail(problem);
    }
  }

  /** Opens files, sorted by the recordings that they belong to; `all` are those that they were given with. */
  async recordings(files, all, more) {
    const groups = await recordingsOf(files);
    const options = { ...chosenOptions(), ...more };
    if (groups.length === 1) return this.group(groups[0], options, { again: (other) => this.files(all, other) });
    const problems = [];
    clearProblem();
    for (const group of groups) await this.group(group, options, { tells: false }).catch((problem) => problems.push(`${group[0].name}: ${inOneLine(problem)}`));
    if (problems.length > 0) fail(new Error(problems.join(" ")));
  }

  /** Opens the files of one recording. */
  group(files, options, how) {
    const what = files.length === 1 ? files[0].name : `${files.length} files`;
    const beside = files.filter(({ name }) => isLabels(name) && !(options.annotator && name.endsWith(`.${options.annotator}`)));
    return this.open(what, () => api.classify(files, options), beside, how);
  }

  /**
   * Opens what the server answers, also where something else was asked for meanwhile: several can be open. `again` opens
   * the same with other options; where `tells` is false, what went wrong is thrown and not told.
   */
  async open(what, answer, labels = [], { again = null, tells = true } = {}) {
    const turn = (this.turn += 1);
    if (tells) clearProblem();
    say(`Reading ${what} …`);
    try {
      const read = readRecording(await this.waitedFor(answer));
      // One after the other: what is kept of each is taken up while it is looked at.
      this.showing = this.showing.catch(() => {}).then(() => this.on.show(read, labels));
      await this.showing;
    } catch (problem) {
      if (!tells) throw problem;
      if (turn === this.turn) refuse(problem, { again, start: () => this.on.start() });
      else failToo(new Error(`${what}: ${inOneLine(problem)}`));
    }
  }

  /** The answer, until which the page is busy; not while it asks what to do with it. */
  async waitedFor(answer) {
    this.waiting += 1;
    document.body.setAttribute("aria-busy", "true");
    try {
      return await answer();
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) document.body.removeAttribute("aria-busy");
    }
  }
}
