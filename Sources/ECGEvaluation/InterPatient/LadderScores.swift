public import ECGBeats
import Foundation

/// The scores of classifiers that see more and more, each trained and scored on its own.
public struct LadderScores: Encodable, Sendable {
  /// The beats that are classified.
  public enum Beats: String, CaseIterable, Encodable, Sendable {
    /// Those that experts marked.
    case annotated
    /// Those that are detected.
    case detected
  }

  /// One step.
  public struct Step: Encodable, Sendable {
    /// What its classifier sees.
    public let horizon: BeatHorizon
    /// The beats that are classified.
    public let beats: Beats
    /// The scores of the records trained on, by classifiers that had not seen them.
    public let crossValidation: RecordScores
    /// The scores of the test records.
    public let test: RecordScores
    /// The same without the record whose patient is also in the training part.
    public let testWithoutSharedPatient: RecordScores

    /// Creates a step.
    public init(
      horizon: BeatHorizon, beats: Beats, crossValidation: RecordScores, test: RecordScores,
      testWithoutSharedPatient: RecordScores
    ) {
      self.horizon = horizon
      self.beats = beats
      self.crossValidation = crossValidation
      self.test = test
      self.testWithoutSharedPatient = testWithoutSharedPatient
    }
  }

  /// What the same recipe reaches where beats of every patient are in both parts.
  public struct RandomSplit: Encodable, Sendable {
    /// What its classifier sees.
    public let horizon: BeatHorizon
    /// The scores of the test beats.
    public let test: RecordScores

    /// Creates a score.
    public init(horizon: BeatHorizon, test: RecordScores) {
      self.horizon = horizon
      self.test = test
    }
  }

  /// The steps.
  public let steps: [Step]
  /// The random split by beat, for comparison.
  public let randomSplit: [RandomSplit]

  /// Creates the scores of a ladder.
  public init(steps: [Step], randomSplit: [RandomSplit]) {
    self.steps = steps
    self.randomSplit = randomSplit
  }
}

extension LadderScores: CustomStringConvertible {
  /// The ladder as tables, in lines without a newline at the end.
  public var description: String {
    let header = ["", "accuracy", "macro-F1", "kappa", "jκ"] + Self.classHeader
    var blocks: [String] = []
    for beats in Beats.allCases {
      let steps = steps.filter { $0.beats == beats }
      func table(_ title: String, _ scores: (Step) -> RecordScores) {
        blocks.append(
          "\(title), \(beats.rawValue) beats\n"
            + TextTable(
              rows: [header] + steps.map { [$0.horizon.rawValue] + Self.cells(scores($0).total) }
            ).description)
      }
      table("DS2", \.test)
      table("DS2 without record 202", \.testWithoutSharedPatient)
      table("DS1, cross-validated over records", \.crossValidation)
      blocks.append(
        "DS2, \(beats.rawValue) beats: 95 % intervals over records\n"
          + TextTable(rows: [Self.intervalHeader] + steps.map(Self.intervalRow)).description)
    }
    blocks.append(
      "Split at random by beat, annotated beats: every patient is in both parts\n"
        + TextTable(
          rows: [header] + randomSplit.map { [$0.horizon.rawValue] + Self.cells($0.test.total) }
        ).description)
    for step in steps {
      let rows = step.test.records.map { [$0.name] + Self.cells($0.matrix) }
      blocks.append(
        "DS2 by record: \(step.horizon.rawValue), \(step.beats.rawValue) beats\n"
          + TextTable(rows: [header] + rows).description)
    }
    let names = BeatHorizon.allCases.map { "\($0.rawValue): \($0.title)" }
    return (blocks + [names.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  private static let shown: [BeatLabel] = [.normal, .supraventricular, .ventricular, .fusion]

  private static var classHeader: [String] {
    shown.flatMap { label in ["Se", "+P", "F1"].map { "\(label.letter) \($0)" } }
  }

  private static func decimal(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? "–"
  }

  private static func scores(_ matrix: BeatMatrix) -> [Double?] {
    [matrix.accuracy, matrix.macroF1, matrix.cohensKappa, matrix.jKappaIndex]
      + shown.flatMap { label -> [Double?] in
        let tally = matrix.tally(of: label)
        return [tally.sensitivity, tally.positivePredictivity, tally.f1]
      }
  }

  private static func cells(_ matrix: BeatMatrix) -> [String] { scores(matrix).map(decimal) }

  private static let intervalHeader = ["", "accuracy", "macro-F1", "kappa", "jκ", "S F1", "V F1"]

  private static func intervalRow(_ step: Step) -> [String] {
    guard let intervals = step.test.intervals else { return [step.horizon.rawValue] }
    return [step.horizon.rawValue]
      + [
        intervals.accuracy, intervals.macroF1, intervals.cohensKappa, intervals.jKappaIndex,
        intervals.supraventricularF1, intervals.ventricularF1,
      ].map { "\(decimal($0.low))–\(decimal($0.high))" }
  }

  /// The scores as CSV: a line for each step, part and record, and one for all records of a part.
  public var csv: String {
    var lines = [
      (["horizon", "beats", "part", "record", "accuracy", "macro_f1", "kappa", "jkappa"]
        + ["n", "s", "v", "f"].flatMap { ["\($0)_se", "\($0)_ppv", "\($0)_f1"] })
        .joined(separator: ",")
    ]
    func add(_ head: [String], _ scores: RecordScores) {
      for (name, matrix) in scores.records.map({ ($0.name, $0.matrix) }) + [("all", scores.total)] {
        let values = Self.scores(matrix).map { $0.map { String(format: "%.6f", $0) } ?? "" }
        lines.append((head + [name] + values).joined(separator: ","))
      }
    }
    for step in steps {
      let head = [step.horizon.rawValue, step.beats.rawValue]
      add(head + ["DS2"], step.test)
      add(head + ["DS2 without 202"], step.testWithoutSharedPatient)
      add(head + ["DS1 cross-validated"], step.crossValidation)
    }
    for split in randomSplit {
      add([split.horizon.rawValue, "annotated", "random split"], split.test)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
