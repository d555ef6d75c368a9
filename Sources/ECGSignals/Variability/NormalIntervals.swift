/// The NN intervals of a recording: those from one normal beat to the next, without another beat,
/// missing samples or unusable signal in between, and shorter than a pause.
///
/// A pause is a finding of its own, or a beat that was missed, and no variation of the sinus
/// rhythm: one of 9 s in half an hour makes SDNN five times as large, and the power at low
/// frequencies thousands of times. The filter of Wessel et al. (Herzschrittmachertherapie und
/// Elektrophysiologie 11, 2000) leaves out more than 2 s as well.
struct NormalIntervals {
  /// The intervals in milliseconds.
  let values: [Double]
  /// When each ends, in seconds.
  let ends: [Double]
  /// Whether each follows the one before it without a break.
  let isNext: [Bool]

  /// Intervals of a stretch of time.
  ///
  /// - Parameters:
  ///   - events: the beats.
  ///   - range: which time, in seconds.
  ///   - isOther: beats whose rhythm does not come from the sinus node, such as in fibrillation;
  ///     none where nothing is known: `N`.
  init(_ events: RhythmEvents, in range: Range<Double>, isOther: [Bool] = []) {
    let isNormal = Self.isNormal(events, isOther: isOther)
    var (values, ends, isNext): ([Double], [Double], [Bool]) = ([], [], [])
    var last = -2
    for (beat, interval) in events.intervals.enumerated() {
      guard let interval, isNormal[beat], range.contains(events.times[beat]),
        range.contains(events.times[beat + 1])
      else { continue }
      values.append(1_000 * interval)
      ends.append(events.times[beat + 1])
      isNext.append(last == beat - 1)
      last = beat
    }
    (self.values, self.ends, self.isNext) = (values, ends, isNext)
  }

  /// Whether each interval of a recording is one of them: `N − 1`.
  ///
  /// - Parameters:
  ///   - events: the beats.
  ///   - isOther: as in ``init(_:in:isOther:)``.
  static func isNormal(_ events: RhythmEvents, isOther: [Bool]) -> [Bool] {
    let isNormal = events.labels.indices.map { beat in
      events.labels[beat] == AAMIClass.normal.label && !(beat < isOther.count && isOther[beat])
    }
    return zip(events.intervals, zip(isNormal, isNormal.dropFirst())).map { interval, ends in
      guard let interval, ends.0, ends.1 else { return false }
      return interval < RhythmEvents.pauseLength - RhythmEvents.noise
    }
  }

  /// Those that lie together: nowhere is there more than `longest` seconds between the end of one
  /// and the beginning of the next.
  func stretches(longestBreak longest: Double) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for index in values.indices {
      if index > 0, ends[index] - values[index] / 1_000 - ends[index - 1] <= longest {
        stretches[stretches.count - 1] = stretches[stretches.count - 1].lowerBound..<index + 1
      } else {
        stretches.append(index..<index + 1)
      }
    }
    return stretches
  }
}
