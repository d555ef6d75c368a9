/// What trees see of the beats of a lead: the rhythm and how each beat differs from the usual one.
package struct BeatFeatures: Sendable {
  /// `D`, the features of a beat: those of its rhythm, then those of its shape.
  package static let count = RhythmFeatures.count + BeatTemplate.count
  /// What they are.
  package static let names = RhythmFeatures.names + BeatTemplate.names
  /// Those that need the next beat.
  package static let afterwards = RhythmFeatures.afterwards
  /// The one that is for `AtrialEvidence` alone: trees did no better with it.
  package static let pCorrelation = RhythmFeatures.count + BeatTemplate.pCorrelation

  private let beats: LeadBeats
  private let rhythm: RhythmFeatures
  private let side: BeatSide
  private var usual = BeatTemplate()
  /// Beats that are known already, from their side.
  private var known = 0
  private var beat = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)

  /// Starts on the side of a lead that tells what is usual.
  package init(of beats: LeadBeats, rhythm: RhythmFeatures, side: BeatSide) {
    (self.beats, self.rhythm, self.side) = (beats, rhythm, side)
  }

  /// The features of the next beats: where they lie, `n × D` in order of time, and whether the
  /// lead shows each.
  ///
  /// - Returns: nil after the last beat.
  package mutating func next(_ most: Int) -> (range: Range<Int>, values: [Float], isShown: [Bool])?
  {
    let count = min(most, beats.count - known)
    guard count > 0 else { return nil }
    let start = side == .earlier ? known : beats.count - known - count
    var isShown = [Bool](repeating: false, count: count)
    let values = [Float](unsafeUninitializedCapacity: count * Self.count) { values, initialized in
      values.initialize(repeating: 0)
      for position in side.order(count) {
        let row = UnsafeMutableBufferPointer(
          rebasing: values[position * Self.count..<(position + 1) * Self.count])
        isShown[position] = describe(start + position, into: row)
      }
      initialized = count * Self.count
    }
    known += count
    return (start..<start + count, values, isShown)
  }

  private mutating func describe(
    _ index: Int, into row: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    for feature in 0..<RhythmFeatures.count {
      row[feature] = rhythm.values[index * RhythmFeatures.count + feature]
    }
    let (beats, isLate) = (beats, rhythm.isLate[index])
    return beat.withUnsafeMutableBufferPointer { samples in
      beats.load(index, into: samples)
      return usual.take(
        UnsafeBufferPointer(samples), isLate: isLate,
        into: UnsafeMutableBufferPointer(rebasing: row[RhythmFeatures.count...]))
    }
  }
}

extension RecordingBeats {
  /// Visits the features of all beats of a lead in blocks.
  ///
  /// - Parameters:
  ///   - lead: the lead's index.
  ///   - side: where the beats are that tell what is usual.
  ///   - rhythm: the features of the rhythm from that side, where they are known already: they are
  ///     those of every lead.
  ///   - body: called with the beats of a block, their features, `n × D`, and whether the
  ///     lead shows each.
  package func forEachBlock(
    ofLead lead: Int, _ side: BeatSide, rhythm: RhythmFeatures? = nil, _ most: Int = 1024,
    _ body: (Range<Int>, [Float], [Bool]) throws -> Void
  ) rethrows {
    var features = BeatFeatures(
      of: leads[lead], rhythm: rhythm ?? RhythmFeatures(intervals: intervals, side: side),
      side: side)
    while let block = features.next(most) { try body(block.range, block.values, block.isShown) }
  }
}
