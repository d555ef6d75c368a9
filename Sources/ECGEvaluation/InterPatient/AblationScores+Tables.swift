import ECGDatasets
import ECGSignals
import ECGText
import Foundation

extension AblationScores: CustomStringConvertible {
  /// A set of records, and its scores in a step.
  private struct Part {
    let name: String
    let scores: @Sendable (Step) -> RecordScores
    let leavesOutHeaviest: Bool

    func matrix(_ step: Step) -> BeatMatrix {
      leavesOutHeaviest
        ? scores(step).total(leavingOut: AblationScores.heaviest) : scores(step).total
    }
  }

  private static let parts = [
    Part(
      name: "44 records, cross-validated by patient", scores: \.crossValidation,
      leavesOutHeaviest: false),
    Part(
      name: "44 records, cross-validated by patient, without record 232", scores: \.crossValidation,
      leavesOutHeaviest: true),
    Part(name: "DS2, trained on DS1", scores: \.test, leavesOutHeaviest: false),
    Part(
      name: "DS2, trained on DS1, without record 232", scores: \.test, leavesOutHeaviest: true),
  ]

  /// The ablation as tables, in lines without a newline at the end.
  public var description: String {
    let blocks: [String?] = [
      intervals("44 records, cross-validated", \.crossValidation), intervals("DS2", \.test),
      byRecord, splitAtRandom, confidence, byFamiliesNamed, ofFibrillation, contexts,
    ]
    return (bySteps + blocks.compactMap(\.self)).joined(separator: "\n\n")
  }

  private static let header = ["leads", "sees"] + BeatScore.ofRecords.map(\.heading)

  /// A table for the beats of each origin and each part.
  private var bySteps: [String] {
    LabelledRecording.Peaks.allCases.flatMap { beats in
      let steps = steps.filter { $0.beats == beats }
      return Self.parts.map { part in
        let rows = steps.map {
          [$0.leads.rawValue, $0.context.rawValue] + Self.cells(part.matrix($0))
        }
        return "\(part.name), \(beats.rawValue) beats\n\(TextTable(rows: [Self.header] + rows))"
      }
    }
  }

  private func intervals(_ name: String, _ scores: KeyPath<Step, RecordScores>) -> String {
    let rows = steps.map { Self.intervalRow($0, $0[keyPath: scores]) }
    return "\(name): 95 % intervals over patients\n\(TextTable(rows: [Self.intervalHeader] + rows))"
  }

  private var byRecord: String? {
    steps.last { $0.beats == .annotated }.map { last in
      let rows = last.crossValidation.records.map { ["", $0.name] + Self.cells($0.matrix) }
      return """
        By record, cross-validated, \(last.leads.rawValue) leads, \(last.context.rawValue), annotated beats; \
        macro-F1 over the classes that beats are of or taken for
        \(TextTable(rows: [Self.header] + rows))
        """
    }
  }

  private var splitAtRandom: String {
    """
    Split at random by beat, every patient in both parts: accuracy \
    \(ScoreText.cell(randomSplit.total.accuracy)), \(BeatScore.f1(of: .supraventricular).heading) \
    \(ScoreText.cell(randomSplit.total.tally(of: .supraventricular).f1))
    """
  }

  private var confidence: String {
    let rows = abstaining.map {
      [String(format: "%g", $0.below), ScoreText.cell($0.coverage), ScoreText.cell($0.accuracy)]
    }
    return """
      Expected calibration error of the whole record, all leads, cross-validated: \
      \(ScoreText.cell(calibrationError))
      \(TextTable(rows: [["abstain below", "classified", "accuracy"]] + rows))
      """
  }

  private var byFamiliesNamed: String {
    """
    A reader names families of each record, those first that are worth it (whole record, all leads)
    \(TextTable(rows: Self.readingRows(readings)))
    """
  }

  private var ofFibrillation: String {
    """
    Fibrillation and flutter, cross-validated: of \(fibrillation.beats) beats \
    \(ScoreText.cell(fibrillation.sensitivity)) found, of all others \
    \(ScoreText.cell(fibrillation.specificity)) left alone
    """
  }

  private var contexts: String {
    BeatContext.allCases.map { "\($0.rawValue): \($0.title)" }.joined(separator: "\n")
  }

  private static func readingRows(_ readings: [Reading]) -> [[String]] {
    let shown: [BeatScore] = [.accuracy] + RecordScores.ectopicF1
    func cells(_ scores: RecordScores) -> [String] {
      shown.map { ScoreText.cell($0.value(of: scores.total)) }
    }
    let head = ["records", "families", "others"] + shown.map(\.heading)
    let outcomes: [(String, KeyPath<Reading, Reading.Outcome>)] = [
      ("44, CV", \.crossValidation), ("DS2", \.test),
    ]
    var rows = [head]
    for (name, outcome) in outcomes {
      for reading in readings {
        let families = reading.families.map { "\($0)" } ?? "all"
        rows.append([name, families, "as found"] + cells(reading[keyPath: outcome].named))
        rows.append([name, families, "fitted"] + cells(reading[keyPath: outcome].adapted))
      }
    }
    return rows
  }

  private static func cells(_ matrix: BeatMatrix) -> [String] {
    BeatScore.ofRecords.map { ScoreText.cell($0.value(of: matrix)) }
  }

  private static let intervalHeader =
    ["beats", "leads", "sees"] + RecordScores.Intervals.scores.map(\.score.heading)

  private static func intervalRow(_ step: Step, _ scores: RecordScores) -> [String] {
    let head = [step.beats.rawValue, step.leads.rawValue, step.context.rawValue]
    guard let intervals = scores.intervals else {
      return head + Array(repeating: "–", count: intervalHeader.count - head.count)
    }
    return head
      + RecordScores.Intervals.scores.map { intervals[keyPath: $0.interval] }
      .map { $0.map { ScoreText.range($0) } ?? "–" }
  }
}
