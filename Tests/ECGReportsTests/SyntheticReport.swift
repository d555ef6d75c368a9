import ECGDatasets
import ECGReports
import ECGSignals
import Foundation
import Testing

/// A page on six beats of every class, and what stands in it.
enum SyntheticReport {
  /// CSS pixels in a millimetre.
  static let millimetre = 96 / 25.4
  static let times = [100.5, 101.5, 102, 103.5, 105, 106]
  static let labels = [0, 2, 2, 1, 3, 4]

  /// A report on beats, those above where none are given.
  static func report(
    _ events: RhythmEvents = RhythmEvents(times: times, labels: labels), title: String = "208",
    end: Double = 107.2
  ) -> RecordingReport {
    var report = RecordingReport(
      title: title, lead: "II", source: "detection", summary: RhythmSummary(events, in: 0..<end),
      events: events)
    report.version = "0.0.0"
    return report
  }

  /// A page with one strip of 7.2 s, from 100 s on.
  static func page(
    samples: [Float], rate: Double = 250, unit: String = "mV", title: String = "208"
  ) throws -> String {
    var report = report(title: title)
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    report.strips = [
      RhythmStrip(
        .event(try #require(report.events.events.first)), start: 100, samplingRate: rate,
        samples: samples, unit: unit,
        beats: zip(times, labels).map { (time: $0, symbol: symbols[$1]) })
    ]
    return try report.page()
  }

  /// A step of some units halfway through.
  static func step(_ height: Float) -> [Float] {
    (0..<1800).map { $0 < 900 ? 0 : height }
  }

  /// The first strip or picture of a page.
  static func strip(_ page: String) throws -> Substring {
    try #require(page.firstMatch(of: #/<svg role="img".*?<\/svg>/#.dotMatchesNewlines())).0
  }

  /// The places of the curve.
  static func curve(_ page: String) throws -> [(x: Double, y: Double)] {
    let path = try #require(strip(page).firstMatch(of: #/class="curve" d="([^"]*)"/#)).1
    return path.matches(of: #/[ML]([\d.]+) ([\d.]+)/#).compactMap { match in
      guard let x = Double(match.1), let y = Double(match.2) else { return nil }
      return (x, y)
    }
  }
}
