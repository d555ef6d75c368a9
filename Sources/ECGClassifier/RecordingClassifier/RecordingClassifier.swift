public import ECGBeats
public import NeuralNetwork

/// A trained classifier of the beats of recordings, from patients it has not seen.
///
/// It gives the five classes of ``BeatTask/arrhythmia``.
public struct RecordingClassifier: Sendable {
  /// The recipe it was made by.
  public let recipe: RecordingRecipe
  /// The networks whose probabilities are averaged.
  public let networks: [Network]
  /// The names of the records it was trained on.
  public let records: [String]
  /// The seed of its training.
  public let seed: UInt64
  /// The version of the package that trained it.
  public let version: String

  init(
    recipe: RecordingRecipe, networks: [Network], records: [String], seed: UInt64,
    version: String = Version.current
  ) {
    self.recipe = recipe
    self.networks = networks
    self.records = records
    self.seed = seed
    self.version = version
  }

  /// The classes.
  public var task: BeatTask { .arrhythmia }

  /// Beats whose examples are made at once.
  static let beatsAtOnce = 512

  /// The class probabilities of beats.
  ///
  /// - Parameters:
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × K` probabilities.
  /// - Throws: `NetworkError` where an input is not finite.
  public func probabilities(of beats: RecordingBeats, threads: Int = 1) throws -> [Float] {
    try probabilities(of: beats, in: 0..<beats.count, predictors(threads: threads))
  }

  /// The most probable class of beats, as an index into those of the task: `N`.
  ///
  /// - Throws: `NetworkError` where an input is not finite.
  public func classes(of beats: RecordingBeats, threads: Int = 1) throws -> [Int] {
    let probabilities = try probabilities(of: beats, threads: threads)
    let count = task.classes.count
    return (0..<beats.count).map { largestIndex(probabilities[$0 * count..<($0 + 1) * count]) }
  }

  /// What runs the networks.
  func predictors(threads: Int) -> [Predictor] {
    networks.map { Predictor($0, threads: threads) }
  }

  /// The class probabilities of some beats, computed by ``predictors(threads:)``.
  func probabilities(
    of beats: RecordingBeats, in range: Range<Int>, _ predictors: [Predictor]
  ) throws -> [Float] {
    let size = recipe.exampleSize
    var result: [Float] = []
    result.reserveCapacity(range.count * task.classes.count)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.beatsAtOnce) {
      let part = start..<min(start + Self.beatsAtOnce, range.upperBound)
      let values = [Float](unsafeUninitializedCapacity: part.count * size) { values, count in
        values.initialize(repeating: 0)
        for (place, beat) in part.enumerated() {
          beats.load(
            beat, horizon: recipe.horizon,
            into: UnsafeMutableBufferPointer(rebasing: values[place * size..<(place + 1) * size]))
        }
        count = part.count * size
      }
      var sum = [Float](repeating: 0, count: part.count * task.classes.count)
      for predictor in predictors {
        for (index, value) in try predictor.probabilities(of: values).enumerated() {
          sum[index] += value / Float(predictors.count)
        }
      }
      result += sum
    }
    return result
  }
}

extension RecordingRecipe {
  /// The numbers of an example: `L × C`.
  var exampleSize: Int { RecordingBeats.samplesPerBeat * RecordingBeats.channels(horizon) }
}
