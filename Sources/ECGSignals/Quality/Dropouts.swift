/// Where a lead has no signal: nobody knows which beats were there, so that the time between those
/// on both sides is no RR interval.
package struct Dropouts: Sendable {
  /// Where samples are missing, in seconds, ascending.
  let gaps: [Range<Double>]
  /// Where the signal stands still, as that of an electrode that is off does.
  let standstills: [Range<Double>]

  /// - Parameters:
  ///   - gaps: where samples are missing, in seconds, ascending.
  ///   - standstills: where the signal stands still, in seconds, ascending.
  package init(gaps: [Range<Double>] = [], standstills: [Range<Double>] = []) {
    (self.gaps, self.standstills) = (gaps, standstills)
  }

  /// For so long before and after a standstill, in seconds, the step to it and from it may be
  /// taken for a beat.
  static let step = 0.09

  /// Whether there is no signal for a while between two beats, or the first is where it
  /// stops or comes back.
  ///
  /// What comes after the second changes nothing.
  ///
  /// - Parameters:
  ///   - first: when the first comes, in seconds.
  ///   - second: when the second comes.
  package func isBetween(_ first: Double, _ second: Double) -> Bool {
    Self.isAny(of: gaps, between: first, second, atLeast: GapFinder.shortest)
      || Self.isAny(
        of: standstills, between: first - Self.step, second, atLeast: RailFinder.longestStandstill)
  }

  /// Whether a time is where the signal stands still, or steps to that or from it.
  func standsStill(at time: Double) -> Bool {
    standstills.contains { $0.lowerBound - Self.step <= time && time < $0.upperBound + Self.step }
  }

  private static func isAny(
    of ranges: [Range<Double>], between first: Double, _ second: Double, atLeast shortest: Double
  ) -> Bool {
    // The first that ends later than the first time.
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > first { high = middle } else { low = middle + 1 }
    }
    return ranges[low...].lazy.prefix { $0.lowerBound < second }.contains { range in
      // Times of samples are a little off.
      min(range.upperBound, second) - range.lowerBound >= shortest - 1e-9
    }
  }
}

extension [Range<Double>] {
  /// Forgets those that end before a time, but for the last of them: it tells of the time since the
  /// last beat, however long that is.
  mutating func forgetAllButLast(before time: Double) {
    let old = firstIndex { $0.upperBound >= time } ?? count
    if old > 1 { removeFirst(old - 1) }
  }
}
