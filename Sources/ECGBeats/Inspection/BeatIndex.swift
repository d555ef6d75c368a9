/// Beats by their samples, to find those that occur more than once.
///
/// Beats are the same where every sample has the same bits. A hash finds candidates; the bits decide.
struct BeatIndex {
  /// A beat that occurred before.
  struct Repeat: Equatable {
    let beat: Int
    let earlier: Int
  }

  /// The beats that repeat an earlier one, ascending.
  private(set) var repeats: [Repeat] = []
  private let dataset: BeatDataset
  /// The beats that repeat none before them, by their hash.
  private var beats: [UInt64: [Int]] = [:]

  /// Indexes a data set.
  init(_ dataset: BeatDataset) {
    self.dataset = dataset
    beats.reserveCapacity(dataset.count)
    dataset.forEachBeat { index, beat in
      let hash = BeatIndex.hash(beat)
      if let earlier = find(beat, hash: hash) {
        repeats.append(Repeat(beat: index, earlier: earlier))
      } else {
        beats[hash, default: []].append(index)
      }
    }
  }

  /// The number of the beats of `other` that occur in the indexed data set.
  func occurrences(of other: BeatDataset) -> Int {
    guard other.samplesPerBeat == dataset.samplesPerBeat else { return 0 }
    var count = 0
    other.forEachBeat { _, beat in
      count += find(beat, hash: BeatIndex.hash(beat)) == nil ? 0 : 1
    }
    return count
  }

  private func find(_ beat: UnsafeBufferPointer<Float>, hash: UInt64) -> Int? {
    beats[hash]?.first { candidate in
      zip(dataset[beat: candidate], beat).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
  }

  /// FNV-1a over 32-bit words (Fowler, Noll and Vo), its high bits folded down once per word.
  private static func hash(_ beat: UnsafeBufferPointer<Float>) -> UInt64 {
    beat.reduce(0xCBF2_9CE4_8422_2325) { hash, value in
      let mixed = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01B3
      return mixed ^ (mixed >> 32)
    }
  }
}
