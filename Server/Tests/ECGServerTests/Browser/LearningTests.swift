import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// What the corrections of a person say of other beats, in a real browser with the real server.
@Suite(
  .serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"),
  .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
struct LearningTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(servedBy: ServerProcess()) }

  @Test(
    "what is like a corrected family is proposed as the library has it, made when wanted, and undone"
  )
  func learning() throws {
    let mitdb = try #require(RealData.mitdb)
    try page.drop(["hea", "dat"].map { mitdb.appending(path: "208.\($0)") })
    try page.waitForRecording()
    let found = try page.counts()
    let result = try ClassifiedRecording(
      .open(mitdb.appending(path: "208").path), beats: .detected, by: .pretrained())
    // The largest family of fusion beats is ventricular.
    let largest = try #require(
      result.families.families.indices.filter { result.families.families[$0].label == 3 }
        .max { result.families.families[$0].beats.count < result.families.families[$1].beats.count }
    )
    let signals = result.leads
    var reader = try result.recording.reader(signals: signals)
    var samples = signals.map { _ in [Float]() }
    while let block = try reader.next() {
      for (place, part) in block.samples.enumerated() { samples[place] += part }
    }
    let beats = try RecordingBeats(
      signals: samples, peaks: result.peaks, samplingRate: result.samplingRate)
    let adapted = FamilyAdaptation(
      of: beats, families: result.families, labels: result.labels,
      probabilities: result.probabilities, events: result.events
    ).labels(naming: [largest: 2])
    let members = Set(result.families.families[largest].beats)
    let expected = adapted.indices.filter {
      !members.contains($0) && adapted[$0] != result.labels[$0]
    }

    try page.click("[data-key=F\(largest + 1)]")
    try browser.press("3")
    try browser.wait(until: "!document.getElementById('proposals').hidden")
    let proposed = try #require(
      try browser.evaluate("document.querySelector('#proposals h2').textContent") as? String)
    let count = try #require(proposed.firstMatch(of: /: (\d+) beats?$/).flatMap { Int($0.1) })
    // The page has probabilities of four digits, and reckons with other roundings.
    #expect(abs(count - expected.count) <= expected.count / 50)
    let corrected = try page.counts()
    #expect(corrected[3] == found[3] - members.count)
    try page.expectAccessible()
    try page.click("#proposals > .group button")
    #expect(
      try page.text("status")
        == "\(count) \(count == 1 ? "beat" : "beats") changed as learned; Undo brings them back.")
    #expect(try page.counts() != corrected)
    try page.wait(for: "\(members.count + count) labels changed", in: "corrections")
    try browser.press("z", .control)
    #expect(try page.counts() == corrected)
    try browser.wait(until: "!document.getElementById('proposals').hidden")
    try page.click("#proposals > .group button:nth-of-type(2)")
    #expect(try browser.evaluate("document.getElementById('proposals').hidden") as? Bool == true)
    #expect(try page.counts() == corrected)
    page.expectQuiet()
  }
}
