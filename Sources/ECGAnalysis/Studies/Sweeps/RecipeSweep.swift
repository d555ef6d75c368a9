import ECGClassifier
public import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork

/// Trains a network by each of some recipes, and says which does best on the beats that
/// training sets apart.
///
/// No test beats are looked at. Each training is a run in a folder of its own (see
/// ``TrialRunner``), so that a sweep that was ended goes on where it was, and one with more values
/// trains what is new alone.
public struct RecipeSweep: Sendable {
  /// The recipes.
  public let candidates: [SweepSpace.Candidate]
  /// What they are ordered by.
  public let score: TrialScore
  /// The seed of each training, and of the intervals.
  public let seed: UInt64
  /// Whether trainings without promise are given up.
  public let stopsHopeless: Bool
  /// Trains and keeps.
  public let runner: TrialRunner

  /// Prepares a sweep.
  public init(
    _ candidates: [SweepSpace.Candidate], score: TrialScore = .macroF1, seed: UInt64 = 1,
    stopsHopeless: Bool = false, runner: TrialRunner
  ) {
    (self.candidates, self.score, self.seed) = (candidates, score, seed)
    (self.stopsHopeless, self.runner) = (stopsHopeless, runner)
  }

  /// Trains all.
  ///
  /// - Parameter beats: labelled beats to train with.
  /// - Throws: `RecipeError` where a recipe cannot be trained, ``StudyError`` where recipes cannot
  ///   be compared, both before anything is trained; what
  ///   ``TrialRunner/outcome(of:title:givingUp:)`` throws.
  public func outcome(on beats: BeatDataset) throws -> SweepOutcome {
    try check(beats)
    let trials = trials(on: beats)
    // A folder of other trials is told before any work.
    for trial in trials { _ = try runner.kept(trial) }
    func title(_ number: Int) -> String { "\(number + 1) of \(trials.count)" }
    try runner.share(trials.enumerated().map { ($1, title($0)) })
    var entries: [SweepOutcome.Entry] = []
    var rule = MedianStopping()
    for (number, (candidate, trial)) in zip(candidates, trials).enumerated() {
      let title = title(number)
      let (known, epochs) = (rule, trial.recipe.epochs)
      let isHopeless: @Sendable (TrainingHistory) -> String? = {
        known.reason(toEnd: $0, of: epochs)
      }
      let outcome = try runner.outcome(
        of: trial, title: title, givingUp: stopsHopeless ? isHopeless : nil)
      rule.add(outcome.history)
      let entry = SweepOutcome.Entry(candidate, outcome, score: score, seed: seed)
      runner.report.note("\(title)  \(candidate.title): \(entry.words(of: score))")
      entries.append(entry)
    }
    return SweepOutcome(
      entries, score: score, task: beats.task, beats: trials.first?.scoredBeats.count ?? 0,
      seed: seed, isSynthetic: beats.isSynthetic)
  }

  private func trials(on beats: BeatDataset) -> [Trial] {
    var trials: [Trial] = []
    var names: Set<String> = []
    for candidate in candidates {
      let plain = Trial.folderName(candidate.title)
      var (name, number) = (plain, 2)
      // Values that differ in characters alone that folders do not have.
      while !names.insert(name).inserted {
        name = "\(plain)-\(number)"
        number += 1
      }
      trials.append(
        Trial(name: name, recipe: candidate.document.recipe, seed: seed, training: beats))
    }
    return trials
  }

  private func check(_ beats: BeatDataset) throws {
    guard let first = candidates.first?.document.recipe else {
      throw StudyError("expected a recipe or more, found none")
    }
    for candidate in candidates {
      try candidate.document.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      let recipe = candidate.document.recipe
      guard (recipe.validationShare, recipe.splitSeed) == (first.validationShare, first.splitSeed)
      else {
        throw StudyError(
          "validation: expected the same beats set apart in all recipes, since they are compared on them, "
            + "found several shares or seeds")
      }
    }
    _ = try first.scoredSplit(of: beats, where: "recipes are compared")
  }
}
