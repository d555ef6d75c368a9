public import ECGClassifier
public import ECGDatasets
public import ECGEvaluation

/// Cross-validation of a recipe for single beats: networks that are scored on beats they have not
/// seen, dealt out by beat, by record or by patient.
///
/// The beats that a training sets apart come from its own part, divided in the same way; the beats
/// that are scored decide nothing. Each training is a run in a folder of its own (see
/// ``TrialRunner``).
public struct BeatCrossValidation: Sendable {
  /// The recipe of all networks.
  public let recipe: Recipe
  /// How beats are dealt out.
  public let divisions: [FoldDivision]
  /// The folds of each division.
  public let folds: Int
  /// How often beats are dealt out anew.
  public let repeats: Int
  /// Decides the folds, the trainings and the intervals; the next ones are those of repeats.
  public let seed: UInt64
  /// Trains and keeps.
  public let runner: TrialRunner

  /// Prepares a cross-validation.
  public init(
    recipe: Recipe, divisions: [FoldDivision], folds: Int = 5, repeats: Int = 1, seed: UInt64 = 1,
    runner: TrialRunner
  ) {
    (self.recipe, self.divisions, self.folds) = (recipe, divisions, folds)
    (self.repeats, self.seed, self.runner) = (repeats, seed, runner)
  }

  /// A training and whose beats it is scored on.
  private struct Part {
    let trial: Trial
    let `repeat`: Int
    let fold: Int
    /// Who or what was held together, beat by beat; nil where nothing was.
    let groups: [String]?
  }

  /// Trains and scores all.
  ///
  /// - Parameters:
  ///   - beats: labelled beats, with their records unless they are dealt out by beat alone.
  ///   - path: where they came from, for messages.
  /// - Throws: `FileError` where records are not known or too few, before anything is trained; what
  ///   ``TrialRunner/outcome(of:title:givingUp:)`` throws.
  public func scores(of beats: BeatDataset, from path: String) throws -> CrossValidationScores {
    let divided = try divisions.map { division in
      (division, try parts(of: beats, by: division, from: path))
    }
    for (_, parts) in divided { for part in parts { _ = try runner.kept(part.trial) } }
    try runner.share(
      divided.flatMap { division, parts in parts.map { ($0.trial, title($0, division)) } })
    let lines = try divided.map { division, parts in
      CrossValidationScores.Line(
        division: division, folds: try parts.map { try fold($0, division) }, task: beats.task,
        repeats: repeats, seed: seed)
    }
    return CrossValidationScores(
      task: beats.task, recipe: recipe.name, folds: folds, repeats: repeats, seed: seed,
      beats: beats.count, isSynthetic: beats.isSynthetic, lines: lines)
  }

  private func parts(
    of beats: BeatDataset, by division: FoldDivision, from path: String
  ) throws -> [Part] {
    try (0..<repeats).flatMap { turn in
      let seed = seed &+ UInt64(turn)
      let dealt = try BeatFolds(beats, by: division, count: folds, seed: seed, from: path)
      return dealt.folds.enumerated().map { number, fold in
        let test = dealt.beats.selecting(fold.test)
        return Part(
          trial: Trial(
            name: "\(division.rawValue)-\(turn + 1)-\(number + 1)", recipe: recipe, seed: seed,
            training: dealt.beats.selecting(fold.training), scored: test), repeat: turn + 1,
          fold: number + 1, groups: test.origins?.map(\.patientOrRecord))
      }
    }
  }

  private func title(_ part: Part, _ division: FoldDivision) -> String {
    let name = "by \(division.rawValue), fold \(part.fold) of \(folds)"
    return repeats > 1 ? "\(name), \(part.repeat) of \(repeats)" : name
  }

  private func fold(
    _ part: Part, _ division: FoldDivision
  ) throws -> CrossValidationScores.Fold {
    let title = title(part, division)
    let outcome = try runner.outcome(of: part.trial, title: title)
    let (labels, predictions) = (
      outcome.evaluation?.labels ?? [], outcome.evaluation?.predictions ?? []
    )
    let classes = part.trial.training.task.classes
    let matrix = ConfusionMatrix(classes: classes, labels: labels, predictions: predictions)
    let beatsOfGroup = Dictionary(grouping: labels.indices) { part.groups?[$0] ?? "" }
    let fold = CrossValidationScores.Fold(
      repeat: part.repeat, number: part.fold, seconds: outcome.seconds, matrix: matrix,
      heldOut: part.groups == nil
        ? [:]
        : beatsOfGroup.mapValues { beats in
          ConfusionMatrix(
            classes: classes, labels: beats.map { labels[$0] },
            predictions: beats.map { predictions[$0] })
        })
    runner.report.note("\(title): \(fold.words)")
    return fold
  }
}
