public import ECGDatasets
public import ECGSignals
import ECGText
import Foundation

/// The scores of classifiers of recordings on patients they have not seen, by how much they see.
public struct AblationScores: Encodable, Sendable {
  /// One step.
  public struct Step: Encodable, Sendable {
    /// What its classifier sees.
    public let context: BeatContext
    /// The leads it sees.
    public let leads: LabelledRecording.Leads
    /// The beats that are classified.
    public let beats: LabelledRecording.Peaks
    /// The scores of all records, by classifiers that had not seen the patient.
    public let crossValidation: RecordScores
    /// The scores of the test records, DS2, by classifiers trained on DS1.
    public let test: RecordScores

    /// Creates a step.
    public init(
      context: BeatContext, leads: LabelledRecording.Leads, beats: LabelledRecording.Peaks,
      crossValidation: RecordScores, test: RecordScores
    ) {
      self.context = context
      self.leads = leads
      self.beats = beats
      self.crossValidation = crossValidation
      self.test = test
    }
  }

  /// The steps.
  public let steps: [Step]
  /// What the same recipe reaches where beats of every patient are in both parts, for comparison.
  public let randomSplit: RecordScores
  /// The expected calibration error of the whole record with all leads, cross-validated.
  public let calibrationError: Double
  /// What a confidence below which beats are left unclassified costs and gains, for the same answers.
  public let abstaining: [Abstaining]

  /// The beats that are left where unsure ones are not classified.
  public struct Abstaining: Encodable, Sendable {
    /// The confidence below which beats are left out.
    public let below: Double
    /// The share of the beats that are classified.
    public let coverage: Double
    /// The accuracy on those; nil where there are none.
    public let accuracy: Double?

    /// Creates a row.
    public init(below: Double, coverage: Double, accuracy: Double?) {
      (self.below, self.coverage, self.accuracy) = (below, coverage, accuracy)
    }
  }

  /// What a reader gains.
  public struct Reading: Encodable, Sendable {
    /// The scores after families were named.
    public struct Outcome: Encodable, Sendable {
      /// Where their beats alone have changed.
      public let named: RecordScores
      /// Where the others were fitted to them.
      public let adapted: RecordScores

      /// Creates the scores.
      public init(named: RecordScores, adapted: RecordScores) {
        (self.named, self.adapted) = (named, adapted)
      }
    }

    /// The families of each record that a reader named; nil for all.
    public let families: Int?
    /// Cross-validated over all records.
    public let crossValidation: Outcome
    /// On DS2, of classifiers that learnt from DS1.
    public let test: Outcome

    /// Creates a row.
    public init(families: Int?, crossValidation: Outcome, test: Outcome) {
      (self.families, self.crossValidation, self.test) = (families, crossValidation, test)
    }
  }

  /// How well atrial fibrillation and flutter are told, beat by beat.
  public struct Fibrillation: Encodable, Sendable {
    /// The beats in fibrillation or flutter.
    public let beats: Int
    /// The share of them at which it is more probable than not.
    public let sensitivity: Double
    /// The share of the other beats at which it is not.
    public let specificity: Double

    /// Creates the shares.
    public init(beats: Int, sensitivity: Double, specificity: Double) {
      (self.beats, self.sensitivity, self.specificity) = (beats, sensitivity, specificity)
    }
  }

  /// What a reader gains who names the families of each record that are most worth a look, for the same answers.
  public let readings: [Reading]
  /// How well fibrillation is told, by the same classifiers.
  public let fibrillation: Fibrillation

  /// Creates the scores of an ablation.
  public init(
    steps: [Step], randomSplit: RecordScores, calibrationError: Double, abstaining: [Abstaining],
    readings: [Reading], fibrillation: Fibrillation
  ) {
    self.readings = readings
    self.fibrillation = fibrillation
    self.steps = steps
    self.randomSplit = randomSplit
    self.calibrationError = calibrationError
    self.abstaining = abstaining
  }

