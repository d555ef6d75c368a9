import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// What the viewer reads by itself in a browser: annotation files, the files of a recording, times.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct FileReadingTests {
  private let page: ViewerPage

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

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
    let read = try page.run(
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

  @Test("every symbol is read, and has the class that the library gives it")
  func classes() throws {
    let symbols = (1...AnnotationCode.largest).compactMap { AnnotationCode.symbol(for: $0) }
      // Other codes have no symbol of their own.
      .filter(\.isASCII)
    let bytes = try AnnotationFile(
      annotations: symbols.enumerated().map { Annotation(sample: 10 * $0, symbol: $1) }
    ).encoded(path: "x.atr")
    let read = try page.run(
      """
      const { labelOf, readAnnotations } = await import("./annotations.js");
      const bytes = Uint8Array.from(atob("\(bytes.base64EncodedString())"), (one) => one.charCodeAt(0));
      return readAnnotations(bytes.buffer, "x.atr").annotations.map(({ symbol }) => `${symbol} ${labelOf(symbol)}`);
      """)
    let expected = symbols.map { symbol in
      "\(symbol) " + (AAMIClass(symbol: symbol).map { "\($0.label)" } ?? "null")
    }
    #expect(read as? [String] == expected)
  }

  @Test(
    "what is no annotation file is told", arguments: [Data(), Data("no annotations at all".utf8)])
  func noAnnotations(bytes: Data) throws {
    let told = try page.run(
      """
      const { readAnnotations } = await import("./annotations.js");
      const bytes = Uint8Array.from(atob("\(bytes.base64EncodedString())"), (one) => one.charCodeAt(0));
      try { readAnnotations(bytes.buffer, "x.atr"); } catch (problem) { return problem.message; }
      """)
    #expect((told as? String)?.hasPrefix("x.atr") == true)
  }

  @Test("a file of marks without beats is shown and taken up, and no beat is lost by it")
  func marksAlone() throws {
    try page.openExample()
    let counts = try page.counts()
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "made-up.atr")
      let marks = [
        Annotation(sample: 500, symbol: "~", aux: "noise"),
        Annotation(sample: 750, symbol: "~", aux: "clean"),
      ]
      try AnnotationFile(annotations: marks).encoded(path: "x").write(to: file)
      try page.drop([file])
      try page.browser.wait(until: "document.querySelector('dialog[open]') !== null")
      let question = try page.texts("dialog p")
      #expect(question.first?.hasPrefix("No beats, but 1 stretch of noise. Shall") == true)
      try page.click("dialog button:nth-of-type(1)")
      try page.wait(for: "it has marks, and no beats that could be compared", in: "experts-note")
      #expect(try page.texts("#differences button").isEmpty)
      try page.click("#experts-take")
      #expect(try page.text("status").hasPrefix("The marks of made-up.atr are taken up"))
      #expect(try page.text("corrections").hasPrefix("noise marked"))
      // Those from the second to the third second count no more.
      #expect(try page.counts().reduce(0, +) == counts.reduce(0, +) - 2)
      try page.click("#undo")
      #expect(try page.counts() == counts)
      // All of whose beats lie beyond the recording.
      try AnnotationFile(annotations: [Annotation(sample: 900_000, symbol: "N")])
        .encoded(path: "x").write(to: file)
      try page.drop([file])
      try page.waitForProblem()
      #expect(try page.text("problem").contains("found all of them beyond its end"))
      #expect(try page.counts() == counts)
    }
    page.expectQuiet()
  }

  @Test("a session without beats is read")
  func sessionWithoutBeats() throws {
    let read = try page.run(
      """
      const { readSession } = await import("./session.js");
      const edits = [{ kind: "noise", stretches: [[1, 2]], isNoise: true }];
      const document = { format: "swift-ecg session", version: 1, edits, done: 1, sample: [], label: [], noise: [[1, 2]], rhythms: [] };
      return readSession(JSON.stringify(document)).done;
      """)
    #expect(read as? Int == 1)
  }

  @Test("a drop that the page does not receive is made again, and told where it never is")
  func lostDrops() throws {
    let lose = { (once: Bool) in
      """
      window.addEventListener("drop", (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
      }, { capture: true, once: \(once) })
      """
    }
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "broken.hea")
      try Data("no header".utf8).write(to: file)
      try page.browser.evaluate(lose(true))
      try page.drop([file], patience: 0.5)
      try page.waitForProblem()
      try page.browser.evaluate(lose(false))
      #expect(throws: Chromium.Failure.self) { try page.drop([file], patience: 0.1) }
    }
  }

  @Test("files that come together are sorted into recordings by what their headers name")
  func grouping() throws {
    let groups = try page.run(
      """
      const { recordingsOf } = await import("./grouping.js");
      const file = (name, text = "") => new File([text], name);
      const inFolder = (folder, name, text = "") => Object.defineProperty(file(name, text), "webkitRelativePath", { value: `${folder}/${name}` });
      const nameOf = ({ name, webkitRelativePath }) => webkitRelativePath || name;
      const names = async (...files) => (await recordingsOf(files)).map((group) => group.map(nameOf).join(" ")).join(" | ");
      const a = file("a.hea", "a 2 360 10\\n# no.dat\\nboth.dat 212\\nboth.dat 212\\n");
      const b = file("b.hea", "b 1 360 10\\r\\nboth.dat 212\\r\\n");
      const whole = file("m.hea", "m/2 1 360 20\\nm_1 10\\n~ 5\\nm_2 10\\n");
      const parts = [file("m_2.hea", "m_2 1 360 10\\nm_2.dat 16"), file("m_1.hea", "m_1 1 360 10\\nm_1.dat 16"), file("m_1.dat"), file("m_2.dat")];
      return [
        await names(), await names(file("x.edf")), await names(a, file("other.dat")),
        await names(file("a.atr"), a, file("both.dat"), b), await names(...parts, whole, a, file("m.atr")),
        await names(file("x.edf"), file("y.csv")),
        await names(
          inFolder("p", "c.dat"), inFolder("p", "c.hea", "c 1 360 10\\nc.dat 16"), inFolder("q", "c.atr"), inFolder("q", "c.dat"),
          inFolder("q", "c.hea", "c 1 360 20\\nc.dat 16"), inFolder("r", "c.qrs"), inFolder("r", "x.edf"), inFolder("q", "x.edf")),
        await names(inFolder("p", "s.dat"), inFolder("q", "d.hea", "d 1 360 10\\ns.dat 16"), inFolder("r", "e.hea", "e 1 360 10\\ns.dat 16")),
        (await recordingsOf([file("c.hea", "c 1 360 10\\nc.dat 16"), file("c.dat", "1"), file("c.hea", "c 1 360 20\\nc.dat 16"), file("c.dat", "22")]))
          .map((group) => group.map(({ size }) => size).join(" ")).join(" | ")];
      """)
    #expect(
      groups as? [String] == [
        "", "x.edf", "a.hea other.dat", "a.hea both.dat a.atr | b.hea both.dat",
        "m.hea m_1.hea m_1.dat m_2.hea m_2.dat m.atr | a.hea", "x.edf | y.csv",
        "p/c.hea p/c.dat r/c.qrs | q/c.hea q/c.dat q/c.atr | r/x.edf | q/x.edf",
        "q/d.hea p/s.dat | r/e.hea p/s.dat", "19 1 | 19 2",
      ])
  }

  @Test("a clock without decimals shows the second that is under way, as the report does")
  func clock() throws {
    let told = try page.run(
      """
      const { clock } = await import("./recording.js");
      return [clock(1805.96), clock(600 - 1e-9), clock(1805.96, 1), clock(0.29, 2), clock(-1)];
      """)
    #expect(
      told as? [String] == ["0:30:05", "0:10:00", "0:30:06.0", "0:00:00.29", "0:00:00"])
  }

  @Test("leads without a name are told by their numbers among the signals of the file")
  func unnamedLeads() throws {
    let found = try page.run(
      """
      const { namesOf } = await import("./recording.js");
      const signal = (name, unit = "mV", samplingRate = 250) => ({ name, unit, samplingRate });
      return namesOf({
        samplingRate: 250, leads: [signal(""), signal("II"), signal("")],
        channels: [signal("", "mV", 1), signal(""), signal("II"), signal("", "l"), signal("")],
      });
      """)
    #expect(found as? [String] == ["signal 2", "II", "signal 5"])
  }
}
