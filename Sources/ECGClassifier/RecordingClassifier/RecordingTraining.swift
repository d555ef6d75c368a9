public import ECGParallel
package import ECGBoostedTrees
import Foundation
import ECGRandom
package import ECGSignals
public import ECGDatasets

/// Makes a classifier from records whose beats are labelled.
///
/// Each record gives its marked beats once for each lead and side (see `BeatSide`), and some
/// augmented records (`AugmentedRecording`). The same records, recipe and seed give the same
/// classifier, bit for bit, on any number of threads.
public struct RecordingTraining: Sendable {
  /// The recipe.
  public let recipe: RecordingRecipe
  /// Decides which beats are drawn and what records are augmented with; further forests have the
  /// seeds after it.
  public let seed: UInt64
  /// The threads that share the work.
  public let threads: Int

  /// The beats after which the usual one is known.
  private static let unsettled = 30
  static let classes = BeatTask.arrhythmia.classes.count
  /// The classes that are learnt: the last, Q, is paced beats and those that nobody could tell.
  static let learnt = classes - 1

  /// Creates a training.
  public init(
    recipe: RecordingRecipe = .pretrained, seed: UInt64 = 1, threads: Int = ThreadCount.allCores
  ) {
    self.recipe = recipe
    self.seed = seed
    self.threads = threads
  }

  /// Trains a classifier, and calibrates it by cross-validation over the patients.
  ///
  /// - Parameters:
  ///   - records: what to learn from, in this order.
  ///   - progress: called with the share that is done; what it throws ends the training.
  /// - Throws: `BoostedTreesError` where the recipe makes no sense, or there are no beats of a
  ///   class that is learnt.
  public func train(
    on records: [LabelledRecording], progress: (Double) throws -> Void = { _ in }
  ) throws -> RecordingClassifier {
    try trainAndValidate(on: records, progress: progress).classifier
  }

  /// The same, with the cross-validation; nil where there is one patient alone.
  package func trainAndValidate(
    on records: [LabelledRecording], progress: (Double) throws -> Void = { _ in }
  ) throws -> (classifier: RecordingClassifier, outcome: Outcome?) {
    guard recipe.makesSense else {
      throw BoostedTreesError("Training", "expected a recipe that makes sense, found \(recipe)")
    }
    let patients = Set(records.filter(Self.hasLearnt).map(\.patient)).count
    let folds = min(recipe.folds, patients)
    let prepared = prepare(records)
    let outcome =
      folds < 2
      ? nil
      : try crossValidate(prepared, folds: folds) { done in
        try progress(done * Double(folds) / Double(folds + 1))
      }
    let heads = recipe.contexts.map { ($0, outcome?.head($0) ?? ContextHead.none) }
    let forests = try forests(of: prepared)
    try progress(1)
    let classifier = RecordingClassifier(
      recipe: recipe, forests: forests, heads: Dictionary(uniqueKeysWithValues: heads),
      records: records.map(\.name), seed: seed)
    return (classifier, outcome)
  }

  /// Whether a record has beats of the classes that are learnt.
  package static func hasLearnt(_ record: LabelledRecording) -> Bool {
    record.annotated.labels.contains { $0.map { $0 < learnt } ?? false }
  }

  /// A record as it is learnt from.
  package struct Prepared: Sendable {
    package let record: LabelledRecording
    let examples: RecordingExamples
    let augmented: [RecordingExamples]
  }

  /// Describes records and augments them.
  package func prepare(_ records: [LabelledRecording]) -> [Prepared] {
    ParallelWork.map(records, threads: threads) { record in
      let beats = record.annotated
      let kinds =
        Array(repeating: AugmentedRecording.Ectopy.supraventricular, count: recipe.augmentedRecords)
        + Array(repeating: .ventricularRuns, count: recipe.augmentedRunRecords)
      let augmented = kinds.enumerated().compactMap { number, ectopy -> RecordingExamples? in
        var generator = SeededGenerator(
          // Named as ever: the name decides what is drawn.
          seed: seed, purpose: "made-up records of \(record.name)", stream: number)
        return AugmentedRecording(
          from: beats.content, labels: beats.labels, ectopy, count: recipe.augmentedBeats,
          using: &generator
        ).map {
          // The first beats, seen from either side, have nothing that is usual yet.
          let settled = Self.unsettled..<max(Self.unsettled, $0.labels.count - Self.unsettled)
          return RecordingExamples(
            $0.beats, labels: $0.labels.enumerated().map { settled.contains($0) ? $1 : nil },
            recipe: recipe)
        }
      }
      return Prepared(
        record: record,
        examples: RecordingExamples(beats.content, labels: beats.labels, recipe: recipe),
        augmented: augmented)
    }
  }

  /// Trains the forests on records and on the augmented ones of them.
  package func forests(of records: [Prepared]) throws -> [BeatSide: [BoostedTrees]] {
    Dictionary(
      uniqueKeysWithValues: try recipe.sides.map { ($0, try forests(of: records, side: $0)) })
  }

  private func forests(of records: [Prepared], side: BeatSide) throws -> [BoostedTrees] {
    try (0..<recipe.members).map { member in
      let seed = seed &+ UInt64(member)
      var batch = TrainingBatch(
        recipe: recipe, records: records.map(\.examples), side: side, seed: seed)
      batch.addAugmented(records.flatMap(\.augmented))
      return try BoostedTrees.train(
        features: batch.features, labels: batch.labels, weights: batch.boundedWeights,
        classes: Self.classes, configuration: recipe.trees, seed: seed, threads: threads)
    }
  }
}
