import ECGTestSupport
import Foundation
import Testing

/// The viewer's edits in a browser: what they change, and what takes them back.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct EditTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: MadeUpServer()) }

  @Test("every edit is taken back by its inverse, and made again by the inverse of that")
  func inverses() throws {
    let faults = try page.run(
      """
      const row = { id: 8, sample: 275, origin: 275, found: 255, label: 1, family: 0 };
      const edits = [
        { kind: "label", beats: [1, 2], to: 3 }, { kind: "label", beats: [1, 2], to: [0, 4] },
        { kind: "family", beats: [0, 5], to: 7 }, { kind: "insert", rows: [row] }, { kind: "delete", beats: [0, 7] },
        { kind: "move", beat: 3, to: 20 }, { kind: "noise", stretches: [[1, 2], [4, 5]], isNoise: true },
        { kind: "rhythm", from: 2, to: 5, rhythm: "AFIB" },
        { kind: "all", edits: [{ kind: "delete", beats: [2] }, { kind: "label", beats: [3], to: 2 }] },
        { kind: "load", sample: [50, 152, 500], label: [2, 1, 0], noise: [[1, 2]], rhythms: [], name: "x" },
      ];
      const { isEdit } = await import("./edits.js");
      const faults = edits.filter((edit) => !isEdit(edit)).map(({ kind }) => `${kind} is no edit`);
      for (const wrong of [{}, null, { kind: "label", beats: [1], to: 9 }, { kind: "noises", list: [] }, { kind: "rhythm", from: 2, to: 1, rhythm: "VT" }]) {
        if (isEdit(wrong)) faults.push(`${JSON.stringify(wrong)} is taken for an edit`);
      }
      for (const edit of edits) {
        const before = state();
        const inverse = make(recording, edit);
        const after = state();
        if (after === before) faults.push(`${edit.kind} changes nothing`);
        const again = make(recording, inverse);
        if (state() !== before) faults.push(`${edit.kind}: ${before} became ${state()}`);
        make(recording, again);
        if (state() !== after) faults.push(`${edit.kind} again: ${after} became ${state()}`);
      }
      return faults;
      """)
    #expect(faults as? [String] == [])
  }

  @Test("an edit that cannot be made changes nothing; a session kept without ids is restored")
  func oddEdits() throws {
    let found = try page.run(
      """
      const { Session, readSession } = await import("./session.js");
      const begin = () => {
        const beats = new Beats({ sample: [50, 150, 250], class: "NNN" });
        const opened = { name: "x", rate: 100, count: 900, duration: 9, leads: [{ samples: [1, 2] }], noise: [], rhythms: [], beats };
        return Object.assign(new Session(opened, { changed() {}, kept() {} }), { keep() {} });
      };
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

  @Test("beats of a file keep what is known of the beats next to them")
  func load() throws {
    let beats = try page.run(
      """
      make(recording, { kind: "load", sample: [50, 158, 320], label: [0, 2, 1], noise: [], rhythms: [], name: "x" });
      return [...recording.beats.id, ...recording.beats.found, ...recording.beats.origin];
      """)
    // 158 is the beat found at 150; 320 is 30 samples, 0.3 s, from its neighbour, and a new one.
    #expect(beats as? [Int] == [0, 1, 8, 0, 0, 255, 50, 150, 320])
  }

  @Test("stretches of no length are not made, and sessions that were kept with some are read")
  func emptyStretches() throws {
    let found = try page.run(
      """
      const { Session, readSession } = await import("./session.js");
      const { including, isTouched } = await import("./stretches.js");
      const { readLabels } = await import("./annotations.js");
      const begin = () => {
        const beats = new Beats({ sample: [50, 150, 250], class: "NNN" });
        const opened = { name: "x", rate: 100, count: 900, duration: 9, leads: [{ samples: [1, 2] }], noise: [], rhythms: [], beats };
        return Object.assign(new Session(opened, { changed() {}, kept() {} }), { keep() {} });
      };
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
    let found = try page.run(
      """
      const { Session } = await import("./session.js");
      const beats = new Beats({ sample: [50, 150, 250], class: "NNN" });
      const opened = { name: "x", rate: 100, count: 900, duration: 9, leads: [{ samples: [1, 2] }], noise: [], rhythms: [], beats };
      const session = Object.assign(new Session(opened, { changed() {}, kept() {} }), { keep() {} });
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

  @Test("a beat is put where there is a signal, and nowhere else")
  func signal() throws {
    let found = try page.run(
      """
      const { Actions } = await import("./actions.js");
      const samples = new Int16Array(900).fill(-32768).fill(0, 0, 400);
      samples[130] = 500;
      Object.assign(recording, { classified: 0, leads: [{ samples, centre: 0 }] });
      const said = [];
      const made = [];
      const desk = { recording, session: { make: (edit) => made.push(edit.kind) }, chosen: 0, selection: null, family: null };
      const actions = new Actions(desk, { say: (text) => said.push(text), choose() {}, bring: () => false });
      actions.insert(6);
      actions.move(6);
      return JSON.stringify([actions.peak(1.28), actions.peak(6), actions.peak(4.02), said.length, made.length]);
      """)
    // 4.02 s is in the hole, within reach of what is there before it.
    #expect(found as? String == "[130,null,396,2,0]")
  }

  @Test("no interval reaches across samples that are missing or unusable")
  func intervals() throws {
    let found = try page.run(
      """
      const { interval } = await import("./recording.js");
      const { familiesOf, prematurity } = await import("./families.js");
      const holey = (about, noise) => ({ ...recording, about, noise, counts: () => true });
      const [whole, gap, noisy] = [holey({}, []), holey({ gaps: [[2.6, 3.4]] }, []), holey({ gaps: [] }, [[2.6, 2.7]])];
      whole.beats.sample.set([3000, 3100, 3200, 3300, 3400], 3);
      const { rrBefore } = familiesOf({ ...gap, beats: whole.beats }).flatMap(({ families }) => families).find(({ key }) => key === "S1");
      return JSON.stringify([
        interval(whole, 0), interval(whole, 1), interval(whole, 3), interval(gap, 3), interval(noisy, 3), interval(gap, 4),
        interval(whole, 8), prematurity(gap, 3), prematurity(whole, 3), rrBefore]);
      """)
    #expect(found as? String == "[null,1,27.5,null,null,1,null,1,27.5,1]")
  }

  @Test("stretches are joined, cut and found")
  func stretches() throws {
    let found = try page.run(
      """
      const { including, without, holding } = await import("./stretches.js");
      const list = [[1, 2], [3, 5]];
      return JSON.stringify([
        including(list, 2, 3), including(list, 4, 7, "B"), without(list, 1.5, 4), without(list, 0, 9),
        holding(list, 2) ?? null, holding(list, 3), holding(list, 5) ?? null]);
      """)
    #expect(
      found as? String
        == #"[[[1,5]],[[1,2],[3,4],[4,7,"B"]],[[1,1.5],[4,5]],[],null,[3,5],null]"#)
  }

  @Test("a picked beat stays picked when another one goes; a rhythm wants a stretch")
  func picked() throws {
    try page.openExample()
    try page.click("[data-key=N1]")
    for _ in 0..<3 { try page.click("[data-do=next]") }
    try page.click("[data-do=pick]")
    let picked = try page.text("beat-facts")
    #expect(picked.hasPrefix("At 0:00:02.90"))
    try page.click("#rhythm")
    #expect(try page.text("status").hasPrefix("Select a stretch first: "))
    let trace = try page.box("trace")
    // The first beat of all is half a second from the left.
    try browser.askForMenu(at: (trace.left + 47, trace.top + 100))
    try browser.wait(until: "document.querySelector('[role=menu]') !== null")
    let items = "[...document.querySelectorAll('[role=menuitem]')]"
    try browser.evaluate("\(items).find((one) => one.textContent.startsWith('Delete')).click()")
    #expect(try page.text("target") == "Family N1, 55 beats")
    #expect(try page.texts(".counter") == ["2 of 55"])
    try page.click("[data-do=split]")
    #expect(try page.text("status") == "1 picked beat is a family of its own.")
    #expect(try page.text("target") == "Family N2, 1 beat")
    try page.click("[data-do=next]")
    #expect(try page.text("beat-facts") == picked)
    page.expectQuiet()
  }

  @Test(
    "a session undone, redone and restored has every beat, id and mark that it had at each step")
  func sessions() throws {
    let faults = try page.run(
      """
      const { inserted } = await import("./beats.js");
      const { Session, readSession } = await import("./session.js");
      const faults = new Set();
      let seed = 7;
      const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
      const one = (count) => Math.floor(chance() * count);
      const places = (count) => [...new Set(Array.from({ length: count }, () => one(3000)))].sort((a, b) => a - b);
      const begin = () => {
        const sample = Array.from({ length: 20 }, (_, index) => 150 * index + 50);
        const opened = {
          name: "x", rate: 100, count: 3000, duration: 30, leads: [{ samples: sample }], noise: [[2, 3]], rhythms: [],
          beats: new Beats({ sample, class: "NNVNSNNNFN".repeat(2), family: sample.map((place) => 1 + (place % 3)) }),
        };
        return Object.assign(new Session(opened, { changed() {}, kept() {} }), { keep() {} });
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
        const session = begin();
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
          const restored = begin();
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
}
