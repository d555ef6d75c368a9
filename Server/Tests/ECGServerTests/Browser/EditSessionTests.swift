import ECGTestSupport
import Foundation
import Testing

/// Sessions of edits in a browser: what is kept of them, what is read again, and what is refused.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct EditSessionTests {
  private let page: ViewerPage

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  /// Runs a script that may `begin` sessions, of a recording of three beats where it is not told
  /// otherwise, that are kept nowhere.
  private func run(_ script: String) throws -> Any? {
    try page.run(
      """
      const { Session, readSession } = await import("./session.js");
      const begin = (about = {}) => {
        const beats = new Beats({ sample: [50, 150, 250], class: "NNN" });
        const opened = {
          name: "x", rate: 100, count: 900, duration: 9, leads: [{ samples: [1, 2] }], noise: [], rhythms: [], beats, ...about,
        };
        return Object.assign(new Session(opened, { changed() {}, kept() {} }), { keep() {} });
      };
      \(script)
      """)
  }

  @Test("an edit that cannot be made changes nothing; a session kept without ids is restored")
  func oddEdits() throws {
    let found = try run(
      """
      const session = begin();
      session.make({ kind: "delete", beats: [1] });
      session.undo();
      let told = "";
      try { session.make({ kind: "move", beat: 77, to: 5 }); } catch (problem) { told = problem.message; }
      const redone = session.redo();
      session.make({ kind: "load", sample: [50, 420], label: [0, 2], noise: [], rhythms: [], name: "y" });
      session.make({ kind: "label", beats: [session.recording.beats.id[1]], to: 1 });
      const document = JSON.parse(JSON.stringify(session.document));
      const { ids } = document.edits[1];
      delete document.edits[1].ids;
      const restored = begin();
      restored.restore(readSession(JSON.stringify(document)));
      document.edits[1].ids = [3, 3];
      let refused = "";
      try { readSession(JSON.stringify(document)); } catch (problem) { refused = problem.message; }
      return [told, redone, String(ids), String(restored.edits[1].ids), String(restored.recording.beats.label), refused];
      """)
    #expect(
      found as? [String] == [
        "There is no beat 77.", "1 beat deleted", "0,3", "0,3", "0,1",
        "Expected a session, found one that is not whole.",
      ])
  }

  @Test("stretches of no length are not made, and sessions that were kept with some are read")
  func emptyStretches() throws {
    let found = try run(
      """
      const { including, isTouched } = await import("./stretches.js");
      const { readLabels } = await import("./annotations.js");
      const session = begin();
      session.make({ kind: "noise", stretches: [[4, 4]], isNoise: true });
      const unmade = session.done;
      let refused = "";
      try { session.make({ kind: "noise", stretches: [[5, 4]], isNoise: true }); } catch (problem) { refused = problem.message; }
      session.make({ kind: "noise", stretches: [[4, 4], [5, 6]], isNoise: true });
      session.make({ kind: "label", beats: [1], to: 2 });
      // As an earlier version kept it.
      const document = JSON.parse(JSON.stringify(session.document));
      document.edits.splice(1, 0, { kind: "noise", stretches: [[4, 4]], isNoise: true });
      document.edits.push({ kind: "rhythm", from: 3, to: 3, rhythm: "VT" });
      Object.assign(document, { done: 3, noise: [[4, 4], [5, 6]] });
      const read = readSession(JSON.stringify(document));
      const restored = begin();
      restored.restore(document);
      const marks = [10, 20, 20, 30, 40].map((sample, place) => ({ sample, symbol: place === 0 ? "N" : "~", subtype: place % 2 ? 16 : 0, text: "" }));
      const { noise } = readLabels({ rate: null, annotations: marks }, { rate: 100, count: 900, duration: 9, classified: 0 }, "x");
      return [
        String(unmade), refused === "" ? "taken" : "refused", `${read.done} of ${read.edits.length}`, JSON.stringify(read.noise),
        `${restored.done} of ${restored.edits.length}`, JSON.stringify(restored.recording.noise), String(restored.recording.beats.label),
        JSON.stringify(including([[1, 2]], 5, 5)), JSON.stringify(noise),
        [isTouched([[1, 2], [4, 5]], 2, 4), isTouched([[1, 2], [4, 5]], 2, 4.1)].join(),
      ];
      """)
    #expect(
      found as? [String] == [
        "0", "refused", "2 of 2", "[[5,6]]", "2 of 2", "[[5,6]]", "0,2,0", "[[1,2]]", "[[0.3,0.4]]",
        "false,true",
      ])
  }

  @Test("beats of a session that began with others are looked over before they are taken up")
  func otherBase() throws {
    let found = try run(
      """
      const session = begin();
      const other = { base: "other", name: "x", edits: [], done: 0, sample: [51, 420], label: [0, 2], noise: [[1, 2]], rhythms: [] };
      const told = [{ sample: [51, 900] }, { sample: [420, 51] }, { label: [0, 9] }, { noise: [[2, 1]] }].map((wrong) => {
        try { return String(session.restore({ ...other, ...wrong })); } catch (problem) { return `${problem.message.split(",")[0]} ${session.done}`; }
      });
      return [...new Set(told), String(session.restore(other)), String(session.recording.beats.sample)];
      """)
    #expect(
      found as? [String] == [
        "Expected a session whose beats and stretches lie in this recording 0", "true", "51,420",
      ])
  }

  @Test(
    "a session undone, redone and restored has every beat, id and mark that it had at each step")
  func sessions() throws {
    let faults = try run(
      """
      const { inserted } = await import("./beats.js");
      const faults = new Set();
      let seed = 7;
      const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
      const one = (count) => Math.floor(chance() * count);
      const places = (count) => [...new Set(Array.from({ length: count }, () => one(3000)))].sort((a, b) => a - b);
      const beginLong = () => {
        const sample = Array.from({ length: 20 }, (_, index) => 150 * index + 50);
        const beats = new Beats({ sample, class: "NNVNSNNNFN".repeat(2), family: sample.map((place) => 1 + (place % 3)) });
        return begin({ count: 3000, duration: 30, leads: [{ samples: sample }], noise: [[2, 3]], beats });
      };
      const stateOf = ({ recording: { beats, noise, rhythms } }) => JSON.stringify([
        ["id", "sample", "origin", "found", "label", "family"].map((column) => [...beats[column]]),
        [...beats.removed.values()].sort((a, b) => a.id - b.id), beats.changes(), noise, rhythms]);
      const some = ({ id }) => [...new Set(Array.from({ length: 1 + one(4) }, () => id[one(id.length)]))];
      const free = ({ sample }) => {
        const place = one(3000);
        return sample.includes(place) ? null : place;
      };
      const stretch = () => [one(25), 25 + one(5)];
      const kinds = {
        label: (beats) => {
          const ids = some(beats);
          return { kind: "label", beats: ids, to: one(2) ? one(5) : ids.map(() => one(5)) };
        },
        family: (beats) => ({ kind: "family", beats: some(beats), to: one(9) }),
        insert: (beats) => {
          const sample = free(beats);
          return sample === null ? null
            : { kind: "insert", rows: [{ id: beats.nextId, sample, origin: sample, found: inserted, label: one(5), family: 0 }] };
        },
        delete: (beats) => (beats.count > 9 ? { kind: "delete", beats: some(beats) } : null),
        move: (beats) => {
          const to = free(beats);
          return to === null ? null : { kind: "move", beat: beats.id[one(beats.count)], to };
        },
        noise: () => ({ kind: "noise", stretches: [stretch()], isNoise: one(2) === 0 }),
        rhythm: () => {
          const [from, to] = stretch();
          return { kind: "rhythm", from, to, rhythm: ["AFIB", "VT", "N"][one(3)] };
        },
        load: () => {
          const sample = places(20);
          return { kind: "load", sample, label: sample.map(() => one(5)), noise: [stretch()], rhythms: [[...stretch(), "AFIB"]], name: "y" };
        },
        all: (beats) => ({ kind: "all", edits: [{ kind: "family", beats: some(beats), to: one(9) }, { kind: "label", beats: some(beats), to: one(5) }] }),
      };
      const made = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 0]));
      for (let turn = 0; turn < 40; turn += 1) {
        const session = beginLong();
        const states = [stateOf(session)];
        const compare = (other, what) => {
          if (stateOf(other) !== states[other.done]) faults.add(`${what}: ${other.edits[other.done - 1]?.kind ?? "all"}, ${other.edits[other.done]?.kind ?? "end"}`);
        };
        for (let step = 0; step < 20; step += 1) {
          const kind = Object.keys(kinds)[one(Object.keys(kinds).length)];
          // Now and then others are made where some were undone.
          for (let back = one(4) ? 0 : one(4); back > 0 && session.canUndo; back -= 1) session.undo();
          compare(session, "undo");
          const edit = kinds[kind](session.recording.beats);
          if (!edit) continue;
          session.make(edit);
          made[kind] += 1;
          states.length = session.done;
          states.push(stateOf(session));
        }
        const { edits } = session;
        for (const done of [edits.length, one(edits.length)]) {
          while (session.done > done) session.undo();
          const restored = beginLong();
          restored.restore(readSession(JSON.stringify(session.document)));
          compare(restored, "restored");
          while (restored.canRedo) {
            restored.redo();
            compare(restored, "restored, redone");
          }
          while (restored.canUndo) {
            restored.undo();
            compare(restored, "restored, undone");
          }
        }
        while (session.canUndo) {
          session.undo();
          compare(session, "undone");
        }
        while (session.canRedo) {
          session.redo();
          compare(session, "redone");
        }
      }
      for (const [kind, count] of Object.entries(made)) if (count < 20) faults.add(`${kind} made ${count} times`);
      return [...faults];
      """)
    #expect(faults as? [String] == [])
  }

  @Test("whose changes a session would replace is told; a session of one change is one")
  func replaced() throws {
    let found = try run(
      """
      const { Restoring } = await import("./restoring.js");
      const session = begin();
      session.make({ kind: "delete", beats: [1] });
      const { document: kept, recording: own } = session;
      const on = { enter() {}, close() {} };
      const taking = new Restoring({ recording: own, session }, on).expect(kept);
      await new Promise((done) => setTimeout(done));
      const asked = document.querySelector("dialog h2").textContent;
      document.querySelector("dialog button").click();
      await taking;
      const told = () => document.getElementById("status").textContent;
      const left = told();
      await new Restoring({ recording: null, session: null }, on).expect(kept);
      return [asked, left, told()];
      """)
    #expect(
      found as? [String] == [
        "Replace the changes made to x here?", "The changes made to x here are kept.",
        "Now the files of x: choose or drop them, and its 1 change is there.",
      ])
  }
}
