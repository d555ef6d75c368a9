import ECGSignals

/// The scores that follow from a confusion matrix alone, cheap enough to take a thousand times.
struct ConfusionScores {
  /// The number of beats of each class: `K`.
  let supports: [Int]
  /// The number of beats taken for each class: `K`.
  private let predicted: [Int]
  /// The precision of each class: `K`.
  let precision: [Double]
  /// The recall of each class: `K`.
  let recall: [Double]
  /// The F1 of each class: `K`.
  let f1: [Double]
  /// The classes that occur in the whole, see ``ConfusionMatrix/occurring``.
  private let occurring: [Int]

  /// Scores `counts`, `K × K`, rows true and columns predicted.
  ///
  /// - Parameters:
  ///   - counts: the counts.
  ///   - whole: the counts that they were drawn from, nil where they are the whole. Means are over
  ///     the classes that occur in it, and 0 counts for one that was not drawn, as in
  ///     scikit-learn's `f1_score` with these `labels` and `zero_division=0`: were it left out,
  ///     losing a rare class that is found badly would make a draw better.
  init(_ counts: [[Int]], drawnFrom whole: [[Int]]? = nil) {
    let classes = counts.indices
    let supports = counts.map { $0.reduce(0, +) }
    let predicted = Self.predicted(counts)
    (self.supports, self.predicted) = (supports, predicted)
    precision = classes.map { ratio(counts[$0][$0], predicted[$0]) }
    recall = classes.map { ratio(counts[$0][$0], supports[$0]) }
    f1 = classes.map { ratio(2 * counts[$0][$0], supports[$0] + predicted[$0]) }
    let all = whole.map { (supports: $0.map { $0.reduce(0, +) }, predicted: Self.predicted($0)) }
    occurring = classes.filter {
      (all?.supports ?? supports)[$0] + (all?.predicted ?? predicted)[$0] > 0
    }
  }

  private static func predicted(_ counts: [[Int]]) -> [Int] {
    counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
  }

  var averagedPrecision: AveragedScore { averaged(precision) }
  var averagedRecall: AveragedScore { averaged(recall) }
  var averagedF1: AveragedScore { averaged(f1) }

  /// The precision of a class; nil where no beat is taken for it.
  func definedPrecision(ofClass index: Int) -> Double? {
    predicted[index] > 0 ? precision[index] : nil
  }

  /// The recall of a class; nil where no beat is of it.
  func definedRecall(ofClass index: Int) -> Double? { supports[index] > 0 ? recall[index] : nil }

  /// The F1 of a class; nil where no beat is of it, nor taken for it.
  func definedF1(ofClass index: Int) -> Double? {
    supports[index] + predicted[index] > 0 ? f1[index] : nil
  }

  private func averaged(_ scores: [Double]) -> AveragedScore {
    let beats = Double(supports.reduce(0, +))
    let weighted = zip(scores, supports).reduce(0) { $0 + $1.0 * Double($1.1) }
    return AveragedScore(
      macro: occurring.map { scores[$0] }.mean ?? 0,
      weighted: beats == 0 ? 0 : weighted / beats)
  }
}
