/// Finds in the samples of a lead, as they come in, where they stand still, where they stay at the end of their range,
/// and how much they hum.
struct RailFinder: Sendable {
  /// Where the signal stands still, in seconds.
  private(set) var standstills: [Range<Double>] = []

  /// After this time without any change the signal stands still, in seconds: no electrode is that quiet.
  private static let longestStandstill = 1.0
  /// Samples in a row at the extreme of a block that count as being at the end of the range.
  private static let fewestAtEnd = 3

  /// The extremes of a block, and how many samples are at them in rows.
  private struct Extremes {
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
  private var blocks: [Extremes] = []
  private var hum: HumMeter

  init(samplingRate: Double) {
    self.samplingRate = samplingRate
    blockCount = max(1, Int((QualityBlock.seconds * samplingRate).rounded()))
    standstillCount = max(2, Int((Self.longestStandstill * samplingRate).rounded()))
    hum = HumMeter(samplingRate: samplingRate)
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

  /// From the lowest sample of each block to the highest; below 0 where all are missing.
  var ranges: [Float] { blocks.map { $0.high - $0.low } }

  /// The amplitude of the hum in each block, see `HumMeter`.
  var hums: [Float] { hum.amplitudes }

  /// The share of each block's samples that is at the end of the lead's range, in rows.
  var shares: [Double] {
    let low = blocks.map(\.low).min() ?? 0
    let high = blocks.map(\.high).max() ?? 0
    return blocks.map {
      let count = ($0.low == low ? $0.atLow : 0) + ($0.high == high ? $0.atHigh : 0)
      return Double(count) / Double(blockCount)
    }
  }
}
