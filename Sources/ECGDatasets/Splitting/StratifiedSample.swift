import ECGRandom

/// A share of beats, the same of every class; a larger share of the same seed holds all beats
/// of a smaller one.
public enum StratifiedSample {
  /// The beats of a share, ascending.
  ///
  /// - Parameters:
  ///   - share: the share of each class, kept to within one beat; one beat at least of each class
  ///     that there is.
  ///   - labels: the class of each beat, as an index.
  ///   - seed: the same seed gives the same beats.
  /// - Precondition: the share is above 0 and not above 1.
  public static func indices(_ share: Double, labels: [Int], seed: UInt64) -> [Int] {
    precondition(share > 0 && share <= 1)
    var isTaken = [Bool](repeating: false, count: labels.count)
    for (label, indices) in Dictionary(grouping: labels.indices, by: { labels[$0] }) {
      var generator = SeededGenerator(seed: seed, purpose: "stratified sample", stream: label)
      let count = max(1, Int((Double(indices.count) * share).rounded()))
      for index in indices.shuffled(using: &generator).prefix(count) { isTaken[index] = true }
    }
    return isTaken.indices.filter { isTaken[$0] }
  }
}

extension BeatDataset {
  /// A share of the beats, the same of every class (see ``StratifiedSample``); all of them
  /// for a share of 1.
  ///
  /// - Precondition: the beats are labelled; the share is above 0 and not above 1.
  public func sample(_ share: Double, seed: UInt64) -> BeatDataset {
    share == 1
      ? self : selecting(StratifiedSample.indices(share, labels: labels, seed: seed))
  }
}
