import Foundation

/// How much a lead hums in each block, by its samples as they come in.
///
/// It is the amplitude that hum of 50 Hz would have whose bend is that of the samples in the
/// median: QRS complexes, which are short, hardly count, nor do flutter and drift, which are slow;
/// hum of 60 Hz does a little more.
struct HumMeter: Codable, Sendable {
  /// The samples whose bend is told lie at least so far apart, in seconds: noise, which any rate
  /// has as much of, then counts little.
  private static let step = 0.005
  private static let frequency = 50.0

  /// The amplitude in each block that was not forgotten, in the unit of the samples; 0 where
  /// all are missing.
  private var amplitudes: [Float] = []
  private var forgotten = 0

  private let stride: Int
  private let blockCount: Int
  /// What the median bend of hum of amplitude 1 is.
  private let unit: Float
  private var position = 0
  /// The last two of the samples that count.
  private var (last, beforeLast) = (Float.nan, Float.nan)
  /// How much the samples of the block bend.
  private var bends: [Float] = []

  /// - Parameter blockCount: the samples of a block.
  init(samplingRate: Double, blockCount: Int) {
    // Only so much of a rate that is no whole number is lost as rounding makes of it.
    stride = max(1, Int((Self.step * samplingRate - 1e-6).rounded(.up)))
    self.blockCount = blockCount
    let turn = sin(.pi * Self.frequency * Double(stride) / samplingRate)
    unit = Float(max(4 * turn * turn, 0.5) * 0.5.squareRoot())
  }

  /// Takes the next samples, NaN where one is missing.
  mutating func process(_ samples: [Float]) {
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + blockCount - position % blockCount)
      var index = start + (stride - position % stride) % stride
      while index < end {
        let bend = abs(samples[index] - 2 * last + beforeLast)
        if bend.isFinite { bends.append(bend) }
        (beforeLast, last) = (last, samples[index])
        index += stride
      }
      position += end - start
      start = end
      if position % blockCount == 0 { endBlock() }
    }
  }

  /// Ends the lead.
  mutating func finish() {
    if position % blockCount > 0 { endBlock() }
  }

  /// The amplitude in some blocks that are known, the middle of theirs; nil where there is none.
  func amplitude(of blocks: Range<Int>) -> Float? {
    amplitudes[blocks.lowerBound - forgotten..<blocks.upperBound - forgotten].upperMedian
  }

  /// Forgets so many blocks more.
  mutating func forget(_ count: Int) {
    amplitudes.removeFirst(count)
    forgotten += count
  }

  private mutating func endBlock() {
    amplitudes.append((bends.upperMedian ?? 0) / unit)
    bends.removeAll(keepingCapacity: true)
  }
}
