import ECGAnalysis
import ECGRecordings
import ECGText
import Foundation

extension DetectionSummary {
  /// The findings in aligned lines.
  ///
  /// - Parameter choice: the lead, and why it was taken.
  func text(lead choice: LeadChoice) -> String {
    var facts: [(name: String, value: String)] = [
      ("record", record), ("lead", String(choice.description.trimmingPrefix("lead "))),
      ("length", "\(RecordingClock.elapsed(seconds)) at \(String(format: "%g", samplingRate)) Hz"),
    ]
    if let start { facts.append(("start", start)) }
    if missingSeconds > 0 { facts.append(("missing", String(format: "%.1f s", missingSeconds))) }
    if ventricularFlutterSeconds > 0 {
      facts.append(
        (
          "VF or flutter",
          "probable for \(RecordingClock.elapsed(ventricularFlutterSeconds)) in all; "
            + ventricularFlutterEpisodes.counted("episode")
        ))
    }
    if !quality.isEmpty, let unusableShare {
      facts.append(("quality", "\(unusableShare.percent(decimals: 1)) unusable"))
    }
    let aside = unusableBeats > 0 ? ", and \(unusableBeats.grouped) unusable ones" : ""
    facts.append(("beats", beats.grouped + aside))
    if let medianInterval, let shortestInterval, let longestInterval {
      facts.append(
        (
          "interval",
          String(
            format: "%.3f s in the median (%.0f a minute), %.3f to %.3f s", medianInterval,
            60 / medianInterval, shortestInterval, longestInterval)
        ))
    }
    return TextTable(facts: facts).description
  }
}
