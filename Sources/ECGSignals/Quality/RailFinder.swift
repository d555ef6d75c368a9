/// Finds in the samples of a lead, as they come in, where they stand still, where they stay at the
/// end of their range, and how much they hum.
struct RailFinder: Codable, Sendable {
  /// How the samples of a stretch were as they came.
  struct Rail {
    /// The share of them that is at the end of the lead's range, in rows.
    var share: Double
    /// From the lowest of them to the highest; below 0 where all are missing.
    var range: Float
    /// The amplitude of their hum, see `HumMeter`.
    var hum: Float
  }

  /// Where the signal stands still, in seconds.
  private(set) var standstills: [Range<Double>] = []

  /// After this time without any change the signal stands still, in seconds: no
  /// electrode is that quiet.
  static let longestStandstill = 1.0
  /// Samples in a row at the extreme of a block that count as being at the end of the range.
  private static let fewestAtEnd = 3

  /// The extremes of a block, and how many samples are at them in rows.
  private struct Extremes: Codable {
    var (low, high) = (Float.infinity, -Float.infinity)
    var (atLow, atHigh) = (0, 0)

    @inline(__always)
    mutating func take(_ sample: Float, times: Int) {
      let count = times >= RailFinder.fewestAtEnd ? times : 0
      if sample <= low { (low, atLow) = (sample, sample < low ? count : atLow + count) }
      if sample >= high { (high, atHigh) = (sample, sample > high ? count : atHigh + count) }
    }
  }

  private let samplingRate: Double
  private let blockCount: Int
  private let standstillCount: Int
  private var position = 0
  private var last = Float.nan
  /// The samples in a row that equal the last one, and how many of them are in this block.
  private var (row, rowInBlock) = (0, 0)
  private var extremes = Extremes()
  /// The blocks that are complete, but for those that were forgotten.
  private var blocks: [Extremes] = []
  private var forgotten = 0
  /// The lowest and the highest sample of all blocks.
  private var (lowest, highest) = (Float.infinity, -Float.infinity)
  private var hum: HumMeter

  /// - Parameter seconds: the length of a block.
  init(samplingRate: Double, seconds: Double = QualityBlock.seconds) {
    self.samplingRate = samplingRate
    blockCount = max(1, Int((seconds * samplingRate).rounded()))
    standstillCount = max(2, Int((Self.longestStandstill * samplingRate).rounded()))
    hum = HumMeter(samplingRate: samplingRate, blockCount: blockCount)
  }

  /// Takes the next samples, NaN where one is missing.
  mutating func process(_ samples: [Float]) {
    hum.process(samples)
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + blockCount - position % blockCount)
      samples.withUnsafeBufferPointer { process($0, start..<end) }
      start = end
      if position % blockCount == 0 { endBlock() }
    }
  }

  /// Takes samples of one block.
  private mutating func process(_ samples: UnsafeBufferPointer<Float>, _ range: Range<Int>) {
    var (last, row, rowInBlock, extremes) = (last, row, rowInBlock, extremes)
    for index in range {
      let sample = samples[index]
      if sample == last {
        row += 1
        rowInBlock += 1
        continue
      }
      if row >= standstillCount { stood(row, until: position + index - range.lowerBound) }
      extremes.take(last, times: rowInBlock)
      (last, row, rowInBlock) = (sample, sample.isNaN ? 0 : 1, sample.isNaN ? 0 : 1)
    }
    (self.last, self.row, self.rowInBlock, self.extremes) = (last, row, rowInBlock, extremes)
    position += range.count
  }

  private mutating func endBlock() {
    extremes.take(last, times: rowInBlock)
    rowInBlock = 0
    blocks.append(extremes)
    (lowest, highest) = (min(lowest, extremes.low), max(highest, extremes.high))
    extremes = Extremes()
  }

  private mutating func stood(_ count: Int, until end: Int) {
    standstills.append(Double(end - count) / samplingRate..<Double(end) / samplingRate)
  }

  /// Ends the lead.
  mutating func finish() {
    hum.finish()
    if row >= standstillCount { stood(row, until: position) }
    if position % blockCount > 0 { endBlock() }
  }

  /// How the samples of some blocks were; nil where none of them is known.
  func rail(of range: Range<Int>) -> Rail? {
    let known = known(range)
    let blocks = blocks[known.lowerBound - forgotten..<known.upperBound - forgotten]
    guard let hum = hum.amplitude(of: known) else { return nil }
    let count = blocks.reduce(0) {
      $0 + ($1.low == lowest ? $1.atLow : 0) + ($1.high == highest ? $1.atHigh : 0)
    }
    let low = blocks.reduce(.infinity) { min($0, $1.low) }
    let high = blocks.reduce(-.infinity) { max($0, $1.high) }
    return Rail(
      share: Double(count) / Double(known.count * blockCount), range: high - low, hum: hum)
  }

  private func known(_ range: Range<Int>) -> Range<Int> {
    range.clamped(to: forgotten..<forgotten + blocks.count)
  }

  // Of a lead that goes on and on.

  /// How many of some blocks have samples that are not missing.
  func presentCount(of range: Range<Int>) -> Int {
    known(range).count { blocks[$0 - forgotten].low <= blocks[$0 - forgotten].high }
  }

  /// The blocks that lie in a stretch of time, in seconds.
  func blocks(in time: Range<Double>) -> Range<Int> {
    let seconds = Double(blockCount) / samplingRate
    // Times that are a block's own are a little off.
    let first = Int((time.lowerBound / seconds - 1e-6).rounded(.up))
    return first..<max(first, Int((time.upperBound / seconds + 1e-6).rounded(.down)))
  }

  /// Where the signal stands still so far, up to the last sample.
  var known: [Range<Double>] {
    guard isStandingStill else { return standstills }
    return standstills + [Double(position - row) / samplingRate..<Double(position) / samplingRate]
  }

  /// Whether the signal stands still now.
  var isStandingStill: Bool { row >= standstillCount }

  /// Forgets blocks and standstills of old.
  ///
  /// - Parameters:
  ///   - blocks: how many of the last blocks are kept.
  ///   - seconds: for how long standstills are kept.
  mutating func forget(allBut blocks: Int, seconds: Double) {
    // Now and then, so that removing costs little.
    if self.blocks.count > 2 * blocks {
      let old = self.blocks.count - blocks
      self.blocks.removeFirst(old)
      hum.forget(old)
      forgotten += old
    }
    standstills.forgetAllButLast(before: Double(position) / samplingRate - seconds)
  }
}
