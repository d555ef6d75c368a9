/// The samples of beats in several mapped files, one behind the other.
struct ShardedBeats: Sendable {
  /// `L`, the samples in a beat.
  let samplesPerBeat: Int
  private let shards: [MappedBeats]
  /// The index of the first beat of each file, and behind them the number of beats.
  private let firsts: [Int]

  /// - Precondition: there is a file, and all have beats of one length.
  init(_ shards: [MappedBeats]) {
    precondition(Set(shards.map(\.samplesPerBeat)).count == 1, "expected beats of one length")
    samplesPerBeat = shards[0].samplesPerBeat
    self.shards = shards
    firsts = shards.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// `N`, the number of beats.
  var count: Int { firsts[shards.count] }

  /// The file that a beat lies in, and its index there.
  func place(of beat: Int) -> (shard: Int, beat: Int) {
    var (low, high) = (0, shards.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if firsts[middle] <= beat { low = middle } else { high = middle - 1 }
    }
    return (low, beat - firsts[low])
  }

  /// Calls `body` with the samples of a beat.
  func withBeat<Result>(
    _ beat: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let (shard, beat) = place(of: beat)
    return try shards[shard].withBeat(beat, body)
  }

  /// Copies the samples of a beat; NaN where the file cannot be read any more.
  func copyBeat(_ beat: Int, to target: UnsafeMutableBufferPointer<Float>) {
    let (shard, beat) = place(of: beat)
    shards[shard].copyBeat(beat, to: target)
  }

  /// Has the system begin to read beats that will be copied soon.
  func fetch(_ beats: Range<Int>) {
    for (shard, first) in zip(shards, firsts) {
      let own = beats.clamped(to: first..<first + shard.count)
      if !own.isEmpty { shard.fetch(own.lowerBound - first..<own.upperBound - first) }
    }
  }
}
