import ECGDatasets
import ECGRecordings

/// What a classifier reaches as it leaves more and more beats unclassified, the least
/// confident first (El-Yaniv and Wiener, On the Foundations of Noise-free Selective
/// Classification, JMLR 11, 2010).
public struct RiskCoverageCurve: Equatable, Sendable {
  /// The beats whose confidence is at least a threshold.
  public struct Point: Equatable, Sendable {
    /// The threshold.
    public let threshold: Double
    /// The number of beats that are classified.
    public let beats: Int
    /// Their share of all beats.
    public let coverage: Double
    /// The share of them that is classified correctly; nil where there are none.
    public let accuracy: Double?
    /// Their macro-F1, over the classes that occur among their labels or predictions; nil
    /// where there are none.
    public let macroF1: Double?
  }

  /// A point for each confidence that occurs, falling: coverage rises to 1.
  public let points: [Point]
  /// The mean risk (1 − accuracy) over the coverages: each beat counts with the risk among the
  /// beats that are at least as confident (Geifman and El-Yaniv, Selective Classification for Deep
  /// Neural Networks, NeurIPS 2017). Less is better; how low it can be depends on the accuracy.
  public let area: Double

  /// Draws the curve of `evaluation`.
  public init(_ evaluation: Evaluation) {
    let (labels, predictions) = (evaluation.labels, evaluation.predictions)
    let confidences = evaluation.confidences
    var tally = Tally(classes: evaluation.task.classes.count)
    var points: [Point] = []
    var area = 0.0
    var before = 0
    let order = confidences.indices.sorted { confidences[$0] > confidences[$1] }
    for (position, beat) in order.enumerated() {
      tally.add(label: labels[beat], prediction: predictions[beat])
      let isLast = position + 1 == order.count
      // Beats of one confidence come and go together.
      guard isLast || confidences[order[position + 1]] < confidences[beat] else { continue }
      let point = tally.point(threshold: Double(confidences[beat]), of: labels.count)
      area += (1 - (point.accuracy ?? 1)) * ratio(tally.beats - before, labels.count)
      before = tally.beats
      points.append(point)
    }
    self.points = points
    self.area = area
  }

  /// What is reached where beats below a confidence are left unclassified.
  public func point(at threshold: Double) -> Point {
    // The points fall: the first that lies below ends those that are kept.
    let end = points.partitionPoint { $0.threshold < threshold }
    guard end > 0 else {
      return Point(threshold: threshold, beats: 0, coverage: 0, accuracy: nil, macroF1: nil)
    }
    let kept = points[end - 1]
    return Point(
      threshold: threshold, beats: kept.beats, coverage: kept.coverage, accuracy: kept.accuracy,
      macroF1: kept.macroF1)
  }

  /// Thresholds that tables show.
  public static let usualThresholds = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99]
}

/// The counts behind accuracy and macro-F1 while beats are added.
private struct Tally {
  private(set) var beats = 0
  private var correct: [Int]
  /// Labels and predictions of each class together.
  private var named: [Int]

  init(classes: Int) {
    correct = Array(repeating: 0, count: classes)
    named = correct
  }

  mutating func add(label: Int, prediction: Int) {
    beats += 1
    named[label] += 1
    named[prediction] += 1
    if label == prediction { correct[label] += 1 }
  }

  func point(threshold: Double, of total: Int) -> RiskCoverageCurve.Point {
    var (hits, sum, classes) = (0, 0.0, 0)
    for index in named.indices where named[index] > 0 {
      hits += correct[index]
      sum += ratio(2 * correct[index], named[index])
      classes += 1
    }
    return .init(
      threshold: threshold, beats: beats, coverage: ratio(beats, total),
      accuracy: ratio(hits, beats), macroF1: sum / Double(classes))
  }
}

extension RiskCoverageCurve: Encodable {
  private enum CodingKeys: CodingKey { case thresholds }

  /// Encodes the points at ``usualThresholds``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.usualThresholds.map(point), forKey: .thresholds)
  }
}

extension RiskCoverageCurve.Point: Encodable {
  private enum CodingKeys: CodingKey { case threshold, beats, coverage, accuracy, macroF1 }

  /// Encodes the point, with null for the scores of no beats.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(threshold, forKey: .threshold)
    try container.encode(beats, forKey: .beats)
    try container.encode(coverage, forKey: .coverage)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(macroF1, forKey: .macroF1)
  }
}
