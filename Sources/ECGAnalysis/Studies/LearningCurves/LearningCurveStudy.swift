public import ECGClassifier
public import ECGDatasets
public import ECGEvaluation
import ECGNeuralNetwork

/// Trains networks on more and more of the beats, and scores all of them on the same
/// validation beats.
///
/// The beats that the recipe's split sets apart are scored; of the others each share holds all of
/// the smaller ones and the same of every class. Each training is a run in a folder of its own (see
/// ``TrialRunner``), and all trainings set beats apart in one way: by patient, or, where the
/// patients of one of the shares are too few for that, by beat.
public struct LearningCurveStudy: Sendable {
  /// The recipe of all networks.
  public let recipe: Recipe
  /// The shares of the beats, ascending.
  public let shares: [Double]
  /// The networks of each share, with the seeds from ``seed`` on.
  public let repeats: Int
  /// Decides which beats are chosen, the trainings and the intervals.
  public let seed: UInt64
  /// Trains and keeps.
  public let runner: TrialRunner

  /// Prepares a study.
  ///
  /// - Precondition: shares are above 0 and not above 1.
  public init(
    recipe: Recipe, shares: [Double], repeats: Int = 1, seed: UInt64 = 1, runner: TrialRunner
  ) {
    precondition(shares.allSatisfy { $0 > 0 && $0 <= 1 })
    (self.recipe, self.shares, self.repeats) = (recipe, Set(shares).sorted(), repeats)
    (self.seed, self.runner) = (seed, runner)
  }

  /// Trains and scores all.
  ///
  /// - Parameter beats: labelled beats to train with.
  /// - Throws: ``StudyError`` where the recipe sets no beats apart; what
  ///   ``TrialRunner/outcome(of:title:givingUp:)`` throws.
  public func curve(of beats: BeatDataset) throws -> LearningCurve {
    let split = try recipe.scoredSplit(of: beats, where: "networks are scored")
    let (rest, scored) = (beats.selecting(split.training), beats.selecting(split.validation))
    var trials = shares.map { share in
      (0..<repeats).map { turn in
        let seed = seed &+ UInt64(turn)
        return Trial(
          name: "\(share)-\(turn + 1)", recipe: recipe, seed: seed,
          training: rest.sample(share, seed: seed), scored: scored)
      }
    }
    var splits = trials.map { $0.map { recipe.split(of: $0.training) } }
    let isByPatient = Set(splits.joined().map(\.isByPatient))
    if isByPatient.count > 1 {
      // A step between two points would be that from one kind of split to the other.
      trials = trials.map { $0.map(\.withoutPatients) }
      splits = trials.map { $0.map { recipe.split(of: $0.training) } }
      runner.report.note(
        """
        The patients of the smaller shares are too few to set some of them apart in training: for all shares alike \
        beats of every class are.
        """)
    }
    for trial in trials.joined() { _ = try runner.kept(trial) }
    try runner.share(
      zip(shares, trials).flatMap { share, trials in
        trials.enumerated().map { ($1, title($0, share: share)) }
      })
    let points = try zip(zip(shares, trials), splits).map { point, splits in
      let (share, trials) = point
      return LearningCurve.Point(
        share: share, beats: trials.first?.training.count ?? 0,
        trainedBeats: splits.first?.training.count ?? 0,
        scores: try trials.enumerated().compactMap { turn, trial in
          try score(trial, turn, share: share)
        })
    }
    return LearningCurve(
      task: beats.task, recipe: recipe.name, scoredBeats: scored.count,
      isSynthetic: beats.isSynthetic, points: points)
  }

  private func title(_ turn: Int, share: Double) -> String {
    "share \(share)" + (repeats > 1 ? ", \(turn + 1) of \(repeats)" : "")
  }

  private func score(
    _ trial: Trial, _ turn: Int, share: Double
  ) throws -> LearningCurve.Scores? {
    let outcome = try runner.outcome(of: trial, title: title(turn, share: share))
    return outcome.evaluation.map { LearningCurve.Scores($0, seed: trial.seed) }
  }
}
