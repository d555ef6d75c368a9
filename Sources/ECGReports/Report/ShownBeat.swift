public import ECGDatasets
import ECGText

/// A beat as a report shows it: its samples, what it was taken for and which part of it decided.
public struct ShownBeat: Equatable, Sendable {
  /// Its index among the beats that were classified, from 0.
  public var index: Int
  /// Its `L` samples.
  public var samples: [Float]
  /// Its class; nil where that is unknown.
  public var label: Int?
  /// The probability of its class; nil where the class is unknown.
  public var labelProbability: Float?
  /// The class it was taken for.
  public var prediction: Int
  /// The probability of the class it was taken for.
  public var confidence: Float
  /// What each sample adds to the log-odds of that class: `L`, or none where nobody asked.
  public var shares: [Float]
  /// Where it came from, where that is known.
  public var origin: BeatOrigin?

  /// Creates a beat.
  public init(
    index: Int, samples: [Float], label: Int? = nil, labelProbability: Float? = nil,
    prediction: Int, confidence: Float, shares: [Float] = [], origin: BeatOrigin? = nil
  ) {
    self.index = index
    self.samples = samples
    self.label = label
    self.labelProbability = labelProbability
    self.prediction = prediction
    self.confidence = confidence
    self.shares = shares
    self.origin = origin
  }

  /// Where it came from, in words: `208 at 0:12:03.456`; its index where that is unknown.
  var originText: String {
    guard let origin else { return "beat \(index.grouped)" }
    return "\(origin.record.shortened(to: 12)) at " + (origin.time ?? "sample \(origin.sample)")
  }
}
