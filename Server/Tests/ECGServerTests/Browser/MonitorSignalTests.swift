import ECGDatasets
import ECGTestSupport
import Foundation
import Testing

/// Signals of which nothing can be said in the monitor, with the answers of the real server.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct MonitorSignalTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws {
    page = try ViewerPage(servedBy: ServerProcess())
    try browser.open("\(page.address)monitor")
  }

  /// Plays a table of one lead to its end, and gives the alarms that were raised.
  private func alarms(of samples: [Double?], rate: Double) throws -> [String] {
    try withTemporaryFolder { folder in
      let table = folder.appending(path: "strap.csv")
      let rows = samples.enumerated().map { index, sample in
        String(format: "%.6f,", Double(index) / rate)
          + (sample.map { String(format: "%.4f", $0) } ?? "") + "\n"
      }
      try Data(("time [s],II [mV]\n" + rows.joined()).utf8).write(to: table)
      try browser.evaluate("document.getElementById('speed').value = '50'")
      try page.drop([table])
      try page.wait(for: " is over.", in: "status")
      return try page.texts("#alarms button")
    }
  }

  @Test("a strap that slips off is an alarm of its own, and neither a run nor a rate nor a pause")
  func slipped() throws {
    let (samples, rate) = LiveRouteTests.slipped()
    let alarms = try alarms(of: samples.map { Double($0) }, rate: rate)
    #expect(alarms.contains { $0.hasSuffix("Signal poor: flat") }, "\(alarms)")
    // A run may have begun before the noise was known.
    let others = alarms.filter { !$0.contains("Signal poor") && !$0.hasSuffix(", signal poor") }
    #expect(others.isEmpty, "\(others)")
    #expect(alarms.contains { $0.hasSuffix("Signal poor: noise") }, "\(alarms)")
    page.expectQuiet()
  }

  @Test(
    "samples that are missing are told as such, and are no pause; at their end there is no rate")
  func missing() throws {
    let (_, made) = try Upload.synthetic(beats: 100)
    let rate = SyntheticRecording.samplingRate
    let second = Int(rate)
    var samples: [Double?] = made.samples[0].map { Double($0) }
    for index in 30 * second..<42 * second { samples[index] = nil }
    for index in (samples.count - 10 * second)..<samples.count { samples[index] = nil }
    let alarms = try alarms(of: samples, rate: rate)
    #expect(alarms.count { $0.hasSuffix("Samples missing") } == 2, "\(alarms)")
    #expect(!alarms.contains { $0.contains("No beat") || $0.contains("Pause") }, "\(alarms)")
    #expect(try page.text("rate") == "–")
    page.expectQuiet()
  }
}
