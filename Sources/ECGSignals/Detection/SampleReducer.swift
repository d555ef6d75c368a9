/// Averages samples in groups, and bridges what is missing.
///
/// The average of a group has its zeros at just those frequencies that would fold down to the band
/// of QRS complexes, so no other filter is needed before the rate is lowered. Values come out
/// relative to the first one, so that an offset costs no precision.
///
/// While samples are missing, the last value is held. After a gap the values go on from there,
/// whatever the level of the new samples: a gap makes no edge.
struct SampleReducer: Codable, Sendable {
  /// The lowest rate after averaging, in Hz, where the samples' own is not lower.
  private static let lowestRate = 125.0
  /// Gaps of up to this time are bridged without a new level: the signal cannot have gone far.
  private static let shortGap = 0.02
  /// After this time without any change, in seconds, samples are taken for missing: no electrode is
  /// that quiet.
  private static let longestStandstill = 1.0

  /// Samples per group.
  let groupLength: Int
  /// Groups per second.
  let rate: Double

  private let scale: Float
  private let shortGapCount: Int
  private let standstillCount: Int
  /// The level that counts as 0.
  private var level: Float = 0
  /// The last value given.
  private var held: Float = 0
  /// The groups missing up to now.
  private var gap = Int.max
  /// The last sum and the groups since it changed.
  private var lastSum = Float.nan
  private var standstill = 0

  init(samplingRate: Double) {
    groupLength = max(1, Int(samplingRate / SampleReducer.lowestRate))
    rate = samplingRate / Double(groupLength)
    scale = 1 / Float(groupLength)
    shortGapCount = Int(rate * SampleReducer.shortGap)
    standstillCount = Int(rate * SampleReducer.longestStandstill)
  }

  /// Averages the groups of one frame.
  ///
  /// - Parameters:
  ///   - samples: a frame of samples.
  ///   - values: receives an average for each group.
  /// - Returns: how many of the groups are missing.
  mutating func reduce(
    _ samples: UnsafePointer<Float>, into values: UnsafeMutablePointer<Float>
  ) -> Int {
    add(samples, into: values)
    let (first, last) = (values[0], values[DetectionFrame.length - 1])
    guard DetectionFrame.isWhole(values, count: DetectionFrame.length) else {
      lastSum = .nan
      return reduceWithGaps(samples, into: values)
    }
    // Steady sums are rare; only they are looked at closer.
    if first == lastSum, last == first,
      (0..<DetectionFrame.length).allSatisfy({ values[$0] == first })
    {
      standstill += DetectionFrame.length
    } else {
      standstill = 0
    }
    lastSum = last
    if standstill > standstillCount {
      gap = max(gap, shortGapCount + 1)
      for index in 0..<DetectionFrame.length { values[index] = held }
      return DetectionFrame.length
    }
    bridge(to: first * scale)
    for index in 0..<DetectionFrame.length { values[index] = values[index] * scale - level }
    held = values[DetectionFrame.length - 1]
    return 0
  }

  /// The sum of each group.
  private func add(_ samples: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>) {
    switch groupLength {
    case 1: for index in 0..<DetectionFrame.length { sums[index] = samples[index] }
    case 2:
      // The commonest rates are worth a loop that the compiler turns into vectors.
      for index in 0..<DetectionFrame.length {
        sums[index] = samples[2 * index] + samples[2 * index + 1]
      }
    default:
      for index in 0..<DetectionFrame.length {
        var sum: Float = 0
        for sample in index * groupLength..<(index + 1) * groupLength { sum += samples[sample] }
        sums[index] = sum
      }
    }
  }

  /// As ``reduce(_:into:)`` where some samples are missing: a group is the average of those it has.
  private mutating func reduceWithGaps(
    _ samples: UnsafePointer<Float>, into values: UnsafeMutablePointer<Float>
  ) -> Int {
    var missing = 0
    standstill = 0
    for index in 0..<DetectionFrame.length {
      var sum: Float = 0
      var present: Float = 0
      for sample in index * groupLength..<(index + 1) * groupLength
      where abs(samples[sample]) < DetectionFrame.limit {
        sum += samples[sample]
        present += 1
      }
      if present > 0 {
        bridge(to: sum / present)
        held = sum / present - level
      } else {
        missing += 1
        if gap < Int.max { gap += 1 }
      }
      values[index] = held
    }
    return missing
  }

  /// Ends a gap, where there is one, with `value` as the first after it.
  private mutating func bridge(to value: Float) {
    if gap > shortGapCount { level = value - held }
    gap = 0
  }
}
