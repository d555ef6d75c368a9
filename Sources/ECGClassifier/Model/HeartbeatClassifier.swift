public import ECGParallel
public import ECGDatasets
public import ECGFiles
import ECGNeuralNetwork

/// A trained classifier of single heartbeats, with all that is known of how it came about.
///
/// It is one network or several of one recipe, whose probabilities are averaged. The mean is then
/// calibrated on beats that none of them was trained on.
public struct HeartbeatClassifier: Sendable {
  /// The classes it tells apart.
  public let task: BeatTask
  /// How beats are brought to scale before they enter the network.
  public let scaler: Scaler
  /// Its networks, one at least, in the order of their seeds.
  public let members: [Member]
  /// How sure it is of itself, fitted to the mean of the networks' probabilities.
  public internal(set) var calibration: TemperatureScaling
  /// What decides between two classes, fitted to the calibrated probabilities; nil where the most
  /// probable class does.
  public internal(set) var threshold: DecisionThreshold?
  /// The recipe it was trained by.
  public let recipe: Recipe
  /// The fingerprint of the beats it was trained and validated on.
  public let dataFingerprint: String
  /// The fingerprint of which of those beats were validated on, where their patients were known, of
  /// whom ``dataFingerprint`` does not tell; nil where they were not, and in older models.
  public let splitFingerprint: String?
  /// The lowest and the highest sample of those beats, where they are not about 0 … 1; nil where
  /// they are, and in older models.
  public let sampleRange: ClosedRange<Float>?
  /// Which those beats were, and which of them were set apart; nil in older models, and in those
  /// trained elsewhere.
  public let trainedBeats: TrainedBeats?
  /// Whether those beats were made up; such a model is of no use for real ones.
  public let isSynthetic: Bool
  /// The version of the package that trained it.
  public let version: String
  /// What classifies one beat at a time.
  private let keptPredictors = KeptPredictors()

  /// Puts a classifier together.
  ///
  /// - Precondition: there is a member at least, and all have the same architecture.
  public init(
    task: BeatTask, scaler: Scaler, members: [Member], calibration: TemperatureScaling = .none,
    threshold: DecisionThreshold? = nil, recipe: Recipe, dataFingerprint: String,
    splitFingerprint: String? = nil, sampleRange: ClosedRange<Float>? = nil,
    trainedBeats: TrainedBeats? = nil, isSynthetic: Bool, version: String = Version.current
  ) {
    precondition(!members.isEmpty)
    self.task = task
    self.scaler = scaler
    self.members = members
    self.calibration = calibration
    self.threshold = threshold
    self.recipe = recipe
    self.dataFingerprint = dataFingerprint
    self.splitFingerprint = splitFingerprint
    self.sampleRange = sampleRange
    self.trainedBeats = trainedBeats
    self.isSynthetic = isSynthetic
    self.version = version
  }

  /// The seed of its training: that of its first network.
  public var seed: UInt64 { members[0].seed }

  /// `L`, the samples of a beat.
  public var samplesPerBeat: Int { scaler.samplesPerBeat }

  /// The calibrated class probabilities of beats.
  ///
  /// - Parameters:
  ///   - values: `N × L` samples as they stand in the files, not yet scaled.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × K` probabilities.
  /// - Throws: `NetworkError` where `values` is not a whole number of beats.
  public func probabilities(of values: [Float], threads: Int = ThreadCount.allCores) throws
    -> [Float]
  {
    try checkWholeBeats(values)
    return try probabilities(
      of: BeatValues(values, samplesPerBeat: samplesPerBeat), threads: threads)
  }

  /// - Throws: `NetworkError` where `values` is not a whole number of beats.
  func checkWholeBeats(_ values: [Float]) throws {
    guard values.count.isMultiple(of: samplesPerBeat) else {
      throw NetworkError(
        "HeartbeatClassifier",
        "expected beats of \(samplesPerBeat) samples, found \(values.count) samples")
    }
  }

  /// The calibrated class probabilities of the beats of a data set, read part by part.
  ///
  /// - Parameters:
  ///   - values: samples as they stand in the files, not yet scaled.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × K` probabilities.
  /// - Throws: `NetworkError` where the beats have another length than the model's.
  public func probabilities(of values: BeatValues, threads: Int = ThreadCount.allCores) throws
    -> [Float]
  {
    guard values.samplesPerBeat == samplesPerBeat else {
      throw NetworkError(
        "HeartbeatClassifier",
        "expected beats of \(samplesPerBeat) samples, found beats of \(values.samplesPerBeat)")
    }
    let classes = task.classes.count
    var probabilities: [Float] = []
    probabilities.reserveCapacity(values.beatCount * classes)
    try forEachPart(of: values, threads: threads) { logProbabilities in
      calibration.apply(to: &logProbabilities, classes: classes, appendingTo: &probabilities)
    }
    return probabilities
  }

  /// The logarithms of the probabilities before calibration, part by part: those of the mean of the
  /// members' probabilities.
  ///
  /// - Parameter asInTraining: whether they become part of a model, which is not to depend on what
  ///   is faster here.
  func forEachPart(
    of values: BeatValues, threads: Int, asInTraining: Bool = false,
    _ body: (inout [Double]) -> Void
  ) throws {
    if values.beatCount == 1, !asInTraining {
      try keptPredictors.with(members) { try forEachPart(of: values, by: $0, body) }
      return
    }
    let workers = min(threads, values.beatCount / Predictor.block + 1)
    let predictors = members.map {
      Predictor(
        $0.network, threads: workers, asInTrainingBy: asInTraining ? recipe.training.products : nil)
    }
    try forEachPart(of: values, by: predictors, body)
  }

  private func forEachPart(
    of values: BeatValues, by predictors: [Predictor], _ body: (inout [Double]) -> Void
  ) throws {
    for start in stride(from: 0, to: values.beatCount, by: Self.beatsAtOnce) {
      let beats = start..<min(start + Self.beatsAtOnce, values.beatCount)
      var part = values.array(of: beats)
      scaler.apply(to: &part)
      var mean = LogProbabilities(classes: task.classes.count)
      for predictor in predictors { mean.add(logits: try predictor.logits(of: part)) }
      body(&mean.values)
    }
  }

  /// Beats that are scaled and classified at once: a few megabytes. Whole blocks, so that the
  /// outcome is that of all at once.
  private static let beatsAtOnce = 256 * Predictor.block
}
