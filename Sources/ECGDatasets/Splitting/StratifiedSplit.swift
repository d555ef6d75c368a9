import ECGRandom

/// A split by beat in which every class keeps its share.
///
/// Beats of one patient may be in both parts. That is right for a validation part of a data set
/// that is itself split by beat; for scores that hold for new patients use ``RecordSplit``.
public struct StratifiedSplit: Equatable, Sendable {
  /// The indices of the beats to train on, ascending.
  public let training: [Int]
  /// The indices of the beats to validate on, ascending.
  public let validation: [Int]

  /// Splits beats.
  ///
  /// - Parameters:
  ///   - labels: The class of each beat, as an index.
  ///   - validationShare: The share of each class that goes to the validation part, kept to within
  ///     one beat; taken as 0 below 0 and where it is no number, and as 1 above 1. For shares
  ///     between, a class of two beats or more is in both parts.
  ///   - seed: The same seed gives the same split.
  public init(labels: [Int], validationShare: Double, seed: UInt64) {
    let share = validationShare.isNaN ? 0 : min(max(validationShare, 0), 1)
    var isValidation = [Bool](repeating: false, count: labels.count)
    let members = Dictionary(grouping: labels.indices, by: { labels[$0] })
    for (label, indices) in members {
      // A stream of its own for each class: one class's beats do not change another's split.
      var generator = SeededGenerator(seed: seed, purpose: "stratified split", stream: label)
      let count = StratifiedSplit.validationCount(of: indices.count, share: share)
      for index in indices.shuffled(using: &generator).prefix(count) { isValidation[index] = true }
    }
    self.init(isValidation: isValidation)
  }

  /// Splits for cross-validation: each beat is in the validation part of exactly one of them, and
  /// every class is dealt out evenly.
  ///
  /// - Parameters:
  ///   - count: how many splits.
  ///   - labels: The class of each beat, as an index.
  ///   - seed: The same seed gives the same splits.
  public static func folds(_ count: Int, labels: [Int], seed: UInt64) -> [StratifiedSplit] {
    var parts = [Int](repeating: 0, count: labels.count)
    for (label, indices) in Dictionary(grouping: labels.indices, by: { labels[$0] }) {
      var generator = SeededGenerator(seed: seed, purpose: "stratified folds", stream: label)
      for (position, index) in indices.shuffled(using: &generator).enumerated() {
        parts[index] = position % count
      }
    }
    return (0..<count).map { fold in StratifiedSplit(isValidation: parts.map { $0 == fold }) }
  }

  private init(isValidation: [Bool]) {
    training = isValidation.indices.filter { !isValidation[$0] }
    validation = isValidation.indices.filter { isValidation[$0] }
  }

  /// How many of the beats of a class go to the validation part.
  static func validationCount(of count: Int, share: Double) -> Int {
    let rounded = Int((Double(count) * share).rounded())
    guard count >= 2, share > 0, share < 1 else { return rounded }
    return min(max(rounded, 1), count - 1)
  }
}
