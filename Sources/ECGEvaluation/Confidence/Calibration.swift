/// Whether a classifier is right as often as it says: beats in bins of equal width by the
/// confidence in their predicted class (Guo et al., On Calibration of Modern Neural
/// Networks, ICML 2017).
public struct Calibration: Equatable, Sendable {
  /// The beats whose confidence lies above `low` and not above `high`; those at 0 are
  /// in the first bin.
  public struct Bin: Equatable, Sendable {
    /// The confidence at which it starts.
    public let low: Double
    /// The confidence at which it ends.
    public let high: Double
    /// The number of its beats.
    public let beats: Int
    /// The mean confidence in its beats; nil where it has none.
    public let confidence: Double?
    /// The share of its beats that are classified correctly; nil where it has none.
    public let accuracy: Double?

    /// How far confidence and accuracy are apart; nil where it has no beats.
    public var error: Double? {
      guard let confidence, let accuracy else { return nil }
      return abs(confidence - accuracy)
    }
  }

  /// The number of bins that papers use.
  public static let defaultBinCount = 15

  /// The bins from 0 to 1.
  public let bins: [Bin]
  /// The expected calibration error: the mean error of the bins, each weighted by its beats.
  public let expectedError: Double
  /// The maximum calibration error: the largest error of a bin.
  public let maximumError: Double

  /// Sorts the beats of `evaluation` into bins.
  ///
  /// - Precondition: `binCount` is above 0.
  public init(_ evaluation: Evaluation, binCount: Int = Self.defaultBinCount) {
    precondition(binCount > 0)
    var tallies = Array(repeating: Tally(), count: binCount)
    for (beat, confidence) in evaluation.confidences.enumerated() {
      let position = (Double(confidence) * Double(binCount)).rounded(.up) - 1
      let bin = Int(min(max(position, 0), Double(binCount - 1)))
      tallies[bin].beats += 1
      tallies[bin].confidence += Double(confidence)
      if evaluation.predictions[beat] == evaluation.labels[beat] { tallies[bin].correct += 1 }
    }
    bins = tallies.enumerated().map { index, tally in
      let beats = Double(tally.beats)
      return Bin(
        low: Double(index) / Double(binCount), high: Double(index + 1) / Double(binCount),
        beats: tally.beats, confidence: tally.beats == 0 ? nil : tally.confidence / beats,
        accuracy: tally.beats == 0 ? nil : Double(tally.correct) / beats)
    }
    expectedError = bins.reduce(0) { sum, bin in
      sum + (bin.error ?? 0) * ratio(bin.beats, evaluation.labels.count)
    }
    maximumError = bins.compactMap(\.error).max() ?? 0
  }

  private struct Tally {
    var beats = 0
    var correct = 0
    var confidence = 0.0
  }
}

extension Calibration: Encodable {
  private enum CodingKeys: CodingKey { case bins }

  /// Encodes the bins; the errors are metrics (``Metric/all``).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(bins, forKey: .bins)
  }
}

extension Calibration.Bin: Encodable {
  private enum CodingKeys: CodingKey { case low, high, beats, confidence, accuracy }

  /// Encodes what the bin holds, with null for the shares of no beats.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encode(beats, forKey: .beats)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(accuracy, forKey: .accuracy)
  }
}
