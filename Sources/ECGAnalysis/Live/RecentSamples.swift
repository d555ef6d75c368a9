import ECGFiles

/// The samples of the last minute of a stream and the stamps they came with: tells samples that
/// come again from others with the same stamps, as come from a clock that was set back.
///
/// Of samples that are alike in all leads 16 bits are kept: others have the same once in
/// 65,536 times. Memory is bounded: of streams with more than 2,000 samples a second less than
/// a minute is kept.
struct RecentSamples: Codable, Sendable {
  /// What samples with a stamp are.
  enum Kind {
    /// They were there already.
    case same
    /// Others were there with that stamp.
    case other
    /// None were there, though earlier ones and later ones were.
    case late
    /// Nobody knows any more.
    case forgotten
  }

  /// Samples that follow upon one another by their stamps.
  private struct Stretch: Codable, Sendable {
    /// The stamp of the first.
    let time: Double
    /// Where it is in the stream.
    let start: Int
    /// Behind the last.
    var end: Int
  }

  /// The seconds that are kept, a little more than those of which samples may come again.
  private static let seconds = 65.0
  /// The samples that are kept at the most.
  private static let most = 1 << 17
  /// A stamp that is off by less than this part of a sample begins no new stretch.
  private static let slack = 0.25

  private let samplingRate: Double
  private let memory: Int
  private var stretches: [Stretch] = []
  private var hashes: [UInt16] = []
  /// Where in the stream the first of them is.
  private var base = 0
  private var hasForgotten = false

  init(samplingRate: Double) {
    self.samplingRate = samplingRate
    memory = min(Int((Self.seconds * samplingRate).rounded(.up)), Self.most)
  }

  /// Keeps the samples of each lead from one on.
  ///
  /// - Parameters:
  ///   - time: the stamp of the first of them.
  ///   - position: where it is in the stream.
  mutating func append(_ leads: [[Float]], from first: Int, at time: Double, position: Int) {
    let count = leads[0].count - first
    guard count > 0 else { return }
    // What came without a stamp, or was lost, is not asked for.
    let unknown = position - base - hashes.count
    if hashes.isEmpty || unknown < 0 || unknown > memory {
      hasForgotten = hasForgotten || !hashes.isEmpty
      (base, hashes, stretches) = (position, [], [])
    } else if unknown > 0 {
      hashes += repeatElement(0, count: unknown)
    }
    if let last = stretches.last, last.end == position,
      abs((time - last.time) * samplingRate - Double(position - last.start)) < Self.slack
    {
      stretches[stretches.count - 1].end += count
    } else {
      stretches.append(Stretch(time: time, start: position, end: position + count))
    }
    for index in first..<leads[0].count { hashes.append(Self.hash(leads, index)) }
    // Now and then, so that removing costs little.
    if hashes.count > 2 * memory { forget(hashes.count - memory) }
  }

  private mutating func forget(_ count: Int) {
    hashes.removeFirst(count)
    base += count
    let kept = stretches.firstIndex { $0.end > base } ?? stretches.count
    stretches.removeFirst(kept)
    hasForgotten = true
  }

  /// What the samples of each lead are whose first has a stamp.
  func kind(of leads: [[Float]], at time: Double) -> Kind {
    var isKnown = false
    let fresh = leads[0].indices.map { Self.hash(leads, $0) }
    for stretch in stretches.reversed() {
      let offset = ((time - stretch.time) * samplingRate).rounded()
      guard offset >= 0, offset < Double(stretch.end - stretch.start) else { continue }
      let start = stretch.start + Int(offset) - base
      guard start >= 0 else { return .forgotten }
      isKnown = true
      if zip(fresh, hashes[start...]).allSatisfy({ $0 == $1 }) { return .same }
    }
    if isKnown { return .other }
    guard let first = stretches.first, time < first.time else { return .late }
    return hasForgotten ? .forgotten : .other
  }

  private static func hash(_ leads: [[Float]], _ index: Int) -> UInt16 {
    var hash = FNV1a()
    for lead in leads {
      let sample = lead[index]
      hash.add(word: sample.isFinite ? sample.bitPattern : Float.nan.bitPattern)
    }
    let value = hash.value ^ (hash.value >> 32)
    return UInt16(truncatingIfNeeded: value ^ (value >> 16))
  }
}
