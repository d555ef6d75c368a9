import ECGClassifier
import ECGAnalysis
import ECGRecordings
import ECGServer
import ECGSignals
import Foundation
import ECGTestSupport
import Testing

/// The viewer's page in a real browser, served and answered by the real server.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ServedViewerTests {
  private let server: ServerProcess
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws {
    server = try ServerProcess()
    page = try ViewerPage(servedBy: server)
  }

  /// What the library makes of a recording, as `ecg classify` tells it.
  private struct Classified {
    /// The beats of each class, in the order N, S, V, F, Q.
    let counts: [Int]
    let summary: RhythmSummary
    let annotations: [Annotation]

    init(_ path: String, beats: ClassifiedRecording.Beats = .detected) throws {
      let result = try ClassifiedRecording(.open(path), beats: beats, by: .pretrained())
      let summary = RecordingSummary(result).summary
      self.summary = summary
      counts = AAMIClass.allCases.map { summary.classes[String($0.letter)] ?? 0 }
      annotations = result.annotations.annotations
    }
  }

  private static func files(of record: String) throws -> [URL] {
    let mitdb = try #require(RealData.mitdb)
    return ["hea", "dat", "atr"].map { mitdb.appending(path: "\(record).\($0)") }
  }

  @Test("the example shows the counts of `ecg classify`, and zooms, scrolls and jumps")
  func example() throws {
    try withTemporaryFolder { folder in
      for (name, contents) in try ExampleRecording().files {
        try contents.write(to: folder.appending(path: name))
      }
      let classified = try Classified(folder.appending(path: "example").path)
      try page.openExample()
      #expect(try page.counts() == classified.counts)
      #expect(try page.text("facts").contains("Made up by swift-ecg"))
    }
    try page.click("#in")
    #expect(try page.text("position").hasSuffix("37.5 mm/s"))
    try page.click("#whole")
    try page.wait(for: "0:00:00 to 0:02:", in: "position")
    #expect(try page.text("position").hasSuffix("60 s a row"))
    try page.click("#standard")
    let trace = try page.place("trace")
    let before = try page.text("position")
    try browser.drag(from: trace, to: (trace.x - 300, trace.y))
    #expect(try page.text("position") != before)
    try page.click("[data-class=V] [data-step='1']")
    #expect(try page.text("status").contains("ventricular (V)"))
    try browser.wait(
      until: "document.getElementById('explanation').getAttribute('aria-label').includes('Most')")
    try page.expectAccessible()
    page.expectQuiet()
  }

  @Test(
    "a dropped record shows the counts of `ecg classify`, and is corrected and taken away",
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func droppedRecord() throws {
    try withTemporaryFolder { folder in
      let files = try Self.files(of: "208").prefix(2)
      let classified = try Classified(files[0].deletingPathExtension().path)
      try page.drop(Array(files))
      try page.waitForRecording()
      #expect(try page.counts() == classified.counts)
      #expect(try page.text("name") == "208")

      try page.saveDownloads(in: folder)
      let annotations = folder.appending(path: "208.blm")
      _ = try page.take("annotations", as: annotations)
      let taken = try AnnotationFile.read(path: annotations.path).annotations
      #expect(taken.map(\.sample) == classified.annotations.map(\.sample))
      #expect(taken.map(\.symbol) == classified.annotations.map(\.symbol))
      try FileManager.default.removeItem(at: annotations)

      try page.click("[data-class=F] [data-step='1']")
      try page.click("#labels button:nth-of-type(3)")
      var corrected = classified.counts
      corrected[3] -= 1
      corrected[2] += 1
      #expect(try page.counts() == corrected)
      try browser.wait(
        until: "document.getElementById('corrections').textContent.startsWith('1 label')")
      _ = try page.take("annotations", as: annotations)
      let changed = try AnnotationFile.read(path: annotations.path).annotations
      let differing = zip(changed, taken).filter { $0.symbol != $1.symbol }
      #expect(differing.map(\.0.symbol) == ["V"])
      #expect(differing.map(\.0.text) == ["corrected"])
      let document = try ExactJSON.object(
        with: page.take("summary", as: folder.appending(path: "208.json")))
      let about = try #require(document as? [String: Any])
      #expect(about["corrected"] as? Int == 1)
      let summary = try #require(about["summary"] as? [String: Any])
      #expect((summary["classes"] as? [String: Int])?["V"] == corrected[2])
      #expect(summary["beats"] as? Int == classified.summary.beats)
      page.expectQuiet()
    }
  }

  @Test(
    "beats come from the annotator that is named",
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func annotator() throws {
    try withTemporaryFolder { folder in
      let files = try Self.files(of: "201")
      let classified = try Classified(
        files[0].deletingPathExtension().path, beats: .annotated("atr"))
      try browser.evaluate("document.getElementById('annotator').value = 'atr'")
      try page.drop(files)
      try page.waitForRecording()
      #expect(try page.counts() == classified.counts)
      #expect(try page.text("facts").contains("beats from its annotations"))
      // A phone.
      try browser.setScreen(width: 390)
      try page.expectAccessible()
      page.expectQuiet()
    }
  }

  @Test("a server that has ended is told")
  func endedServer() throws {
    #expect(server.end().status == 0)
    try page.click("#example")
    try page.waitForProblem()
    #expect(try page.text("problem").hasPrefix("The server did not answer"))
    page.expectQuiet()
  }

  @Test("one finger scrolls, two zoom, a tap chooses a beat")
  func touch() throws {
    try browser.call("Emulation.setTouchEmulationEnabled", ["enabled": true, "maxTouchPoints": 2])
    try page.openExample()
    let trace = try page.place("trace")
    let (x, y) = trace
    let beginning = try page.text("position")
    try browser.touch([[trace], [(x - 100, y)], [(x - 200, y)]])
    let scrolled = try page.text("position")
    #expect(scrolled != beginning && scrolled.hasSuffix("25 mm/s"))
    // Twice as far apart as they were.
    try browser.touch([
      [(x - 50, y), (x + 50, y)], [(x - 75, y), (x + 75, y)], [(x - 100, y), (x + 100, y)],
    ])
    #expect(try page.text("position").hasSuffix("50 mm/s"))
    #expect(try page.text("beat-facts") == "")
    // Somewhere on a second of trace there is a beat, and a tap takes the nearest.
    try page.click("#standard")
    try browser.touch([[trace]])
    #expect(try page.text("status").hasPrefix("Beat "))
    page.expectQuiet()
  }

  /// The path of axe.min.js, which is no part of this package.
  private static let axe = ProcessInfo.processInfo.environment["ECG_AXE"]

  @Test(
    "axe-core finds nothing against WCAG 2.2 AA", .enabled(if: axe != nil, "ECG_AXE is not set"),
    arguments: [(1280, false), (1280, true), (390, false), (390, true)])
  func axeCore(width: Int, isDark: Bool) throws {
    try browser.setScreen(width: width, isDark: isDark)
    try browser.evaluate(String(contentsOfFile: #require(Self.axe), encoding: .utf8) + "; 0")
    try expectNoViolations()
    try page.openExample()
    try page.click("[data-class=V] [data-step='1']")
    try browser.wait(until: "document.querySelectorAll('#list tr').length > 3")
    try expectNoViolations()
  }

  private func expectNoViolations() throws {
    let found = try browser.evaluate(
      """
      axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }).then(({ passes, violations }) => [
        passes.length > 30 ? "" : "few checks",
        ...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)),
      ].join("\\n").trim())
      """)
    #expect(found as? String == "")
  }
}
