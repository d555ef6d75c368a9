import ECGRandom

/// Very many beats, with some of every class set apart: what memory it takes does not grow with the
/// beats.
package struct ShardedSplit: Sendable {
  /// The indices of the beats set apart, ascending.
  package let validationIndices: [Int]
  /// The beats set apart.
  package let validation: BeatDataset
  /// The others, in their order, without their labels.
  package let training: BeatDataset
  /// Those of each class among the others: `K`.
  package let trainingCounts: [Int]
  private let shards: BeatShards
  private let apart: SortedIndices

  /// No more beats than about these are set apart, whatever the share: of so many every score is
  /// known to a thousandth.
  private static let mostApart = 1 << 17

  /// The share of so many beats that is set apart where a share is asked for.
  package static func share(_ share: Double, of count: Int) -> Double {
    min(share, Double(mostApart) / Double(count))
  }

  /// Draws those to set apart.
  ///
  /// In the order of the beats, each is taken with the probability that is left for its class
  /// (Knuth, The Art of Computer Programming, vol. 2, 3.4.2, algorithm S): every class then gets its
  /// share exactly, and all choices are as likely as each other.
  ///
  /// - Parameters:
  ///   - shards: the beats.
  ///   - validationShare: as for ``StratifiedSplit``.
  ///   - seed: the same seed sets the same beats apart.
  /// - Throws: `FileError` where the labels cannot be read any more.
  package init(_ shards: BeatShards, validationShare: Double, seed: UInt64) throws {
    let share = Self.share(validationShare, of: shards.count)
    var left = shards.classCounts
    var wanted = left.map { StratifiedSplit.validationCount(of: $0, share: share) }
    trainingCounts = zip(left, wanted).map { $0 - $1 }
    var generator = SeededGenerator(seed: seed, purpose: "stratified split of very many")
    var (indices, labels) = ([Int](), [Int]())
    try shards.forEachLabel { beat, label in
      if generator.uniform() * Double(left[label]) < Double(wanted[label]) {
        indices.append(beat)
        labels.append(label)
        wanted[label] -= 1
      }
      left[label] -= 1
    }
    let beats = shards.beats
    apart = SortedIndices(indices)
    validationIndices = indices
    validation = BeatDataset(
      task: beats.task, source: beats.source, values: beats.values.selecting(indices),
      labels: labels)
    training = BeatDataset(
      task: beats.task, source: beats.source, values: beats.values.leavingOut(apart), labels: [])
    self.shards = shards
  }

  /// The label of a beat of the training part.
  package func label(ofTraining beat: Int) -> Int { shards.label(of: apart.complement(at: beat)) }

  /// Has the system begin to read beats of the training part that will be wanted soon.
  package func fetch(training beats: Range<Int>) {
    guard let last = beats.last else { return }
    shards.fetch(apart.complement(at: beats.lowerBound)..<apart.complement(at: last) + 1)
  }
}
