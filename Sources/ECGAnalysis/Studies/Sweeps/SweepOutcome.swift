import ECGClassifier
public import ECGDatasets
public import ECGEvaluation
import ECGNeuralNetwork
package import ECGText
import Foundation

/// What a ``RecipeSweep`` found: the recipes, the best first.
public struct SweepOutcome: Encodable, Sendable {
  /// One recipe.
  public struct Entry: Sendable {
    /// The recipe and what is set in it.
    public let candidate: SweepSpace.Candidate
    /// How its training went.
    public let trial: TrialOutcome
    /// The score that recipes are ordered by; nil where training was given up, or it
    /// is not defined.
    public let value: Double?
    /// Its 95 % interval from drawing beats; nil where there is none.
    public let interval: Interval?

    init(
      _ candidate: SweepSpace.Candidate, _ trial: TrialOutcome, score: TrialScore, seed: UInt64
    ) {
      (self.candidate, self.trial) = (candidate, trial)
      value = trial.evaluation.flatMap(score.value)
      interval = trial.evaluation.flatMap {
        score.interval(in: BootstrapIntervals($0.confusionMatrix, seed: seed))
      }
    }

    /// The score in words.
    func words(of score: TrialScore) -> String {
      if let reason = trial.givenUp { return "given up, \(reason)" }
      return "\(score.name) \(ScoreText.cell(value, interval)), "
        + String(format: "%.0f s", trial.seconds)
    }
  }

  /// The recipes, the best first, those given up last.
  public let entries: [Entry]
  /// What they are ordered by.
  public let score: TrialScore
  /// The task.
  public let task: BeatTask
  /// `N`, the number of beats that were scored.
  public let beats: Int
  /// The seed of trainings and intervals.
  public let seed: UInt64
  /// Whether the beats are made up.
  public let isSynthetic: Bool

  init(
    _ entries: [Entry], score: TrialScore, task: BeatTask, beats: Int, seed: UInt64,
    isSynthetic: Bool
  ) {
    // Of equals, the first that was named.
    self.entries = entries.enumerated().sorted { one, other in
      if score.isBetter(one.element.value, than: other.element.value) { return true }
      if score.isBetter(other.element.value, than: one.element.value) { return false }
      return one.offset < other.offset
    }.map(\.element)
    (self.score, self.task, self.beats) = (score, task, beats)
    (self.seed, self.isSynthetic) = (seed, isSynthetic)
  }

  /// The best recipe; nil where all were given up.
  public var best: Entry? { entries.first { $0.value != nil } }

  /// What must be known of the scores, in sentences.
  public var remarks: [String] {
    let scored = entries.filter { $0.value != nil }
    var sentences = [
      "\(beats.grouped) validation beats; in parentheses 95 % intervals from drawing beats."
    ]
    if isSynthetic { sentences.append("The beats are synthetic.") }
    let scopes = entries.compactMap { $0.trial.evaluation?.confusionMatrix.macroClasses }
    if let scope = MacroScope(scopes, of: task.classes.count).sentence { sentences.append(scope) }
    if let interval = best?.interval, scored.count > 1 {
      let close = scored.dropFirst().count { $0.value.map(interval.contains) ?? false }
      if close > 0 {
        sentences.append(
          "\(close) of the others \(close == 1 ? "is" : "are") within the interval of the best: "
            + "a comparison of their runs says which differ by more than chance.")
      }
    }
    if scored.count > 1 {
      sentences.append(
        "The best of \(scored.count) looks better on these beats than it is: score it on others at the end."
      )
    }
    return sentences
  }

  /// The fields that are set, in their order.
  private var fields: [String] { entries.first?.candidate.settings.map(\.field) ?? [] }
}

// MARK: - Texts

extension SweepOutcome {
  /// The recipes, one a line.
  package var table: TextTable {
    let others = TrialScore.all.filter { ["macroF1", "accuracy"].contains($0.key) }
      .filter { $0.key != score.key }
    let head = ["", score.name] + others.map(\.name) + ["epochs", "time"] + fields
    let rows = entries.enumerated().map { index, entry in
      [
        "\(index + 1)",
        entry.trial.givenUp == nil ? ScoreText.cell(entry.value, entry.interval) : "given up",
      ]
        + others.map { ScoreText.cell(entry.trial.evaluation.flatMap($0.value)) }
        + ["\(entry.trial.history.epochs.count)", String(format: "%.0f s", entry.trial.seconds)]
        + entry.candidate.settings.map(\.value)
    }
    return TextTable(rows: [head] + rows)
  }

  /// The recipes as CSV:
  /// `rank,KEY,low,high,macroF1,accuracy,macroClasses,epochs,bestEpoch,givenUp,seconds,run` and the
  /// fields, `KEY` being that of the score.
  public var csv: String {
    let others = TrialScore.all.filter {
      ["macroF1", "accuracy"].contains($0.key) && $0.key != score.key
    }
    let scores = [score.key, "low", "high"] + others.map(\.key)
    let course = ["macroClasses", "epochs", "bestEpoch", "givenUp", "seconds", "run"]
    var table = CommaSeparatedText(columns: ["rank"] + scores + course + fields)
    for (index, entry) in entries.enumerated() {
      let trial = entry.trial
      let own: [Double?] = [entry.value, entry.interval?.low, entry.interval?.high]
      let values = own + others.map { trial.evaluation.flatMap($0.value) }
      let course = [
        trial.evaluation?.confusionMatrix.macroClasses.joined(separator: " ") ?? "",
        "\(trial.history.epochs.count)", trial.history.bestEpoch.map { "\($0)" } ?? "",
        trial.givenUp ?? "", String(format: "%.1f", trial.seconds), trial.name,
      ]
      table.append(
        ["\(index + 1)"] + values.map(CommaSeparatedText.cell) + course
          + entry.candidate.settings.map(\.value))
    }
    return table.description
  }
}

extension SweepOutcome {
  private enum CodingKeys: CodingKey {
    case task, metric, beats, seed, synthetic, remark, trials
  }

  /// Encodes the recipes with their scores, the best first.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(task.name, forKey: .task)
    try container.encode(score.key, forKey: .metric)
    try container.encode(beats, forKey: .beats)
    try container.encode(seed, forKey: .seed)
    try container.encode(isSynthetic, forKey: .synthetic)
    try container.encode(remarks.joined(separator: " "), forKey: .remark)
    try container.encode(entries, forKey: .trials)
  }
}

extension SweepOutcome.Entry: Encodable {
  private enum CodingKeys: CodingKey {
    case run, settings, value, interval, macroF1, macroClasses, metrics, epochs, bestEpoch, givenUp,
      seconds
  }

  private struct Setting: Encodable {
    let field: String
    let value: String
  }

  /// Encodes the fields and the scores; what is not defined as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(trial.name, forKey: .run)
    try container.encode(
      candidate.settings.map { Setting(field: $0.field, value: $0.value) }, forKey: .settings)
    try container.encode(value, forKey: .value)
    try container.encode(interval, forKey: .interval)
    try container.encode(trial.evaluation?.f1.macro, forKey: .macroF1)
    try container.encode(
      trial.evaluation?.confusionMatrix.macroClasses ?? [], forKey: .macroClasses)
    try container.encode(trial.evaluation.map { MetricValues($0) }, forKey: .metrics)
    try container.encode(trial.history.epochs.count, forKey: .epochs)
    try container.encode(trial.history.bestEpoch, forKey: .bestEpoch)
    try container.encode(trial.givenUp, forKey: .givenUp)
    try container.encode(trial.seconds, forKey: .seconds)
  }
}
