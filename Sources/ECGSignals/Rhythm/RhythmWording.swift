public import ECGRecordings
import Foundation

/// A summary in words, for terminals and pages.
public struct RhythmWording: Sendable {
  private let summary: RhythmSummary
  private let clock: RecordingClock

  /// Puts a summary into words.
  ///
  /// - Parameters:
  ///   - summary: what it is of.
  ///   - clock: tells when things were.
  public init(_ summary: RhythmSummary, clock: RecordingClock = RecordingClock()) {
    self.summary = summary
    self.clock = clock
  }

  /// What there is to say, in reading order.
  public var facts: [(name: String, value: String)] {
    let classes = AAMIClass.allCases
      .map { "\($0.letter) \(summary.classes[String($0.letter)] ?? 0)" }.joined(separator: ", ")
    var facts = [(name: "beats", value: "\(summary.beats): \(classes)")]
    if summary.missing > 0 {
      facts.append(("missing", String(format: "%.1f s", summary.missing)))
    }
    if summary.unusable > 0 {
      facts.append(
        (
          "quality",
          String(format: "%.1f %% unusable", summary.unusableShare)
            + (summary.unusableBeats > 0
              ? ", \(summary.unusableBeats) beats there not counted" : "")
        ))
    }
    guard summary.beats > 0 else {
      return facts + [("rhythm", "unknown: there are no beats to judge by")]
    }
    if let rate = summary.rate {
      let extremes = rate.extremes.map { ", \($0)" } ?? ""
      facts.append(("rate", String(format: "%.0f a minute in the mean", rate.mean) + extremes))
    }
    facts.append(
      ("ectopic burden", String(format: "%.2f %% of the usable beats", summary.ectopicBurden)))
    for ectopy in summary.ectopy where ectopy.beats > 0 { facts.append(describe(ectopy)) }
    let longest = summary.longestPause.map { String(format: ", the longest %.2f s", $0) } ?? ""
    facts.append(
      (
        "pauses",
        "\(summary.pauses) of \(String(format: "%g", RhythmEvents.pauseLength)) s or more\(longest)"
      ))
    return facts
  }

  private func describe(_ ectopy: RhythmSummary.Ectopy) -> (name: String, value: String) {
    let counts = [
      (ectopy.couplets, "couplet"), (ectopy.runs, "run"), (ectopy.bigeminy, "bigeminy"),
      (ectopy.trigeminy, "trigeminy"),
    ]
    .map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    let run = ectopy.longestRunStart.map {
      ", the longest run \(ectopy.longestRun) beats at \(clock.text(at: $0))"
    }
    return (
      "class \(ectopy.class)",
      String(format: "%d (%.2f %%): ", ectopy.beats, ectopy.burden) + counts + (run ?? "")
    )
  }

  /// The headings of a table of hours.
  public static let hourColumns =
    ["from", "beats", "mean", "lowest", "highest"] + AAMIClass.ectopic.map { String($0.letter) }
    + ["couplets", "runs", "pauses"]

  /// The hour's row in such a table.
  public var hourCells: [String] {
    func rate(_ value: Double?) -> String { value.map { String(format: "%.0f", $0) } ?? "–" }
    func sum(_ count: (RhythmSummary.Ectopy) -> Int) -> String {
      "\(summary.ectopy.reduce(0) { $0 + count($1) })"
    }
    return [
      clock.text(at: summary.start), "\(summary.beats)", rate(summary.rate?.mean),
      rate(summary.rate?.lowest), rate(summary.rate?.highest),
    ] + summary.ectopy.map { "\($0.beats)" }
      + [sum(\.couplets), sum(\.runs), "\(summary.pauses)"]
  }
}
