public import ECGRecordings
import ECGText
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
    if summary.unusable > 0, let share = summary.unusableShare {
      facts.append(
        (
          "quality",
          "\(share.percent(decimals: 1)) unusable"
            + (summary.unusableBeats > 0
              ? ", \(summary.unusableBeats) beat\(summary.unusableBeats == 1 ? "" : "s") there not counted"
              : "")
        ))
    }
    guard summary.beats > 0 else {
      return facts + (unknown.map { [("rhythm", $0)] } ?? [])
    }
    if let rate = summary.rate {
      let extremes = rate.extremes.map { ", \($0)" } ?? ""
      facts.append(("rate", String(format: "%.0f a minute in the mean", rate.mean) + extremes))
    }
    if let burden = summary.ectopicBurden {
      facts.append(("ectopic burden", "\(burden.percent(decimals: 2)) of the usable beats"))
    }
    for ectopy in summary.ectopy where ectopy.beats > 0 { facts.append(describe(ectopy)) }
    let longest = summary.longestPause.text(", the longest %.2f s", else: "")
    facts.append(
      (
        "pauses",
        "\(summary.pauses) of \(String(format: "%g", RhythmEvents.pauseLength)) s or more\(longest)"
      ))
    return facts
  }

  /// That without beats the rhythm is not known; nil where the ventricles flutter all the time.
  package var unknown: String? {
    guard let flutter = summary.ventricularFlutter else {
      return "unknown: there are no beats to judge by"
    }
    // Where it begins and ends is known to about a second.
    return summary.end - summary.start - summary.missing - flutter < 2 * Self.blurred
      ? nil : "unknown beside ventricular flutter: there are no beats to judge by"
  }
  private static let blurred = 1.0

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
      "\(ectopy.beats)\(ectopy.burden.map { " (\($0.percent(decimals: 2)))" } ?? ""): "
        + counts + (run ?? "")
    )
  }

  /// A table of hours or other parts: its headings and rows. How much of each is usable is told
  /// where of one it is not all: few beats are then no slow heart. So is how long the ventricles
  /// flutter, where they do in one.
  ///
  /// - Parameters:
  ///   - hours: the parts.
  ///   - clock: tells when they begin.
  public static func table(
    of hours: [RhythmSummary], clock: RecordingClock
  ) -> (columns: [String], rows: [[String]]) {
    let isWhole = hours.allSatisfy { $0.missing + $0.unusable == 0 }
    let hasFlutter = hours.contains { $0.ventricularFlutter != nil }
    let columns =
      ["from"] + (isWhole ? [] : ["usable"]) + (hasFlutter ? ["VF"] : []) + [
        "beats", "mean", "lowest", "highest",
      ]
      + AAMIClass.ectopic.map { String($0.letter) } + ["couplets", "runs", "pauses"]
    let rows = hours.map { hour in
      [clock.text(at: hour.start)]
        + (isWhole ? [] : [RecordingClock.elapsed(hour.usableSeconds)])
        + (hasFlutter ? [hour.ventricularFlutter.map { RecordingClock.elapsed($0) } ?? "–"] : [])
        + cells(hour)
    }
    return (columns, rows)
  }

  /// What the table has of an hour, but for its beginning and how much of it is usable.
  private static func cells(_ hour: RhythmSummary) -> [String] {
    func rate(_ value: Double?) -> String { value.text("%.0f") }
    func sum(_ count: (RhythmSummary.Ectopy) -> Int) -> String {
      "\(hour.ectopy.reduce(0) { $0 + count($1) })"
    }
    return [
      "\(hour.beats)", rate(hour.rate?.mean), rate(hour.rate?.lowest), rate(hour.rate?.highest),
    ] + hour.ectopy.map { "\($0.beats)" } + [sum(\.couplets), sum(\.runs), "\(hour.pauses)"]
  }
}
