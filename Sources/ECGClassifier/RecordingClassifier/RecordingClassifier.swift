public import ECGParallel
package import ECGBoostedTrees
public import ECGSignals
public import ECGDatasets
import ECGFiles
import Foundation

/// A trained classifier of the beats of recordings, from patients it has not seen.
///
/// Boosted trees look at each lead alone, at what the rhythm and the shape of a beat are beside the
/// usual ones of the patient (`BeatFeatures`); their answers are joined over all leads there are,
/// and over the beats of a family. One model serves every lead: it knows none by name.
///
/// It gives the five classes of `BeatTask.arrhythmia`, of which Q, which it learns nothing of, is
/// never the most probable one.
public struct RecordingClassifier: Sendable {
  /// The recipe it was made by.
  public let recipe: RecordingRecipe
  /// The forests for what is usual by each side, whose probabilities are averaged.
  package let forests: [BeatSide: [BoostedTrees]]
  /// What makes probabilities of the joined answers, for each context that can be asked for.
  package let heads: [BeatContext: ContextHead]
  /// The names of the records it was trained on.
  public let records: [String]
  /// The seed of its training.
  public let seed: UInt64
  /// The version of the package that trained it.
  public let version: String

  package init(
    recipe: RecordingRecipe, forests: [BeatSide: [BoostedTrees]],
    heads: [BeatContext: ContextHead], records: [String], seed: UInt64,
    version: String = Version.current
  ) {
    self.recipe = recipe
    self.forests = forests
    self.heads = heads
    self.records = records
    self.seed = seed
    self.version = version
  }

  /// The forests of all sides.
  public var forestCount: Int { forests.values.reduce(0) { $0 + $1.count } }

  /// The trees of all forests.
  public var treeCount: Int { forests.values.joined().reduce(0) { $0 + $1.treeCount } }

  /// The classes.
  public var task: BeatTask { .arrhythmia }

  /// How far around a beat it can be asked to look, from near to far.
  public var contexts: [BeatContext] { recipe.contexts }

  /// The class probabilities of the beats of a recording.
  ///
  /// - Parameters:
  ///   - beats: the `N` beats, on each of the leads.
  ///   - context: how far around a beat to look; nil for that of the recipe.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × K` probabilities.
  /// - Throws: `BoostedTreesError` where the classifier cannot be asked for the context.
  public func probabilities(
    of beats: RecordingBeats, context: BeatContext? = nil, threads: Int = ThreadCount.allCores
  ) throws -> [Float] {
    try answers(to: beats, context: context, threads: threads).classes
  }

  /// What makes probabilities of the joined answers for a context.
  ///
  /// - Throws: `BoostedTreesError` where the classifier cannot be asked for it.
  @discardableResult
  package func head(for context: BeatContext) throws -> ContextHead {
    guard let head = heads[context] else {
      throw BoostedTreesError(
        "RecordingClassifier",
        "expected one of the contexts \(heads.keys.map(\.rawValue).sorted()), found "
          + context.rawValue)
    }
    return head
  }

  /// The most probable class of beats, as an index into those of the task: `N`.
  ///
  /// - Throws: `BoostedTreesError`, see ``probabilities(of:context:threads:)``.
  public func classes(
    of beats: RecordingBeats, context: BeatContext? = nil, threads: Int = ThreadCount.allCores
  ) throws -> [Int] {
    task.decisions(try probabilities(of: beats, context: context, threads: threads))
  }

  /// The mean probabilities of several forests: `N × K`.
  static func mean(of forests: [BoostedTrees], _ features: [Float]) throws -> [Float] {
    var sum: [Float] = []
    for forest in forests {
      let probabilities = try forest.probabilities(of: features)
      if sum.isEmpty {
        sum = probabilities
      } else {
        for index in sum.indices { sum[index] += probabilities[index] }
      }
    }
    let scale = 1 / Float(max(forests.count, 1))
    return sum.map { $0 * scale }
  }
}
