import ECGAnalysis
import ECGRecordings
import ECGSignals
import ECGText
import Foundation

/// What `detect` found: its JSON document, and lines for the terminal.
struct DetectionSummary: Encodable {
  let record: String
  let lead: String
  /// Samples of the lead per second.
  let samplingRate: Double
  /// When the recording began, as ISO 8601 has it; nil where the file does not say.
  let start: String?
  /// The lead's length in seconds, and how much of it is missing.
  let seconds: Double
  let missingSeconds: Double
  /// The share of the rest in which nothing can be said about beats, in percent, and where.
  let unusableShare: Double
  let quality: [SignalQuality.Episode]
  /// All beats, and those of them that were found there.
  let beats: Int
  let unusableBeats: Int
  /// Of the intervals between usable beats, in seconds; nil where there are none.
  let medianInterval: Double?
  let shortestInterval: Double?
  let longestInterval: Double?
  /// The annotations' path, where they were written.
  let annotations: String?

  /// - Parameter file: where the beats were written to.
  init(_ detected: DetectedBeats, file: String?) {
    let rate = detected.samplingRate
    let events = detected.events
    let intervals = zip(zip(detected.peaks.dropFirst(), detected.peaks), events.intervals)
      .compactMap { ends, interval in interval.map { _ in Double(ends.0 - ends.1) / rate } }
      .sorted()
    record = detected.recording.name
    lead = detected.lead.name
    samplingRate = rate
    start = RecordingClock(start: detected.recording.start).timestamp()
    seconds = Double(detected.sampleCount) / rate
    missingSeconds = Double(detected.missingCount) / rate
    let unusable = RhythmSummary.missing(detected.quality.ranges, in: 0..<max(seconds, 0))
    unusableShare = seconds > missingSeconds ? 100 * unusable / (seconds - missingSeconds) : 0
    quality = detected.quality.episodes
    beats = detected.peaks.count
    unusableBeats = events.isUsable.count { !$0 }
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
      ["length", "\(RecordingClock.elapsed(seconds)) at \(String(format: "%g", samplingRate)) Hz"],
    ]
    if let start { rows.append(["start", start]) }
    if missingSeconds > 0 { rows.append(["missing", String(format: "%.1f s", missingSeconds)]) }
    if !quality.isEmpty {
      rows.append(["quality", String(format: "%.1f %% unusable", unusableShare)])
    }
    let aside = unusableBeats > 0 ? ", \(unusableBeats.grouped) of them unusable" : ""
    rows.append(["beats", beats.grouped + aside])
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
