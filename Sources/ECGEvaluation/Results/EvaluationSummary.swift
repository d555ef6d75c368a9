/// An evaluation in a few plain sentences: which classes are easy, which are hard, and with what
/// they are confused.
///
/// A class is easy from an F1 of 0.95 and hard below 0.90.
public struct EvaluationSummary: Equatable, Sendable, CustomStringConvertible {
  /// The sentences, in reading order.
  public let sentences: [String]

  /// The sentences as one paragraph.
  public var description: String { sentences.joined(separator: " ") }

  /// Puts `evaluation` into words.
  public init(_ evaluation: Evaluation) {
    self.init(evaluation.confusionMatrix)
  }

  /// Puts the counts of `matrix` into words.
  package init(_ matrix: ConfusionMatrix) {
    let wording = SummaryWording(matrix)
    sentences = wording.overall + wording.easyClasses + wording.otherClasses + wording.absentClasses
  }
}
