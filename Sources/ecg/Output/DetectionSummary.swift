import ECGAnalysis
import ECGRecordings
import Foundation

/// What `detect` found: its JSON document, and lines for the terminal.
struct DetectionSummary: Encodable {
  let record: String
  let lead: String
  /// Samples of the lead per second.
  let samplingRate: Double
  /// The lead's length in seconds, and how much of it is missing.
  let seconds: Double
  let missingSeconds: Double
  let beats: Int
  /// Of the intervals between beats, in seconds; nil where there are fewer than two beats.
  let medianInterval: Double?
  let shortestInterval: Double?
  let longestInterval: Double?
  /// The annotations' path, where they were written.
  let annotations: String?

  /// - Parameter file: where the beats were written to.
  init(_ detected: DetectedBeats, file: String?) {
    let rate = detected.samplingRate
    let intervals = zip(detected.peaks.dropFirst(), detected.peaks)
      .map { Double($0 - $1) / rate }.sorted()
    record = detected.recording.name
    lead = detected.lead.name
    samplingRate = rate
    seconds = Double(detected.sampleCount) / rate
    missingSeconds = Double(detected.missingCount) / rate
    beats = detected.peaks.count
    medianInterval =
      intervals.isEmpty
      ? nil : (intervals[(intervals.count - 1) / 2] + intervals[intervals.count / 2]) / 2
    shortestInterval = intervals.first
    longestInterval = intervals.last
    annotations = file
  }

  /// The findings in aligned lines.
  ///
  /// - Parameter choice: the lead, and why it was taken.
  func text(lead choice: LeadChoice) -> String {
    var rows = [
      ["record", record], ["lead", String(choice.description.trimmingPrefix("lead "))],
      ["length", "\(Clock.minutes(seconds)) min at \(String(format: "%g", samplingRate)) Hz"],
    ]
    if missingSeconds > 0 { rows.append(["missing", String(format: "%.1f s", missingSeconds)]) }
    rows.append(["beats", Numerals.count(beats)])
    if let medianInterval, let shortestInterval, let longestInterval {
      rows.append([
        "interval",
        String(
          format: "%.3f s in the median (%.0f a minute), %.3f to %.3f s", medianInterval,
          60 / medianInterval, shortestInterval, longestInterval),
      ])
    }
    return rows.map { $0[0].padding(toLength: 10, withPad: " ", startingAt: 0) + $0[1] }
      .joined(separator: "\n")
  }
}
