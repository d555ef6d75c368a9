public import ECGDatasets

/// How often beats of each class were taken for each class: `K × K` counts.
public struct ConfusionMatrix: Equatable, Sendable {
  /// What the counts are divided by.
  public enum Normalization: Sendable {
    /// The number of beats of the true class, so that rows add up to 1.
    case `true`
    /// The number of beats called by the predicted class, so that columns add up to 1.
    case predicted
    /// The number of all beats.
    case all
  }

  /// The `K` classes, in the order of rows and columns.
  public let classes: [BeatTask.Class]
  /// The counts: `counts[t][p]` beats of class `t` were called `p`.
  public let counts: [[Int]]

  /// Counts the pairs of `labels` and `predictions`.
  ///
  /// - Precondition: both hold N indices into `classes`.
  package init(classes: [BeatTask.Class], labels: [Int], predictions: [Int]) {
    var counts = Array(repeating: Array(repeating: 0, count: classes.count), count: classes.count)
    for (label, prediction) in zip(labels, predictions) { counts[label][prediction] += 1 }
    self.init(classes: classes, counts: counts)
  }

  /// Takes counts as they are.
  ///
  /// - Precondition: `counts` is `K × K`, none negative.
  package init(classes: [BeatTask.Class], counts: [[Int]]) {
    precondition(counts.count == classes.count)
    precondition(counts.allSatisfy { $0.count == classes.count && $0.allSatisfy { $0 >= 0 } })
    self.classes = classes
    self.counts = counts
  }

  /// `N`, the number of beats.
  public var beats: Int { supports.reduce(0, +) }

  /// The number of beats of each true class: `K`.
  public var supports: [Int] { counts.map { $0.reduce(0, +) } }

  /// The number of beats called by each class: `K`.
  public var predictedCounts: [Int] {
    counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
  }

  /// The classes that beats are of or taken for, in order: what plain means over classes are taken
  /// over, as scikit-learn does where no list of labels is passed.
  public var occurring: [Int] {
    let (labelled, called) = (supports, predictedCounts)
    return counts.indices.filter { labelled[$0] + called[$0] > 0 }
  }

  /// The symbols of those classes, as JSON tells them beside a mean.
  package var macroClasses: [String] { occurring.map { classes[$0].symbol } }

  /// What plain means over classes are taken over where that is not all of them, such as “over 4 of
  /// 5 classes”; nil where it is.
  public var meanScope: String? {
    Self.meanScope(occurring.count, of: classes.count)
  }

  /// The same for numbers of classes.
  static func meanScope(_ count: Int, of all: Int) -> String? {
    count < all ? "over \(count) of \(all) classes" : nil
  }

  /// The number of beats called by their true class.
  public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The matrix as shares; a row or column without beats stays 0, as in scikit-learn's
  /// `confusion_matrix(normalize:)`.
  public func normalized(_ normalization: Normalization) -> [[Double]] {
    let rows = supports
    let columns = predictedCounts
    let all = beats
    return counts.indices.map { row in
      counts.indices.map { column in
        let total =
          switch normalization {
          case .true: rows[row]
          case .predicted: columns[column]
          case .all: all
          }
        return ratio(counts[row][column], total)
      }
    }
  }
}
