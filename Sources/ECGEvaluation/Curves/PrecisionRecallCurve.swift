/// Precision against recall as the decision threshold moves, for one class against the others.
///
/// Equal to scikit-learn's `precision_recall_curve`: with `T` distinct scores, point `i` calls
/// every beat positive whose score is at least `thresholds[i]`, and a last point without a
/// threshold ends the curve at recall 0, precision 1.
public struct PrecisionRecallCurve: Equatable, Sendable {
  /// The distinct scores, rising: `T`.
  public let thresholds: [Float]
  /// The precision at each threshold, then 1: `T + 1`.
  public let precision: [Double]
  /// The recall at each threshold, falling, then 0: `T + 1`.
  public let recall: [Double]
  /// The area under the curve as a sum of steps, without interpolation.
  public let averagePrecision: Double

  /// Draws the curve of `ranking`; nil where it has no positives.
  package init?(_ ranking: Ranking) {
    guard let averagePrecision = ranking.averagePrecision else { return nil }
    let rising = ranking.steps.reversed()
    let positives = Double(ranking.positives)
    thresholds = rising.map(\.score)
    precision = rising.map(\.precision) + [1]
    recall = rising.map { Double($0.truePositives) / positives } + [0]
    self.averagePrecision = averagePrecision
  }
}
