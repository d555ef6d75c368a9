/// The receiver operating characteristic: true against false positive rate as the decision
/// threshold moves, for one class against the others.
///
/// Equal to scikit-learn's `roc_curve`: the first point has an infinite threshold and calls nothing
/// positive; points between equal steps, which lie on the line of their neighbours, are left out.
public struct ROCCurve: Equatable, Sendable {
  /// The thresholds, falling from infinity: `T`.
  public let thresholds: [Float]
  /// The share of the negatives called positive at each threshold: `T`.
  public let falsePositiveRate: [Double]
  /// The share of the positives called positive at each threshold: `T`.
  public let truePositiveRate: [Double]
  /// The area under the curve: the chance that a positive scores above a negative, ties half.
  public let area: Double

  /// Draws the curve of `ranking`; nil where it lacks positives or negatives.
  package init?(_ ranking: Ranking) {
    guard let area = ranking.areaUnderROC else { return nil }
    let steps = ranking.steps
    let corners = steps.indices.filter { Self.isCorner($0, of: steps) }
    let positives = Double(ranking.positives)
    let negatives = Double(ranking.negatives)
    thresholds = [.infinity] + corners.map { steps[$0].score }
    falsePositiveRate = [0] + corners.map { Double(steps[$0].falsePositives) / negatives }
    truePositiveRate = [0] + corners.map { Double(steps[$0].truePositives) / positives }
    self.area = area
  }

  /// Whether the counts change direction at a step; the ends count as corners.
  private static func isCorner(_ index: Int, of steps: [Ranking.Step]) -> Bool {
    guard index > 0, index + 1 < steps.count else { return true }
    let before = steps[index - 1]
    let here = steps[index]
    let after = steps[index + 1]
    return here.falsePositives - before.falsePositives != after.falsePositives - here.falsePositives
      || here.truePositives - before.truePositives != after.truePositives - here.truePositives
  }
}
