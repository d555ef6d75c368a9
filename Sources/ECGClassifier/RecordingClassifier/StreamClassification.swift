import ECGBeats
import ECGRecordings
import NeuralNetwork

/// Classifies the beats of a lead, whose R peaks are known, as its samples come in.
///
/// Memory is bounded by some seconds of samples and a few thousand beats, but for the results. They
/// do not depend on how the samples are cut into blocks.
///
/// ```swift
/// var classification = try StreamClassification(classifier, peaks: peaks, samplingRate: 360)
/// while let block = try reader.next() { try classification.process(block.samples[0]) }
/// try classification.finish()
/// ```
public struct StreamClassification {
  /// Beats that go through the networks at once: always as many, so that rounding is that of the
  /// whole.
  private static let beatsAtOnce = 2 * RecordingClassifier.beatsAtOnce

  /// The class probabilities of the beats so far: `N × K`.
  public private(set) var probabilities: [Float] = []

  private let classifier: RecordingClassifier
  private let predictors: [Predictor]
  private var extractor: BeatExtractor
  /// Beats of which the first `known` are classified already.
  private var beats = RecordingBeats()
  private var known = 0

  /// Creates a classification that begins with the lead's first sample.
  ///
  /// - Parameters:
  ///   - classifier: what classifies; its horizon may not be the whole record.
  ///   - peaks: the R peaks, as indices of the lead's samples in ascending order.
  ///   - samplingRate: samples per second.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz, `NetworkError` for a
  ///   classifier that has to see the whole record first.
  public init(
    _ classifier: RecordingClassifier, peaks: [Int], samplingRate: Double, threads: Int = 1
  ) throws {
    guard classifier.recipe.horizon != .record else {
      throw NetworkError(
        "StreamClassification", "the classifier looks at whole records, which a stream is not")
    }
    self.classifier = classifier
    predictors = classifier.predictors(threads: threads)
    extractor = try BeatExtractor(peaks: peaks, samplingRate: samplingRate)
  }

  /// Takes the next samples, NaN where one is missing.
  ///
  /// - Throws: `NetworkError`.
  public mutating func process(_ samples: [Float]) throws {
    extractor.process(samples, into: &beats)
    // The last beat waits for the one after it.
    while beats.count - known > Self.beatsAtOnce { try classify(upTo: known + Self.beatsAtOnce) }
  }

  /// Classifies the last beats, once there are no more samples.
  ///
  /// - Throws: `NetworkError`.
  public mutating func finish() throws {
    extractor.finish(into: &beats)
    try classify(upTo: beats.count)
  }

  private mutating func classify(upTo end: Int) throws {
    guard end > known else { return }
    probabilities += try classifier.probabilities(of: beats, in: known..<end, predictors)
    // The next beat looks back at the last one.
    beats.removeFirst(end - 1)
    known = 1
  }
}
