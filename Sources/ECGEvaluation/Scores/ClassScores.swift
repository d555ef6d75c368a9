/// How well one class is told apart from the others.
public struct ClassScores: Equatable, Sendable {
  /// The class's short name, such as `V`.
  public let symbol: String
  /// The class in words, such as `ventricular ectopic`.
  public let name: String
  /// The share of the beats called this class that are of it; 0 where none is called so.
  public let precision: Double
  /// The share of the class's beats that are called by it; 0 where there are none.
  public let recall: Double
  /// The harmonic mean of precision and recall; 0 where both are 0.
  public let f1: Double
  /// The number of beats of the class.
  public let support: Int
  /// The area under the one-vs-rest ROC curve; nil where the class, or every other, has no beats.
  public let rocAUC: Double?
  /// The one-vs-rest average precision; nil where the class has no beats.
  public let averagePrecision: Double?
}
