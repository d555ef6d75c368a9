package import BoostedTrees
import Foundation
import SeededRandom
public import ECGBeats

/// Makes a classifier from records whose beats are labelled.
///
/// Each record gives its marked beats once for each lead and side (see `BeatSide`), and some made-up
/// records (`MadeUpRecording`). The same records, recipe and seed give the same classifier, bit for bit, on
/// any number of threads.
public struct RecordingTraining: Sendable {
  /// The recipe.
  public let recipe: RecordingRecipe
  /// Decides which beats are drawn and what is made up; further forests have the seeds after it.
  public let seed: UInt64
  /// The threads that share the work.
  public let threads: Int

  static let classes = BeatTask.arrhythmia.classes.count
  /// The classes that are learnt: the last, Q, is paced beats and those that nobody could tell.
  static let learnt = classes - 1

  /// Creates a training.
  public init(recipe: RecordingRecipe = .pretrained, seed: UInt64 = 1, threads: Int = 1) {
    self.recipe = recipe
    self.seed = seed
    self.threads = threads
  }

  /// Trains a classifier, and calibrates it by cross-validation over the patients.
  ///
  /// - Parameters:
  ///   - records: what to learn from, in this order.
  ///   - progress: called with the share that is done; what it throws ends the training.
  /// - Throws: `BoostedTreesError` where there are no beats.
  public func train(
    on records: [LabelledRecording], progress: (Double) throws -> Void = { _ in }
  ) throws -> RecordingClassifier {
    let patients = Set(records.map(\.patient)).count
    let folds = min(recipe.folds, patients)
    let prepared = try prepare(records)
    var calibrations: [BeatHorizon: ClassCalibration] = [:]
    if folds > 1 {
      let outcome = try crossValidate(prepared, folds: folds) { done in
        try progress(done * Double(folds) / Double(folds + 1))
      }
      for horizon in recipe.horizons {
        calibrations[horizon] = outcome.calibration(horizon, leavingOut: nil)
      }
    } else {
      for horizon in recipe.horizons { calibrations[horizon] = .none(classes: Self.classes) }
    }
    let forests = try forests(of: prepared)
    try progress(1)
    return RecordingClassifier(
      recipe: recipe, forests: forests, calibrations: calibrations, records: records.map(\.name),
      seed: seed)
  }

  /// A record as it is learnt from.
  package struct Prepared: Sendable {
    package let record: LabelledRecording
    let examples: RecordingExamples
    let madeUp: [RecordingExamples]
  }

  /// Describes records and makes up others from them.
  package func prepare(_ records: [LabelledRecording]) throws -> [Prepared] {
    try concurrentMap(records, threads: threads) { record in
      let beats = record.annotated
      let madeUp = (0..<recipe.madeUpRecords).compactMap { number -> RecordingExamples? in
        var generator = SeededGenerator(
          seed: seed, purpose: "made-up records of \(record.name)", stream: number)
        return MadeUpRecording(
          from: beats.content, labels: beats.labels, count: recipe.madeUpBeats, using: &generator
        ).map {
          // The first beats have nothing that is usual yet.
          RecordingExamples(
            $0.beats, labels: $0.labels.enumerated().map { $0 < 30 ? nil : $1 },
            seesNext: recipe.seesNext)
        }
      }
      return Prepared(
        record: record,
        examples: RecordingExamples(
          beats.content, labels: beats.labels, seesNext: recipe.seesNext),
        madeUp: madeUp)
    }
  }

  /// Trains the forests on records and what was made up from them.
  package func forests(of records: [Prepared]) throws -> [BoostedTrees] {
    try (0..<recipe.members).map { member in
      let seed = seed &+ UInt64(member)
      var batch = TrainingBatch(recipe: recipe, records: records.map(\.examples), seed: seed)
      batch.addMadeUp(records.flatMap(\.madeUp))
      return try BoostedTrees.train(
        features: batch.features, labels: batch.labels, weights: batch.boundedWeights,
        classes: Self.classes, configuration: recipe.trees, seed: seed, threads: threads)
    }
  }
}
