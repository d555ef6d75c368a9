import ECGFiles

/// Beats by their samples, to find those that occur more than once.
///
/// Beats are the same where every sample has the same bits. A hash finds candidates;
/// the bits decide.
struct BeatIndex {
  /// A beat that occurred before.
  struct Repeat: Equatable {
    let beat: Int
    let earlier: Int
  }

  /// The beats that repeat an earlier one, ascending.
  private(set) var repeats: [Repeat] = []
  private let dataset: BeatDataset
  /// The beats' hashes: `N`.
  private var hashes: [UInt64] = []
  /// A hash table of the beats that repeat none before them, open-addressed; -1 where a slot is
  /// free. A few bytes a beat, where a dictionary takes a hundred.
  private var slots: [Int]

  /// Indexes a data set.
  init(_ dataset: BeatDataset) {
    self.dataset = dataset
    hashes.reserveCapacity(dataset.count)
    // A power of two, and at most half full.
    let bits = Int.bitWidth - (2 * dataset.count).leadingZeroBitCount
    slots = Array(repeating: -1, count: 1 << bits)
    dataset.forEachBeat { index, beat in
      let hash = BeatIndex.hash(beat)
      hashes.append(hash)
      let slot = slot(of: beat, hash: hash)
      if slots[slot] >= 0 {
        repeats.append(Repeat(beat: index, earlier: slots[slot]))
      } else {
        slots[slot] = index
      }
    }
  }

  /// The number of the beats of `other` that occur in the indexed data set.
  func occurrences(of other: BeatDataset) -> Int {
    guard other.samplesPerBeat == dataset.samplesPerBeat else { return 0 }
    var count = 0
    other.forEachBeat { _, beat in
      count += slots[slot(of: beat, hash: BeatIndex.hash(beat))] < 0 ? 0 : 1
    }
    return count
  }

  /// The slot of the same beat, or the free one where it belongs.
  private func slot(of beat: UnsafeBufferPointer<Float>, hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0, !isSame(slots[slot], beat, hash) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func isSame(
    _ candidate: Int, _ beat: UnsafeBufferPointer<Float>, _ hash: UInt64
  ) -> Bool {
    hashes[candidate] == hash
      && dataset.values.withBeat(candidate) { samples in
        zip(samples, beat).allSatisfy { $0.bitPattern == $1.bitPattern }
      }
  }

  /// The hash of the samples' bits, its high half folded down: of the low one, by which slots are
  /// found, the low bits follow from those of the samples alone, which are often zeros.
  private static func hash(_ beat: UnsafeBufferPointer<Float>) -> UInt64 {
    var hash = FNV1a()
    for value in beat { hash.add(word: value.bitPattern) }
    return hash.value ^ (hash.value >> 32)
  }
}
