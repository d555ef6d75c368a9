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
      const keys = [await keep(session("one", 0, 1)), await keep(session("one", 1, 2)), await keep(session("two", 1, 3)), await keep(session("two", 2, 4))];
      const kept = (await keptSessions()).map(({ key, edits }) => `${key}: ${edits}`);
      await discard("a");
      return [...keys, ...kept, String((await keptSessions()).length)];
      """)
    // The second page knew of what was there at 1, but not of what was written at 2.
    #expect(keys as? [String] == ["a", "a", "a-two", "a", "a: two", "a-two: two", "1"])
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
