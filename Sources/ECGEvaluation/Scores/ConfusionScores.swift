/// The scores that follow from a confusion matrix alone, cheap enough to take a thousand times.
struct ConfusionScores {
  /// The number of beats of each class: `K`.
  let supports: [Int]
  /// The precision of each class: `K`.
  let precision: [Double]
  /// The recall of each class: `K`.
  let recall: [Double]
  /// The F1 of each class: `K`.
  let f1: [Double]
  /// The classes that occur among the labels or the predictions.
  private let occurring: [Int]

  /// Scores `counts`, `K × K`, rows true and columns predicted.
  init(_ counts: [[Int]]) {
    let classes = counts.indices
    let supports = counts.map { $0.reduce(0, +) }
    let predicted = classes.map { column in counts.reduce(0) { $0 + $1[column] } }
    self.supports = supports
    precision = classes.map { ratio(counts[$0][$0], predicted[$0]) }
    recall = classes.map { ratio(counts[$0][$0], supports[$0]) }
    f1 = classes.map { ratio(2 * counts[$0][$0], supports[$0] + predicted[$0]) }
    occurring = classes.filter { supports[$0] + predicted[$0] > 0 }
  }

  var averagedPrecision: AveragedScore { averaged(precision) }
  var averagedRecall: AveragedScore { averaged(recall) }
  var averagedF1: AveragedScore { averaged(f1) }

  private func averaged(_ scores: [Double]) -> AveragedScore {
    let beats = Double(supports.reduce(0, +))
    let weighted = zip(scores, supports).reduce(0) { $0 + $1.0 * Double($1.1) }
    return AveragedScore(
      macro: mean(of: occurring.map { scores[$0] }) ?? 0,
      weighted: beats == 0 ? 0 : weighted / beats)
  }
}
