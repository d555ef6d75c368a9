public import ECGDatasets
import ECGText
import Foundation

/// The beats that a classifier was least sure of, and those it was surest of and still took for
/// another class than their label: where to look first, for its weaknesses and for doubtful labels.
public struct DoubtfulBeats: Equatable, Sendable {
  /// A beat and what was made of it.
  public struct Beat: Equatable, Sendable {
    /// Its index among the beats that were scored, from 0.
    public let index: Int
    /// Its class.
    public let label: Int
    /// The class it was taken for.
    public let prediction: Int
    /// The probability of the class it was taken for.
    public let confidence: Float
    /// The probability of its own class.
    public let labelProbability: Float
  }

  /// Beats, the least confident first.
  public let uncertain: [Beat]
  /// Beats taken for another class than their label, the most confident first.
  public let wrong: [Beat]

  /// Finds the doubtful beats of `evaluation`.
  ///
  /// - Parameters:
  ///   - evaluation: the scored beats.
  ///   - count: how many of each kind at the most. Of beats that are equally doubtful, the
  ///     first come first.
  public init(_ evaluation: Evaluation, count: Int = 100) {
    let classes = evaluation.task.classes.count
    let beats = evaluation.confidences.enumerated().map { index, confidence in
      let label = evaluation.labels[index]
      return Beat(
        index: index, label: label, prediction: evaluation.predictions[index],
        confidence: confidence,
        labelProbability: evaluation.probabilities[index * classes + label])
    }
    uncertain = Array(
      beats.sorted { ($0.confidence, $0.index) < ($1.confidence, $1.index) }.prefix(count))
    wrong = Array(
      beats.filter { $0.prediction != $0.label }
        .sorted { (-$0.confidence, $0.index) < (-$1.confidence, $1.index) }.prefix(count))
  }

  /// The beats as CSV: kind (`uncertain` or `wrong`), rank (from 1), row (from 0), label,
  /// prediction, confidence, probability of the label; then record, sample and time,
  /// empty where unknown.
  ///
  /// - Parameters:
  ///   - task: the task whose classes the beats have.
  ///   - origins: where each of the scored beats came from; nil where that is unknown.
  public func csv(task: BeatTask, origins: [BeatOrigin]?) -> String {
    var table = CommaSeparatedText(columns: [
      "kind", "rank", "row", "label", "prediction", "confidence", "label_probability", "record",
      "sample", "time",
    ])
    for (kind, beats) in [("uncertain", uncertain), ("wrong", wrong)] {
      for (position, beat) in beats.enumerated() {
        let origin = origins.flatMap { $0.indices.contains(beat.index) ? $0[beat.index] : nil }
        let indices = ["\(position + 1)", "\(beat.index)"]
        let classes = [beat.label, beat.prediction].map { task.classes[$0].symbol }
        let probabilities = [beat.confidence, beat.labelProbability].map {
          String(format: "%.6f", $0)
        }
        table.append(
          [kind] + indices + classes + probabilities
            + (origin.map { [$0.record, "\($0.sample)", $0.time ?? ""] } ?? ["", "", ""]))
      }
    }
    return table.description
  }
}