  /// The record that holds three of four supraventricular beats of DS2.
  private static let heaviest: Set<String> = ["232"]
}

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
    let header = ["leads", "sees"] + BeatScore.ofRecords.map(\.heading)
    var blocks: [String] = []
    for beats in LabelledRecording.Peaks.allCases {
      let steps = steps.filter { $0.beats == beats }
      for part in Self.parts {
        blocks.append(
          "\(part.name), \(beats.rawValue) beats\n"
            + TextTable(
              rows: [header]
                + steps.map {
                  [$0.leads.rawValue, $0.context.rawValue] + Self.cells(part.matrix($0))
                }
            ).description)
      }
    }
    for (name, scores) in [
      ("44 records, cross-validated", \Step.crossValidation), ("DS2", \Step.test),
    ] {
      blocks.append(
        "\(name): 95 % intervals over patients\n"
          + TextTable(
            rows: [Self.intervalHeader]
              + steps.map { Self.intervalRow($0, $0[keyPath: scores]) }
          ).description)
    }
    if let last = steps.last(where: { $0.beats == .annotated }) {
      let rows = last.crossValidation.records.map { ["", $0.name] + Self.cells($0.matrix) }
      blocks.append(
        "By record, cross-validated, \(last.leads.rawValue) leads, \(last.context.rawValue), annotated beats; "
          + "macro-F1 over the classes that beats are of or taken for\n"
          + TextTable(rows: [header] + rows).description)
    }
    blocks.append(
      "Split at random by beat, every patient in both parts: accuracy "
        + "\(ScoreText.cell(randomSplit.total.accuracy)), \(BeatScore.f1(of: .supraventricular).heading) "
        + ScoreText.cell(randomSplit.total.tally(of: .supraventricular).f1))
    blocks.append(
      "Expected calibration error of the whole record, all leads, cross-validated: "
        + ScoreText.cell(calibrationError) + "\n"
        + TextTable(
          rows: [["abstain below", "classified", "accuracy"]]
            + abstaining.map {
              [
                String(format: "%g", $0.below), ScoreText.cell($0.coverage),
                ScoreText.cell($0.accuracy),
              ]
            }
        ).description)
    blocks.append(
      "A reader names families of each record, those first that are worth it (whole record, all leads)\n"
        + TextTable(rows: Self.readingRows(readings)).description)
    blocks.append(
      "Fibrillation and flutter, cross-validated: of \(fibrillation.beats) beats "
        + "\(ScoreText.cell(fibrillation.sensitivity)) found, of all others "
        + "\(ScoreText.cell(fibrillation.specificity)) left alone")
    let names = BeatContext.allCases.map { "\($0.rawValue): \($0.title)" }
    return (blocks + [names.joined(separator: "\n")]).joined(separator: "\n\n")
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

  /// The scores as CSV: a line for each step, part and record, and one for all records of a part.
  public var csv: String {
    var table = CommaSeparatedText(
      columns: ["context", "leads", "beats", "part", "record"] + BeatScore.ofRecords.map(\.column))
    func add(_ head: [String], _ scores: RecordScores) {
      let all = [
        ("all", scores.total), ("all but 232", scores.total(leavingOut: Self.heaviest)),
      ]
      for (name, matrix) in scores.records.map({ ($0.name, $0.matrix) }) + all {
        table.append(head + [name] + matrix.scoreCells)
      }
    }
    for step in steps {
      let head = [step.context.rawValue, step.leads.rawValue, step.beats.rawValue]
      add(head + ["44 records cross-validated"], step.crossValidation)
      add(head + ["DS2"], step.test)
    }
    add([BeatContext.record.rawValue, "all", "annotated", "random split"], randomSplit)
    return table.description
  }
}

extension RecordScores {
  /// The counts of all records but some.
  public func total(leavingOut names: Set<String>) -> BeatMatrix {
    records.reduce(BeatMatrix()) { names.contains($1.name) ? $0 : $0 + $1.matrix }
  }
}
