import ECGRecordings

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
    // Of files without beats, which begin where the next one does, that next one.
    let shard = firsts.partitionPoint { $0 > beat } - 1
    return (shard, beat - firsts[shard])
  }

  /// The files that beats lie in, and their indices there.
  func places(of beats: Range<Int>) -> [(shard: Int, beats: Range<Int>)] {
    shards.indices.compactMap { shard in
      let first = firsts[shard]
      let own = beats.clamped(to: first..<firsts[shard + 1])
      return own.isEmpty ? nil : (shard, own.lowerBound - first..<own.upperBound - first)
    }
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
    for place in places(of: beats) { shards[place.shard].fetch(place.beats) }
  }
}
