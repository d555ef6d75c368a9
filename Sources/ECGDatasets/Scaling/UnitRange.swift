/// The scale of the beats in Kaggle's files: the samples of each go from 0 to 1.
package enum UnitRange {
  /// How far outside rounding may put a sample.
  package static let slack: Float = 0.001

  /// The range of beats, where it is not about 0 … 1: where samples lie outside, or all within a
  /// half of it. Nil too where samples are no finite numbers.
  package static func otherRange(of beats: BeatDataset) -> ClosedRange<Float>? {
    ValueCensus(beats.values).range.flatMap(otherRange)
  }

  /// The range, where it is not about 0 … 1.
  package static func otherRange(_ range: ClosedRange<Float>) -> ClosedRange<Float>? {
    let isUsual =
      range.lowerBound >= -slack && range.upperBound <= 1 + slack
      && range.upperBound - range.lowerBound > 0.5
    return isUsual ? nil : range
  }

  /// Beats brought to 0 … 1, each by its own lowest and highest sample; one whose samples are all
  /// the same becomes 0.
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
