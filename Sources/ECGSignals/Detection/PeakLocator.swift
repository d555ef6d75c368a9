/// Finds the R peak itself in the samples near a candidate.
struct PeakLocator: Codable, Sendable {
  /// The R peak is looked for within this time to either side, in seconds.
  static let searchTime = 0.06
  /// The samples' level is their mean over this time to either side, in seconds.
  private static let levelTime = 0.15

  /// The samples taken so far.
  private(set) var sampleCount = 0

  private let samplingRate: Double
  private let groupLength: Int
  private let delay: Double
  private let searchReach: Int
  private let levelReach: Int
  private var samples: [Float]
  /// The index of the first sample in the array, and how many are there.
  private var base = 0
  private var count = 0
  private let kept: Int

  /// - Parameters:
  ///   - samplingRate: samples per second.
  ///   - groupLength: samples per sample of the envelope.
  ///   - delay: by how many of its samples the envelope lags behind.
  ///   - reach: how many of its samples later a candidate is asked for.
  init(samplingRate: Double, groupLength: Int, delay: Double, reach: Int) {
    self.samplingRate = samplingRate
    self.groupLength = groupLength
    self.delay = delay
    searchReach = Int((PeakLocator.searchTime * samplingRate).rounded())
    levelReach = Int((PeakLocator.levelTime * samplingRate).rounded())
    kept = levelReach + searchReach + (Int(delay) + reach + 2) * groupLength
    let capacity = kept + 2 * DetectionFrame.chunk * DetectionFrame.length * groupLength
    samples = [Float](repeating: 0, count: capacity)
  }

  /// Takes the next samples.
  mutating func append(_ fresh: UnsafeBufferPointer<Float>) {
    if count + fresh.count > samples.count { discardOld() }
    samples.withUnsafeMutableBufferPointer { samples in
      guard let start = samples.baseAddress, let source = fresh.baseAddress else { return }
      (start + count).update(from: source, count: fresh.count)
    }
    count += fresh.count
    sampleCount += fresh.count
  }

  /// The sample of the R peak near a position of the envelope.
  func peak(at position: Int) -> Int {
    let centre = Int(((Double(position) - delay + 0.5) * Double(groupLength)).rounded())
    let window = range(around: centre, reach: levelReach)
    return samples.withUnsafeBufferPointer { samples in
      var sum: Float = 0
      for index in window { sum += samples[index] }
      var level = sum / Float(max(window.count, 1))
      if !(abs(level) < DetectionFrame.limit) {
        let present = samples[window].filter { abs($0) < DetectionFrame.limit }
        level = present.reduce(0) { $0 + $1 / Float(present.count) }
      }
      var best = centre - base
      var farthest: Float = -1
      for index in range(around: centre, reach: searchReach) {
        let distance = abs(samples[index] - level)
        if distance > farthest, distance < DetectionFrame.limit {
          (farthest, best) = (distance, index)
        }
      }
      return max(0, base + best)
    }
  }

  /// How the samples look around a peak; a missing one is taken to be as the one before.
  func shape(at peak: Int) -> BeatShape {
    let step = BeatShape.step * samplingRate
    let first = Double(peak - base) - (Double(BeatShape.centre) + 0.5) * step
    let limit = DetectionFrame.limit
    return samples.withUnsafeBufferPointer { samples in
      // Relative to the peak, so that an offset costs no precision.
      let level = peak >= base && peak - base < count ? samples[peak - base] : 0
      var shape = SIMD32<Float>(repeating: 0)
      var last: Float = 0
      for cell in 0..<BeatShape.count {
        let start = Int((first + Double(cell) * step).rounded())
        let end = max(start + 1, Int((first + Double(cell + 1) * step).rounded()))
        var (sum, present): (Float, Float) = (0, 0)
        for index in min(max(start, 0), count)..<min(max(end, 0), count)
        where abs(samples[index]) < limit {
          sum += samples[index] - level
          present += 1
        }
        if present > 0 { last = sum / present }
        shape[cell] = last
      }
      return BeatShape(shape)
    }
  }

  /// The indices in the array that are within `reach` of a sample.
  private func range(around centre: Int, reach: Int) -> Range<Int> {
    let start = min(max(centre - reach - base, 0), count)
    return start..<max(start, min(centre + reach + 1 - base, count))
  }

  /// Moves to the front what is still needed.
  private mutating func discardOld() {
    let old = max(0, count - kept)
    for index in 0..<count - old { samples[index] = samples[old + index] }
    base += old
    count -= old
  }
}
