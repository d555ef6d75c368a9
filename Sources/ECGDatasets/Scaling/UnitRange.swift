/// The scale of the beats in Kaggle's files: the samples of each go from 0 to 1.
package enum UnitRange {
  /// How far outside rounding may put a sample.
  package static let slack: Float = 0.001

  /// The beats that have samples outside 0 … 1.
  package static func countOutside(_ beats: BeatDataset) -> Int {
    count(beats, outside: -slack...1 + slack)
  }

  /// The range of beats, where it is not about 0 … 1: where samples lie outside, or all within a half of it. Nil too
  /// where samples are no finite numbers.
  package static func otherRange(of beats: BeatDataset) -> ClosedRange<Float>? {
    guard let range = range(of: beats) else { return nil }
    let isUsual =
      range.lowerBound >= -slack && range.upperBound <= 1 + slack
      && range.upperBound - range.lowerBound > 0.5
    return isUsual ? nil : range
  }

  /// The lowest and the highest sample; nil where there is none, or one is no finite number.
  package static func range(of beats: BeatDataset) -> ClosedRange<Float>? {
    var (low, high) = (Float.infinity, -Float.infinity)
    var isFinite = true
    beats.forEachBeat { _, samples in
      for sample in samples {
        low = min(low, sample)
        high = max(high, sample)
        isFinite = isFinite && sample.isFinite
      }
    }
    return isFinite && low <= high ? low...high : nil
  }

  /// The beats that have samples outside a range.
  package static func count(_ beats: BeatDataset, outside range: ClosedRange<Float>) -> Int {
    var count = 0
    beats.forEachBeat { _, samples in
      if samples.contains(where: { !range.contains($0) }) { count += 1 }
    }
    return count
  }

  /// The beats that do not vary: whose samples are all the same.
  package static func countFlat(_ beats: BeatDataset) -> Int {
    var count = 0
    beats.forEachBeat { _, samples in
      if samples.allSatisfy({ $0 == samples.first }) { count += 1 }
    }
    return count
  }

  /// The beats in a row, `N × L`, that have samples outside a range.
  package static func countOutside(
    _ values: [Float], samplesPerBeat: Int, range: ClosedRange<Float>
  ) -> Int {
    stride(from: 0, to: values.count, by: samplesPerBeat).count { start in
      values[start..<min(start + samplesPerBeat, values.count)].contains { !range.contains($0) }
    }
  }

  /// Beats brought to 0 … 1, each by its own lowest and highest sample; one whose samples are all the same
  /// becomes 0.
  package static func scaled(_ beats: BeatDataset) -> BeatDataset {
    var values = beats.values.array(of: 0..<beats.count)
    let length = beats.samplesPerBeat
    for start in stride(from: 0, to: values.count, by: length) {
      let beat = values[start..<(start + length)]
      guard let low = beat.min(), let high = beat.max() else { continue }
      let span = Double(high) - Double(low)
      for index in start..<(start + length) {
        values[index] = span > 0 ? Float((Double(values[index]) - Double(low)) / span) : 0
      }
    }
    var scaled = beats
    scaled.values = BeatValues(values, samplesPerBeat: length)
    return scaled
  }
}
