import ECGRecordings

/// Stretches of time in seconds, ascending, none of which touches another.
package struct TimeStretches: Equatable, Sendable {
  package let stretches: [Range<Double>]

  /// The seconds in all.
  package var duration: Double { stretches.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

  /// Brings stretches into order, and joins those that touch; empty ones are left out.
  package init(_ stretches: [Range<Double>]) {
    var joined: [Range<Double>] = []
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) where !stretch.isEmpty {
      if let last = joined.last, stretch.lowerBound <= last.upperBound {
        joined[joined.count - 1] =
          last.lowerBound..<max(last.upperBound, stretch.upperBound)
      } else {
        joined.append(stretch)
      }
    }
    self.stretches = joined
  }

  /// What lies within a period.
  func within(_ period: Range<Double>) -> TimeStretches {
    TimeStretches(stretches.map { $0.clamped(to: period) })
  }

  /// What lies in none of some others.
  package func subtracting(_ others: TimeStretches) -> TimeStretches {
    var rest: [Range<Double>] = []
    for stretch in stretches {
      var start = stretch.lowerBound
      for other in others.meeting(stretch) {
        if start < other.lowerBound { rest.append(start..<other.lowerBound) }
        start = max(start, other.upperBound)
      }
      if start < stretch.upperBound { rest.append(start..<stretch.upperBound) }
    }
    return TimeStretches(rest)
  }

  /// What lies in others as well.
  package func intersection(_ others: TimeStretches) -> TimeStretches {
    TimeStretches(
      stretches.flatMap { stretch in
        others.meeting(stretch).map { $0.clamped(to: stretch) }
      })
  }

  /// How many share time with one of others.
  package func count(meeting others: TimeStretches) -> Int { stretches.count(where: others.meets) }

  /// Whether one of them shares time with a stretch that is not empty.
  package func meets(_ stretch: Range<Double>) -> Bool { !meeting(stretch).isEmpty }

  /// Those that share time with a stretch that is not empty: they lie together.
  private func meeting(_ stretch: Range<Double>) -> ArraySlice<Range<Double>> {
    let first = stretches.partitionPoint { $0.upperBound > stretch.lowerBound }
    return stretches[first...].prefix { $0.lowerBound < stretch.upperBound }
  }
}
