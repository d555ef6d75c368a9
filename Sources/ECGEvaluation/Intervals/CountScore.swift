public import ECGDatasets
import ECGRandom

/// A score that the counts of a confusion matrix decide, of a whole evaluation or of one class.
public struct CountScore: Sendable {
  /// What it is called in JSON and CSV, such as `macroF1`, or `f1 S` for that of a class.
  public let key: String
  /// What it is called in text.
  public let name: String
  private let metric: Metric

  /// Takes a metric of the catalogue that the counts decide.
  private init(_ metric: Metric) {
    (key, name) = (metric.key, metric.name)
    self.metric = metric
  }

  /// The score of some counts; nil where it is not defined.
  public func value(of matrix: ConfusionMatrix) -> Double? { metric.value(ofCounts: matrix) }

  /// The same of a draw: means are over the classes that occur in `whole`.
  fileprivate func value(of draw: ConfusionMatrix, drawnFrom whole: ConfusionMatrix) -> Double? {
    metric.value(ofCounts: draw, drawnFrom: whole)
  }

  /// The mean F1 of the classes that occur among labels or predictions.
  public static let macroF1 = CountScore(.macroF1)

  /// The scores of a task, in the order they are shown: accuracy, macro-F1, the F1 of each class, Cohen's kappa. A
  /// class that no beat is of, nor taken for, has none.
  public static func all(of task: BeatTask) -> [CountScore] {
    [CountScore(.accuracy), macroF1] + Metric.f1(ofClassesOf: task).map { CountScore($0) }
      + [CountScore(.cohensKappa)]
  }
}

/// Draws with replacement, each counted, for the intervals of scores (percentiles as in ``BootstrapIntervals``).
package struct CountDraws: Sendable {
  /// What is drawn from; nil for nothing.
  private let whole: ConfusionMatrix?
  private let matrices: [ConfusionMatrix]

  /// Draws beats.
  ///
  /// - Parameters:
  ///   - matrix: the counts.
  ///   - count: the beats of a draw; those of the matrix where each is counted once.
  ///   - seed: the seed of the draws.
  package init(beatsOf matrix: ConfusionMatrix, count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (sampler, side) = (CellSampler(matrix.counts), matrix.counts.count)
    whole = matrix
    matrices = (0..<Interval.usualResamples).map { _ in
      let cells = sampler.resample(count, using: &generator)
      return ConfusionMatrix(
        classes: matrix.classes,
        counts: (0..<side).map { Array(cells[$0 * side..<($0 + 1) * side]) })
    }
  }

  /// Draws groups of beats that belong together, such as those of a patient.
  package init(groups: [ConfusionMatrix], seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "bootstrap over groups")
    whole = ConfusionMatrix.sum(groups)
    matrices = (0..<Interval.usualResamples).compactMap { _ in
      ConfusionMatrix.sum(
        groups.map { _ in groups[Int.random(in: groups.indices, using: &generator)] })
    }
  }

  /// The 95 % interval of a score; nil where it is not defined, or is in no draw.
  package func interval(of score: CountScore) -> Interval? {
    guard let whole else { return nil }
    return Interval(
      of: score.value(of: whole), draws: matrices.map { score.value(of: $0, drawnFrom: whole) })
  }
}

extension ConfusionMatrix {
  /// The counts of several, of the same classes, together; nil for none.
  package static func sum(_ matrices: [ConfusionMatrix]) -> ConfusionMatrix? {
    guard let first = matrices.first else { return nil }
    let counts = matrices.dropFirst().reduce(first.counts) { sum, matrix in
      zip(sum, matrix.counts).map { zip($0, $1).map { $0 + $1 } }
    }
    return ConfusionMatrix(classes: first.classes, counts: counts)
  }
}
