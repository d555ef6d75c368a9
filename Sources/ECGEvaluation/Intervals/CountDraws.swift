import ECGRandom

/// Draws with replacement, each counted, for the intervals of scores (percentiles as in
/// ``BootstrapIntervals``).
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
    let sampler = CellSampler(matrix.counts)
    whole = matrix
    matrices = (0..<Interval.defaultResamples).map { _ in
      ConfusionMatrix(
        classes: matrix.classes, counts: sampler.resampledCounts(count, using: &generator))
    }
  }

  /// Draws groups of beats that belong together, such as those of a patient.
  package init(groups: [ConfusionMatrix], seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "bootstrap over groups")
    whole = ConfusionMatrix.sum(groups)
    matrices = (0..<Interval.defaultResamples).compactMap { _ in
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
