public import Foundation

/// Why labels and probabilities cannot be scored.
public enum EvaluationError: Error, Equatable, Sendable {
  /// There are no beats.
  case noBeats
  /// The probabilities are not `N × K`.
  case shape(labels: Int, classes: Int, probabilities: Int)
  /// A label is not an index into the task's classes.
  case label(Int, beat: Int, classes: Int)
  /// A probability is NaN or infinite.
  case notFinite(beat: Int, class: Int)
  /// The classes are not those of beats.
  case classes([String])
  /// Two evaluations that are compared are not of the same beats.
  case otherBeats
}

extension EvaluationError: CustomStringConvertible {
  /// The message: what was expected and what was found. Beats are counted from 0.
  public var description: String {
    switch self {
    case .noBeats:
      "nothing to evaluate: expected at least one labelled beat, found none"
    case .shape(let labels, let classes, let probabilities):
      "evaluation: expected probabilities of shape \(labels) × \(classes), found \(probabilities) "
        + "numbers"
    case .label(let label, let beat, let classes):
      "beat \(beat): expected a label from 0 to \(classes - 1), found \(label)"
    case .notFinite(let beat, let index):
      "beat \(beat): expected a probability for class \(index), found a number that is not finite"
    case .classes(let symbols):
      "expected the classes N, S, V, F and Q, found \(symbols.joined(separator: ", "))"
    case .otherBeats:
      "expected two evaluations of the same beats, found other classes or labels in the second"
    }
  }
}

extension EvaluationError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
