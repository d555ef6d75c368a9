public import ECGDatasets
import ECGText
import Foundation

/// Two classes as medicine scores them: the second is what is looked for, the first its absence.
///
/// The same numbers as in ``Evaluation/classes``, by the names they have there. A score
/// without beats is nil.
public struct BinaryScores: Equatable, Sendable {
  /// The intervals of the scores, from resampling the beats; each nil where the score is.
  public struct Intervals: Equatable, Sendable {
    /// Of the sensitivity.
    public let sensitivity: Interval?
    /// Of the specificity.
    public let specificity: Interval?
    /// Of the positive predictive value.
    public let positivePredictiveValue: Interval?
    /// Of the negative predictive value.
    public let negativePredictiveValue: Interval?
  }

  /// The class that is looked for.
  public let positiveClass: BeatTask.Class
  /// The class that means it is not there.
  public let negativeClass: BeatTask.Class
  /// The share of the beats of the second class that are found: its recall.
  public let sensitivity: Double?
  /// The share of the beats of the first class that are left alone: its recall.
  public let specificity: Double?
  /// The share of the beats taken for the second class that are of it: its precision.
  public let positivePredictiveValue: Double?
  /// The share of the beats taken for the first class that are of it: its precision.
  public let negativePredictiveValue: Double?
  /// The area under the ROC curve, which does not depend on the threshold.
  public let rocAUC: Double?
  /// What decided; nil where the most probable class did.
  public let threshold: DecisionThreshold?
  /// The intervals of the scores, where there are any.
  public let intervals: Intervals?

  /// Takes the scores from an evaluation; nil for a task of more than two classes.
  ///
  /// - Parameters:
  ///   - evaluation: the scored beats.
  ///   - intervals: the intervals of the same evaluation.
  public init?(_ evaluation: Evaluation, intervals: BootstrapIntervals? = nil) {
    guard evaluation.task.isBinary else { return nil }
    let (first, second) = (BeatTask.negativeLabel, BeatTask.positiveLabel)
    let (negative, positive) = (evaluation.classes[first], evaluation.classes[second])
    let called = evaluation.confusionMatrix.predictedCounts
    negativeClass = evaluation.task.classes[first]
    positiveClass = evaluation.task.classes[second]
    sensitivity = positive.support > 0 ? positive.recall : nil
    specificity = negative.support > 0 ? negative.recall : nil
    positivePredictiveValue = called[second] > 0 ? positive.precision : nil
    negativePredictiveValue = called[first] > 0 ? negative.precision : nil
    rocAUC = positive.rocAUC
    threshold = evaluation.threshold
    self.intervals = intervals.map {
      Intervals(
        sensitivity: $0.classes[second].recall, specificity: $0.classes[first].recall,
        positivePredictiveValue: $0.classes[second].precision,
        negativePredictiveValue: $0.classes[first].precision)
    }
  }

  /// The scores by name, each with its interval, in the order they are shown.
  package var rows: [(name: String, score: Double?, interval: Interval?)] {
    [
      ("sensitivity: \(positiveClass.name) found", sensitivity, intervals?.sensitivity),
      ("specificity: \(negativeClass.name) recognised", specificity, intervals?.specificity),
      (
        "positive predictive value", positivePredictiveValue, intervals?.positivePredictiveValue
      ),
      (
        "negative predictive value", negativePredictiveValue, intervals?.negativePredictiveValue
      ),
      ("ROC-AUC", rocAUC, nil),
    ]
  }

  /// What decided, in words.
  package var decision: String {
    let probability = threshold.map { String(format: "%.4f", $0.probability) }
    return
      "\(positiveClass.symbol) from a probability of \(probability ?? "0.5") on"
      + (threshold == nil ? ", where no threshold was chosen" : ", chosen on the validation beats")
  }
}

extension BinaryScores: CustomStringConvertible {
  /// The scores as a table for the terminal, in lines without a newline at the end.
  public var description: String {
    let table = TextTable(
      rows: [["two classes", "score"]]
        + rows.map { [$0.name, ScoreText.cell($0.score, $0.interval, places: 3)] })
    return "\(table)\nDecision: \(decision)."
  }
}

extension BinaryScores: Encodable {
  private enum CodingKeys: CodingKey {
    case positiveClass, negativeClass, threshold, sensitivity, specificity
    case positivePredictiveValue, negativePredictiveValue, rocAUC, intervals
  }

  /// Encodes the scores, with null for those of no beats and for a threshold that was not chosen.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(positiveClass.symbol, forKey: .positiveClass)
    try container.encode(negativeClass.symbol, forKey: .negativeClass)
    try container.encode(threshold?.probability, forKey: .threshold)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(specificity, forKey: .specificity)
    try container.encode(positivePredictiveValue, forKey: .positivePredictiveValue)
    try container.encode(negativePredictiveValue, forKey: .negativePredictiveValue)
    try container.encode(rocAUC, forKey: .rocAUC)
    try container.encode(intervals, forKey: .intervals)
  }
}

extension BinaryScores.Intervals: Encodable {
  private enum CodingKeys: CodingKey {
    case sensitivity, specificity, positivePredictiveValue, negativePredictiveValue
  }

  /// Encodes the intervals, with null for those of scores that are not defined.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(specificity, forKey: .specificity)
    try container.encode(positivePredictiveValue, forKey: .positivePredictiveValue)
    try container.encode(negativePredictiveValue, forKey: .negativePredictiveValue)
  }
}
