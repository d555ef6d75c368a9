/// What the samples of beats are like, counted in one pass: for what is told of a data set, and for
/// whether a model can say anything of its beats.
package struct ValueCensus: Sendable {
  /// The samples that are missing or not a number.
  package private(set) var missing = 0
  /// The samples that are infinite.
  package private(set) var infinite = 0
  /// The finite samples below 0 or above 1, however little.
  package private(set) var outsideUnitRange = 0
  /// The beats that do not vary: whose samples are all the same.
  package private(set) var constantBeats = 0
  /// The beats whose lowest sample is 0 and whose highest is 1, as those are that were brought to
  /// that scale one by one.
  package private(set) var unitBeats = 0
  /// The beats that have samples outside the tolerated range, or such as are no numbers; none where
  /// all are tolerated.
  package private(set) var beatsOutside = 0
  /// The least finite sample; infinite where there is none, as is `maximum`.
  package private(set) var minimum = Float.infinity
  /// The greatest finite sample.
  package private(set) var maximum = -Float.infinity

  /// Looks through beats.
  ///
  /// - Parameter tolerated: the range that the samples of a beat may have, nil for any: rounding or
  ///   new hearts may go a little beyond the range that is usual.
  package init(_ beats: BeatValues, tolerating tolerated: ClosedRange<Float>? = nil) {
    for beat in 0..<beats.beatCount {
      beats.withBeat(beat) { take($0, tolerated) }
    }
  }

  private mutating func take(_ beat: UnsafeBufferPointer<Float>, _ tolerated: ClosedRange<Float>?) {
    var isConstant = true
    if beat.min() == 0, beat.max() == 1 { unitBeats += 1 }
    for value in beat {
      isConstant = isConstant && value == beat[0]
      guard value.isFinite else {
        missing += value.isNaN ? 1 : 0
        infinite += value.isNaN ? 0 : 1
        continue
      }
      outsideUnitRange += 0...1 ~= value ? 0 : 1
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
    constantBeats += isConstant ? 1 : 0
    if let tolerated, !beat.allSatisfy(tolerated.contains) { beatsOutside += 1 }
  }

  /// The lowest and the highest sample; nil where there is none, or one is no finite number.
  package var range: ClosedRange<Float>? {
    missing == 0 && infinite == 0 && minimum <= maximum ? minimum...maximum : nil
  }
}
