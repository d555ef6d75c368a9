extension RhythmEvents {
  /// The intervals in a row whose mean counts as a rate.
  static let rateIntervals = 8

  /// The rate over a row of beats.
  struct Rate {
    /// The first beat and the last, eight intervals later.
    let beats: ClosedRange<Int>
    /// Beats a minute.
    let value: Double
  }

  /// The rate over every eight intervals in a row that are known, in order.
  var rates: [Rate] { rates(of: intervals.indices) }

  /// The same of some of the intervals alone.
  func rates(of range: Range<Int>) -> [Rate] {
    let count = Self.rateIntervals
    var (rates, known) = ([Rate](), 0)
    for position in range {
      known = intervals[position] == nil ? 0 : known + 1
      guard known >= count else { continue }
      let beats = position + 1 - count...position + 1
      let seconds = times[beats.upperBound] - times[beats.lowerBound]
      guard seconds > 0 else { continue }
      rates.append(Rate(beats: beats, value: 60 * Double(count) / seconds))
    }
    return rates
  }
}
