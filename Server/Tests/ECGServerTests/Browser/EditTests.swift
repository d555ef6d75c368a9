import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// The viewer's modules one by one, in a browser: edits and what takes them back, stretches, annotation files.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct EditTests {
  private let browser: Chromium
  private let server = MadeUpServer()
  private let page: ViewerPage

  init() throws {
    browser = try Chromium()
    browser.answer = server.answer
    page = try ViewerPage(browser, MadeUpServer.address)
  }

  /// A recording of eight beats, one a second, in families 1 and 2.
  private static let recording = """
    const { Beats } = await import("./beats.js");
    const { make } = await import("./edits.js");
    const letters = "NNVNSNNN";
    const recording = {
      rate: 100, count: 900, noise: [], rhythms: [],
      beats: new Beats({ sample: [...letters].map((_, index) => 100 * index + 50), class: letters, family: [1, 1, 2, 1, 1, 1, 1, 1] }),
    };
    const state = () => JSON.stringify([
      [...recording.beats.id], [...recording.beats.sample], [...recording.beats.label], [...recording.beats.family],
      [...recording.beats.removed.keys()].sort(), recording.noise, recording.rhythms]);
    """

  private func run(_ script: String) throws -> Any? {
    try browser.evaluate("(async () => { \(Self.recording)\n\(script) })()")
  }

  @Test("every edit is taken back by its inverse, and made again by the inverse of that")
  func inverses() throws {
    let faults = try run(
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

  @Test(
    "a session undone, redone and restored has every beat, id and mark that it had at each step")
  func sessions() throws {
    let faults = try run(
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

  @Test("an edit that cannot be made changes nothing; a session kept without ids is restored")
  func oddEdits() throws {
    let found = try run(
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
    let beats = try run(
      """
      make(recording, { kind: "load", sample: [50, 158, 320], label: [0, 2, 1], noise: [], rhythms: [], name: "x" });
      return [...recording.beats.id, ...recording.beats.found, ...recording.beats.origin];
      """)
    // 158 is the beat found at 150; 320 is 30 samples, 0.3 s, from its neighbour, and a new one.
    #expect(beats as? [Int] == [0, 1, 8, 0, 0, 255, 50, 150, 320])
  }

  @Test("stretches are joined, cut and found")
  func stretches() throws {
    let found = try run(
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

  @Test("an annotation file is read as the library writes it", arguments: [nil, 250.0])
  func annotations(samplingRate: Double?) throws {
    let annotations = [
      Annotation(sample: 3, symbol: "+", aux: "(AFIB"),
      Annotation(sample: 4, symbol: "N", aux: "0.9"),
      Annotation(sample: 2000, symbol: "V", channel: 1),
      Annotation(sample: 2100, symbol: "~", subtype: 0x11, aux: "noise"),
      Annotation(sample: 2200, symbol: "\"", aux: "odd"), Annotation(sample: 90_000, symbol: "r"),
      Annotation(sample: 90_100, symbol: "~", subtype: -1),
    ]
    let bytes = try AnnotationFile(annotations: annotations, samplingRate: samplingRate)
      .encoded(path: "x.atr")
    let read = try run(
      """
      const { readAnnotations } = await import("./annotations.js");
      const bytes = Uint8Array.from(atob("\(bytes.base64EncodedString())"), (one) => one.charCodeAt(0));
      const { rate, annotations } = readAnnotations(bytes.buffer, "x.atr");
      return [String(rate), ...annotations.filter(({ text, symbol }) => symbol !== " " && !text.startsWith("##"))
        .map(({ sample, symbol, subtype, text }) => `${sample} ${symbol} ${subtype & 255} ${text}`)];
      """)
    let expected = annotations.map {
      "\($0.sample) \($0.symbol) \(UInt8(bitPattern: $0.subtype)) \($0.text ?? "")"
    }
    #expect(read as? [String] == [samplingRate.map { "\(Int($0))" } ?? "null"] + expected)
  }

  @Test(
    "what is no annotation file is told", arguments: [Data(), Data("no annotations at all".utf8)])
  func noAnnotations(bytes: Data) throws {
    let told = try run(
      """
      const { readAnnotations } = await import("./annotations.js");
      const bytes = Uint8Array.from(atob("\(bytes.base64EncodedString())"), (one) => one.charCodeAt(0));
      try { readAnnotations(bytes.buffer, "x.atr"); } catch (problem) { return problem.message; }
      """)
    #expect((told as? String)?.hasPrefix("x.atr") == true)
  }

  @Test("files that come together are sorted into recordings by what their headers name")
  func grouping() throws {
    let groups = try run(
      """
      const { recordingsOf } = await import("./grouping.js");
      const file = (name, text = "") => new File([text], name);
      const names = async (...files) => (await recordingsOf(files)).map((group) => group.map(({ name }) => name).join(" ")).join(" | ");
      const a = file("a.hea", "a 2 360 10\\n# no.dat\\nboth.dat 212\\nboth.dat 212\\n");
      const b = file("b.hea", "b 1 360 10\\r\\nboth.dat 212\\r\\n");
      const whole = file("m.hea", "m/2 1 360 20\\nm_1 10\\n~ 5\\nm_2 10\\n");
      const parts = [file("m_2.hea", "m_2 1 360 10\\nm_2.dat 16"), file("m_1.hea", "m_1 1 360 10\\nm_1.dat 16"), file("m_1.dat"), file("m_2.dat")];
      return [
        await names(), await names(file("x.edf")), await names(a, file("other.dat")),
        await names(file("a.atr"), a, file("both.dat"), b), await names(...parts, whole, a, file("m.atr")),
        await names(file("x.edf"), file("y.csv"))];
      """)
    #expect(
      groups as? [String] == [
        "", "x.edf", "a.hea other.dat", "a.hea both.dat a.atr | b.hea both.dat",
        "m.hea m_1.hea m_1.dat m_2.hea m_2.dat m.atr | a.hea", "x.edf | y.csv",
      ])
  }

  @Test("of two pages with one recording neither loses what it kept")
  func twoPages() throws {
    let keys = try run(
      """
      const { keep, keptSessions, discard } = await import("./store.js");
      const session = (page, since, saved) => ({ key: "a", page, since, saved, edits: [page] });
      const keys = [await keep(session("one", null, 1)), await keep(session("one", "one 1", 2)), await keep(session("two", "one 1", 3)), await keep(session("two", "one 2", 1))];
      const kept = (await keptSessions()).map(({ key, edits }) => `${key}: ${edits}`);
      await discard("a");
      return [...keys, ...kept, String((await keptSessions()).length)];
      """)
    // The second page knew of what was there at 1, but not of what was written at 2; what its clock says is no matter.
    #expect(keys as? [String] == ["a", "a", "a-two", "a", "a-two: two", "a: two", "1"])
  }

  /// A server of sessions in place of `fetch`, which can hang, and keepers of a session as pages have them.
  private static let sessions = """
    const { Keeper, allSessions, discardEverywhere, documentOf } = await import("./keeping.js");
    const kept = new Map();
    let isHanging = false;
    let lastTag = 0;
    window.fetch = async (where, { method = "GET", headers = {}, body, signal } = {}) => {
      if (isHanging) return new Promise((_, failed) => signal.addEventListener("abort", () => failed(signal.reason)));
      const answer = (value, status = 200, tag = "") => new Response(JSON.stringify(value), { status, headers: { ETag: tag } });
      const key = where.split("/")[2];
      if (!key) {
        const sessions = [...kept].map(([key, { text }]) => ({ ...JSON.parse(text), key, changes: JSON.parse(text).edits.length, edits: undefined }));
        return answer({ keeps: true, sessions });
      }
      const there = kept.get(key);
      if (method === "DELETE") kept.delete(key);
      if (method !== "PUT") return there ? answer(JSON.parse(there.text), 200, there.tag) : answer({}, 404);
      const isAsExpected = headers["If-Match"] ? there?.tag === headers["If-Match"] : !there;
      if (!isAsExpected) return answer({}, 412);
      kept.set(key, { text: body, tag: `"${(lastTag += 1)}"` });
      return answer({}, 200, kept.get(key).tag);
    };
    const page = () => {
      const done = { edits: [] };
      const keeper = new Keeper("a", { told() {}, document: () => ({
        format: "swift-ecg session", version: 1, name: "a", signal: "s", base: "b", samples: 9, rate: 1,
        sample: [], label: [], noise: [], rhythms: [], ...keeper.stamp, edits: [...done.edits], done: done.edits.length }) });
      const edit = (number) => {
        done.edits.push({ kind: "label", beats: [number], to: 1 });
        keeper.keep();
      };
      const take = (document) => {
        done.edits = [...document.edits];
        keeper.take(document.place, document);
      };
      return { keeper, edit, take };
    };
    const until = async (isSo) => {
      for (let turn = 0; turn < 24000 && !isSo(); turn += 1) await new Promise((done) => setTimeout(done, 25));
    };
    const isKept = ({ keeper }) => !keeper.isSending && !keeper.isWriting && keeper.here === keeper.last && keeper.there === keeper.last;
    const numbers = ({ edits }) => edits.map(({ beats }) => beats[0]).join(",");
    const listed = async () => (await Promise.all((await allSessions()).map(documentOf))).map(numbers).sort().join(" | ");
    """

  @Test("a server that hangs keeps nothing from this browser, and has all of it once it answers")
  func hangingServer() throws {
    let told = try run(
      """
      \(Self.sessions)
      const { keptSessions } = await import("./store.js");
      const one = page();
      one.edit(1);
      const words = [one.keeper.words];
      await until(() => isKept(one));
      words.push(one.keeper.words);
      isHanging = true;
      one.edit(2);
      one.edit(3);
      await until(() => !one.keeper.isUnsaved && !one.keeper.isWriting);
      words.push(one.keeper.words, numbers((await keptSessions())[0]), numbers(JSON.parse(kept.get("a").text)));
      await discardEverywhere({ localKey: "a" });
      return words;
      """)
    #expect(
      told as? [String] == [
        "Being kept …", "Kept in this browser and on the server as it goes.",
        "Kept in this browser as it goes. The server does not have it yet.", "1,2,3", "1",
      ])
  }

  @Test("what was made of a session is newer, whatever clocks say; what was made apart stays apart")
  func versions() throws {
    let told = try run(
      """
      \(Self.sessions)
      const found = [];
      const one = page();
      one.edit(1);
      await until(() => isKept(one));
      // Another browser, whose clock is ten minutes slow, goes on with it.
      const slow = JSON.parse(kept.get("a").text);
      slow.edits.push({ kind: "label", beats: [2], to: 1 });
      kept.set("a", { text: JSON.stringify({ ...slow, page: "slow", saved: slow.saved - 600000, done: 2 }), tag: '"slow"' });
      found.push(await listed());
      const two = page();
      two.take(await documentOf((await allSessions())[0]));
      two.edit(3);
      await until(() => isKept(two));
      found.push(await listed(), numbers(JSON.parse(kept.get("a").text)));
      // And one whose clock is fast, while this page goes on too.
      const fast = JSON.parse(kept.get("a").text);
      fast.edits.push({ kind: "label", beats: [4], to: 1 });
      kept.set("a", { text: JSON.stringify({ ...fast, page: "fast", saved: fast.saved + 600000, done: 4 }), tag: '"fast"' });
      two.edit(5);
      await until(() => isKept(two));
      found.push(await listed(), String(two.keeper.words.endsWith("each of them keeps its own.")));
      for (const session of await allSessions()) await discardEverywhere(session);
      return [...found, await listed(), String(kept.size)];
      """)
    #expect(
      told as? [String] == ["1,2", "1,2,3", "1,2,3", "1,2,3,4 | 1,2,3,5", "true", "", "0"])
  }

  @Test("a session that an earlier version kept here and on the server is one, and is gone on with")
  func earlierVersion() throws {
    let told = try run(
      """
      \(Self.sessions)
      const { keep } = await import("./store.js");
      const { remote, ...early } = { ...page().keeper.document(), page: "early", since: 0, saved: 5, edits: [{ kind: "label", beats: [1], to: 1 }], done: 1 };
      await keep(early);
      kept.set("a", { text: JSON.stringify(early), tag: '"early"' });
      const found = [await listed()];
      const one = page();
      one.take(await documentOf((await allSessions())[0]));
      one.edit(2);
      await until(() => isKept(one));
      found.push(await listed(), [...kept.keys()].join());
      for (const session of await allSessions()) await discardEverywhere(session);
      return [...found, await listed()];
      """)
    #expect(told as? [String] == ["1", "1,2", "a", ""])
  }

  @Test("a clock without decimals shows the second that is under way, as the report does")
  func clock() throws {
    let told = try run(
      """
      const { clock } = await import("./recording.js");
      return [clock(1805.96), clock(600 - 1e-9), clock(1805.96, 1), clock(0.29, 2), clock(-1)];
      """)
    #expect(
      told as? [String] == ["0:30:05", "0:10:00", "0:30:06.0", "0:00:00.29", "0:00:00"])
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

  @Test("a session whose changes are all undone comes back without a word, and can be redone")
  func undoneSession() throws {
    try page.openExample()
    let found = try page.counts()
    try page.click("[data-class=S] [data-step='1']")
    try page.click("#labels button")
    let changed = try page.counts()
    try page.click("#undo")
    try browser.wait(
      until:
        "import('./store.js').then(({ keptSessions }) => keptSessions()).then(([one]) => one?.done === 0)"
    )
    try page.reload()
    try page.wait(for: "all changes undone", in: "kept-list")
    try page.openExample()
    try browser.wait(
      until: "document.getElementById('redo').getAttribute('aria-disabled') === 'false'")
    #expect(try page.text("status").hasPrefix("made-up: 60 beats, "))
    #expect(try page.counts() == found)
    try page.click("#redo")
    #expect(try page.counts() == changed)
    page.expectQuiet()
  }

  @Test("a session of another recording waits for its files; one that is not whole is refused")
  func sessionFiles() throws {
    try page.openExample()
    try page.click("[data-class=S] [data-step='1']")
    try page.click("#labels button")
    try withTemporaryFolder { folder in
      try page.saveDownloads(in: folder)
      let file = folder.appending(path: "made-up.session.json")
      let text = try #require(String(data: page.take("session", as: file), encoding: .utf8))
      // Another change, which the session's take the place of.
      try page.click("[data-class=V] [data-step='1']")
      try page.click("#labels button")
      try page.drop([file])
      try browser.wait(until: "document.querySelector('dialog[open]') !== null")
      try page.click("dialog button:nth-of-type(2)")
      try page.wait(for: "1 change of", in: "status")
      #expect(try page.counts() == [57, 0, 2, 1, 0])
      let impossible = folder.appending(path: "impossible.json")
      let other = text.replacing(#""kind": "label""#, with: #""kind": "move", "beat": 99, "to": 7"#)
      try Data(other.utf8).write(to: impossible)
      try page.drop([impossible])
      try browser.wait(until: "document.querySelector('dialog[open]') !== null")
      try page.click("dialog button:nth-of-type(2)")
      try page.waitForProblem()
      #expect(try page.text("problem").contains("one that cannot, the session's 1."))
      #expect(try page.counts() == [57, 0, 2, 1, 0])
      let broken = folder.appending(path: "broken.json")
      try Data(text.replacing(#""beats": ["#, with: #""baets": ["#).utf8).write(to: broken)
      try page.drop([broken])
      // The message before this one may still stand there.
      try page.wait(for: "one that is not whole", in: "problem")
    }
    page.expectQuiet()
  }
}
