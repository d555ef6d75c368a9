public import ECGBeats
public import NeuralNetwork

/// A trained classifier of single heartbeats, with all that is known of how it came about.
public struct HeartbeatClassifier: Sendable {
  /// The classes it tells apart.
  public let task: BeatTask
  /// How beats are brought to scale before they enter the network.
  public let scaler: Scaler
  /// The network.
  public let network: Network
  /// The recipe it was trained by.
  public let recipe: Recipe
  /// How its training went.
  public let history: TrainingHistory
  /// The seed of its training.
  public let seed: UInt64
  /// The fingerprint of the beats it was trained and validated on.
  public let dataFingerprint: String
  /// Whether those beats were made up; such a model is of no use for real ones.
  public let isSynthetic: Bool
  /// The version of the package that trained it.
  public let version: String

  /// Puts a classifier together.
  public init(
    task: BeatTask, scaler: Scaler, network: Network, recipe: Recipe, history: TrainingHistory,
    seed: UInt64, dataFingerprint: String, isSynthetic: Bool, version: String = Version.current
  ) {
    self.task = task
    self.scaler = scaler
    self.network = network
    self.recipe = recipe
    self.history = history
    self.seed = seed
    self.dataFingerprint = dataFingerprint
    self.isSynthetic = isSynthetic
    self.version = version
  }

  /// `L`, the samples of a beat.
  public var samplesPerBeat: Int { scaler.samplesPerBeat }

  /// The class probabilities of beats.
  ///
  /// - Parameters:
  ///   - values: `N × L` samples as they stand in the files, not yet scaled.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × K` probabilities.
  /// - Throws: `NetworkError` where `values` is not a whole number of beats.
  public func probabilities(of values: [Float], threads: Int = 1) throws -> [Float] {
    guard values.count.isMultiple(of: samplesPerBeat) else {
      throw NetworkError(
        "HeartbeatClassifier",
        "expected beats of \(samplesPerBeat) samples, found \(values.count) samples")
    }
    return try probabilities(
      of: BeatValues(values, samplesPerBeat: samplesPerBeat), threads: threads)
  }

  /// The class probabilities of the beats of a data set, read part by part.
  ///
  /// - Parameters:
  ///   - values: samples as they stand in the files, not yet scaled.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × K` probabilities.
  /// - Throws: `NetworkError` where the beats have another length than the model's.
  public func probabilities(of values: BeatValues, threads: Int = 1) throws -> [Float] {
    guard values.samplesPerBeat == samplesPerBeat else {
      throw NetworkError(
        "HeartbeatClassifier",
        "expected beats of \(samplesPerBeat) samples, found beats of \(values.samplesPerBeat)")
    }
    var probabilities: [Float] = []
    probabilities.reserveCapacity(values.beatCount * network.classCount)
    let predictor = Predictor(
      network, threads: min(threads, values.beatCount / Predictor.block + 1))
    for start in stride(from: 0, to: values.beatCount, by: Self.beatsAtOnce) {
      let beats = start..<min(start + Self.beatsAtOnce, values.beatCount)
      var part = values.array(of: beats)
      scaler.apply(to: &part)
      probabilities += try predictor.probabilities(of: part)
    }
    return probabilities
  }

  /// Beats that are scaled and classified at once: a few megabytes. Whole blocks, so that the outcome
  /// is that of all at once.
  private static let beatsAtOnce = 256 * Predictor.block
}
