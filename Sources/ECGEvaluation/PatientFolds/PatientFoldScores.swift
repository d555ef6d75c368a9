public import ECGDatasets
import ECGText
import Foundation

/// What cross-validation over patients gives, beside the same over beats: networks from scratch,
/// with frozen and with fine-tuned convolutions of another.
public struct PatientFoldScores: Encodable, Sendable {
  /// What networks begin with.
  public enum Start: String, CaseIterable, Encodable, Sendable {
    /// Random weights.
    case scratch
    /// The convolutions of another network, which stay as they are.
    case frozen
    /// The convolutions of another network, trained on.
    case fineTuned = "fine-tuned"
  }

  /// The scores of one kind of network under one division.
  public struct Line: Encodable, Sendable {
    /// What was held together.
    public let division: FoldDivision
    /// What networks began with.
    public let start: Start
    /// The scores of all folds together, each beat scored by the network that had not seen it.
    public let scores: PatientScores

    /// Creates a line.
    public init(division: FoldDivision, start: Start, scores: PatientScores) {
      self.division = division
      self.start = start
      self.scores = scores
    }
  }

  /// The task.
  public let task: BeatTask
  /// How many folds there are.
  public let folds: Int
  /// The name of the recipe.
  public let recipe: String
  /// The seed of folds, trainings and draws.
  public let seed: UInt64
  /// Where the convolutions come from, in words.
  public let source: String
  /// The lines.
  public let lines: [Line]

  /// Creates the outcome of a cross-validation.
  public init(
    task: BeatTask, folds: Int, recipe: String, seed: UInt64, source: String, lines: [Line]
  ) {
    self.task = task
    self.folds = folds
    self.recipe = recipe
    self.seed = seed
    self.source = source
    self.lines = lines
  }

  private enum CodingKeys: CodingKey { case task, folds, recipe, seed, source, remark, lines }

  /// Encodes the scores, with what must be known of them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(task.name, forKey: .task)
    try container.encode(folds, forKey: .folds)
    try container.encode(recipe, forKey: .recipe)
    try container.encode(seed, forKey: .seed)
    try container.encode(source, forKey: .source)
    try container.encode(remarks.joined(separator: " "), forKey: .remark)
    try container.encode(lines, forKey: .lines)
  }
}

extension PatientFoldScores {
  /// The patients of a class from which on a report does not call them few.
  private static let enough = 50

  /// What must be known of the scores, in sentences.
  public var remarks: [String] {
    let patients = lines.first?.scores.eachPatient ?? []
    let found = patients.count { $0.label == BeatTask.positiveLabel }
    let positive = task.classes[BeatTask.positiveLabel]
    let counted = "\(patients.count) patients, \(found) of them with \(positive.name)"
    let areFew = min(found, patients.count - found) < Self.enough
    return [
      areFew
        ? """
        \(counted), are few: one of them more or less moves every score by patient, and the intervals are \
        wide for that.
        """ : "\(counted).",
      """
      The intervals are those of 95 % from drawing patients, not beats, with replacement. They do not \
      contain what another seed of the training would change.
      """,
      """
      Where the split is by beat, every patient is in both parts, and a network can know them; the \
      difference to the split by patient is what such a score promises too much.
      """,
      """
      Each beat is decided at the threshold that its network chose on its own validation beats, or at 0.5 \
      where those were of fewer than five patients of a class; a patient by the mean probability of the \
      beats.
      """,
    ]
  }

  /// A table of the scores of one division, by beat or by patient.
  package struct Table {
    package let title: String
    package let columns = ["", "accuracy", "sensitivity", "specificity", "ROC-AUC"]
    package let rows: [(name: String, scores: [PatientScores.Score])]
  }

  /// The tables, in the order they are shown.
  package var tables: [Table] {
    // From what is honest on.
    FoldDivision.allCases.reversed().flatMap { division -> [Table] in
      let lines = lines.filter { $0.division == division }
      guard !lines.isEmpty else { return [] }
      return [("beat", \PatientScores.beats), ("patient", \PatientScores.patients)].map {
        unit, path in
        let count = lines.first?.scores[keyPath: path].count ?? 0
        return Table(
          title: "Split by \(division.rawValue), scored by \(unit): \(count) \(unit)s",
          rows: lines.map { line in
            let scores = line.scores[keyPath: path]
            return (
              line.start.rawValue,
              [scores.accuracy, scores.sensitivity, scores.specificity, scores.rocAUC]
            )
          })
      }
    }
  }

  /// What was done, in a sentence.
  package var method: String {
    """
    \(folds) folds, recipe \(recipe), seed \(seed). Frozen and fine-tuned networks begin with the \
    \(source).
    """
  }

  /// The patients as CSV: a line for each of them in each line of the table.
  public var csv: String {
    var table = CommaSeparatedText(columns: [
      "split", "network", "patient", "class", "beats", "beat_accuracy", "probability", "threshold",
      "decision",
    ])
    for line in lines {
      for patient in line.scores.eachPatient {
        let shares = [patient.beatAccuracy, patient.probability, patient.threshold]
        table.append(
          [line.division.rawValue, line.start.rawValue, patient.name]
            + [task.classes[patient.label].symbol, "\(patient.beats)"]
            + shares.map { String(format: "%.6f", $0) } + [task.classes[patient.decision].symbol])
      }
    }
    return table.description
  }
}

extension PatientFoldScores: CustomStringConvertible {
  /// The scores as tables, in lines without a newline at the end.
  public var description: String {
    let blocks = tables.map { table in
      let rows = table.rows.map { row in [row.name] + row.scores.map(Self.cell) }
      return "\(table.title)\n" + TextTable(rows: [table.columns] + rows).description
    }
    return ([method] + blocks + [remarks.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  private static func cell(_ score: PatientScores.Score) -> String {
    ScoreText.cell(score.value, score.interval, places: 3)
  }
}
