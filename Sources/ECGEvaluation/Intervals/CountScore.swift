public import ECGDatasets
import ECGRandom

/// A score that the counts of a confusion matrix decide, of a whole evaluation or of one class.
public struct CountScore: Sendable {
  /// What it is called in JSON and CSV, such as `macroF1`, or `f1 S` for that of a class.
  public let key: String
  /// What it is called in text.
  public let name: String
  private let formula: @Sendable (ConfusionMatrix) -> Double?

  /// The score of some counts; nil where it is not defined.
  public func value(of matrix: ConfusionMatrix) -> Double? { formula(matrix) }

  /// The mean F1 of the classes that occur among labels or predictions.
  public static let macroF1 = CountScore(key: "macroF1", name: "macro F1") {
    ConfusionScores($0.counts).averagedF1.macro
  }

  /// The scores of a task, in the order they are shown: accuracy, macro-F1, the F1 of each class, Cohen's kappa. A
  /// class that no beat is of, nor taken for, has none.
  public static func all(of task: BeatTask) -> [CountScore] {
    [CountScore(key: "accuracy", name: "accuracy") { $0.accuracy }, macroF1]
      + task.classes.enumerated().map { index, one in
        CountScore(key: "f1 \(one.symbol)", name: "F1 of \(one.symbol)") { matrix in
          guard matrix.supports[index] + matrix.predictedCounts[index] > 0 else { return nil }
          return ConfusionScores(matrix.counts).f1[index]
        }
      } + [CountScore(key: "cohensKappa", name: "Cohen's kappa") { $0.cohensKappa }]
  }
}

/// Draws with replacement, each counted, for the intervals of scores (percentiles as in ``BootstrapIntervals``).
package struct CountDraws: Sendable {
  private let matrices: [ConfusionMatrix]

  private static let resamples = 1000
  private static let level = 0.95

  /// Draws beats.
  ///
  /// - Parameters:
  ///   - matrix: the counts.
  ///   - count: the beats of a draw; those of the matrix where each is counted once.
  ///   - seed: the seed of the draws.
  package init(beatsOf matrix: ConfusionMatrix, count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (sampler, side) = (CellSampler(matrix.counts), matrix.counts.count)
    matrices = (0..<Self.resamples).map { _ in
      let cells = sampler.resample(count, using: &generator)
      return ConfusionMatrix(
        classes: matrix.classes,
        counts: (0..<side).map { Array(cells[$0 * side..<($0 + 1) * side]) })
    }
  }

  /// Draws groups of beats that belong together, such as those of a patient.
  package init(groups: [ConfusionMatrix], seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "bootstrap over groups")
    matrices = (0..<Self.resamples).compactMap { _ in
      ConfusionMatrix.sum(
        groups.map { _ in groups[Int.random(in: groups.indices, using: &generator)] })
    }
  }

  /// The 95 % interval of a score; nil where no draw has it.
  package func interval(of score: CountScore) -> Interval? {
    let values = matrices.compactMap(score.value)
    return values.isEmpty ? nil : Interval(middle: Self.level, of: values)
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
