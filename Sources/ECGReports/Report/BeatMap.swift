public import ECGParallel
public import ECGClassifier
public import ECGDatasets
import ECGEvaluation
import ECGRandom

/// Beats as points of a plane, by what the network sees in them: two views of its last activations.
public struct BeatMap: Equatable, Sendable {
  /// The class of each beat: `N`.
  public let labels: [Int]
  /// The record of each beat, where that is known: `N`, or none.
  public let records: [String]
  /// The first two principal components: `N` pairs.
  public let components: [[Double]]
  /// Their parts in the variance of all activations.
  public let varianceRatio: [Double]
  /// t-SNE: `N` pairs.
  public let neighbours: [[Double]]
  /// How far neighbours in that plane are neighbours among the activations, at most 1.
  public let trustworthiness: Double

  /// The most beats that are shown: more hide one another.
  private static let mostBeats = 1000

  /// Lays out beats of a data set: of each class as many, where there are enough.
  ///
  /// - Parameters:
  ///   - dataset: labelled beats.
  ///   - model: the network whose activations are shown; of several the first.
  ///   - seed: the seed of the choice.
  ///   - threads: how many threads share the network's work. The result does not depend on it.
  /// - Returns: nil where there are fewer than twenty beats.
  /// - Throws: `NetworkError` where the model takes other beats.
  public init?(
    of dataset: BeatDataset, seenBy model: HeartbeatClassifier, seed: UInt64,
    threads: Int = ThreadCount.allCores
  ) throws {
    var generator = SeededGenerator(seed: seed, purpose: "mapped beats")
    let classes = dataset.task.classes.count
    let beats = (0..<classes).flatMap { kind in
      dataset.labels.indices.filter { dataset.labels[$0] == kind }
        .shuffled(using: &generator).prefix(Self.mostBeats / max(classes, 1))
    }
    guard beats.count >= 20 else { return nil }
    let seen = try model.lastActivations(of: beats.flatMap { dataset[beat: $0] }, threads: threads)
    let principal = PrincipalComponents(of: seen.values, dimensions: seen.count)
    labels = beats.map { dataset.labels[$0] }
    records = dataset.origins.map { origins in beats.map { origins[$0].record } } ?? []
    components = principal.positions(of: seen.values).map { $0.count > 1 ? $0 : $0 + [0] }
    varianceRatio = principal.explainedVarianceRatio
    neighbours = NeighbourEmbedding(of: seen.values, dimensions: seen.count).points
    trustworthiness = NeighbourEmbedding.trustworthiness(of: neighbours, values: seen.values)
  }

  /// Creates a map of what is known of its points.
  package init(
    labels: [Int], records: [String], components: [[Double]], varianceRatio: [Double],
    neighbours: [[Double]], trustworthiness: Double
  ) {
    self.labels = labels
    self.records = records
    self.components = components
    self.varianceRatio = varianceRatio
    self.neighbours = neighbours
    self.trustworthiness = trustworthiness
  }
}
