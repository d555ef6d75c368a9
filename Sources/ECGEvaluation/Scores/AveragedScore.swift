/// One score averaged over the classes.
public struct AveragedScore: Codable, Equatable, Sendable {
  /// The plain mean: every class counts the same.
  public let macro: Double
  /// The mean weighted by the number of beats of each class: every beat counts the same.
  public let weighted: Double

  /// Creates a score.
  public init(macro: Double, weighted: Double) {
    self.macro = macro
    self.weighted = weighted
  }
}
