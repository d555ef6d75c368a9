import ECGText

/// A comparison where neither side tells beats apart, as detectors do not: how well beats are
/// found, and no tables of classes.
struct DetectionReport: CustomStringConvertible {
  private let summary: ComparisonSummary

  /// - Returns: nil where one side tells beats apart.
  init?(_ summary: ComparisonSummary) {
    guard summary.matrix.isOfDetection else { return nil }
    self.summary = summary
  }

  var description: String {
    let head = ["record", "beats", "detections", "Se", "+P", "F1", "RMS RR error (ms)"]
    var rows = summary.records.map { row($0.record, $0.matrix.qrs, $0.rmsIntervalError) }
    if rows.count > 1 {
      rows.append(row("all", summary.matrix.qrs, summary.averageIntervalError))
    }
    return "\(TextTable(rows: [head] + rows))\n\n"
      + "Neither side tells beats apart: detection alone is compared."
  }

  private func row(_ name: String, _ tally: DetectionTally, _ error: Double?) -> [String] {
    let scores = [tally.sensitivity, tally.positivePredictivity, tally.f1]
    return [name, String(tally.beats), String(tally.detections)]
      + scores.map { $0.text("%.4f", else: "-") } + [error.text("%.2f", else: "-")]
  }
}

extension BeatMatrix {
  /// The classes whose beats the reference has.
  private var referenceClasses: [BeatLabel] {
    BeatLabel.classes.filter { sum([$0], BeatLabel.allCases) > 0 }
  }

  /// The classes whose beats the test has.
  private var testClasses: [BeatLabel] {
    BeatLabel.classes.filter { sum(BeatLabel.allCases, [$0]) > 0 }
  }

  /// Whether neither side tells beats apart: all of a side are normal, or all unclassified.
  public var isOfDetection: Bool {
    [referenceClasses, testClasses].allSatisfy(Self.tellNothing)
  }

  /// Whether the test tells nothing apart where the reference does, as a detector's annotations.
  public var isTestOfDetection: Bool {
    Self.tellNothing(testClasses) && !testClasses.isEmpty && !isOfDetection
  }

  private static func tellNothing(_ classes: [BeatLabel]) -> Bool {
    classes.count <= 1 && classes.allSatisfy { $0 == .normal || $0 == .unknown }
  }
}
