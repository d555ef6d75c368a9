/// What tells sinus rhythm, where a P wave like the usual one comes before each beat, from atrial
/// fibrillation and flutter: how irregular the intervals around a beat are, and how alike the P
/// waves of its neighbours.
///
/// Ventricular beats are left out, as they are irregular in any rhythm. Of several leads the one
/// speaks whose P waves are the most alike.
package struct AtrialEvidence: Sendable {
  /// The beats around one that are looked at.
  package enum Window: Sendable {
    /// Those up to it: what a stream has.
    case trailing
    /// Those on both sides.
    case centred

    /// How many beats before and after it, from short to long.
    var reaches: [(before: Int, after: Int)] {
      switch self {
      case .trailing: [(12, 0), (30, 0)]
      case .centred: [(6, 6), (15, 15)]
      }
    }
  }

  /// `D`, the numbers of a beat: those of the short window, those of the long one, and how fast
  /// the heart is in it.
  package static let count = 2 * perWindow + 1
  private static let perWindow = AtrialBeat.numbers
  /// No window of fewer beats tells anything.
  static let fewest = 3

  private var beats: [AtrialBeat]

  /// Starts without leads.
  ///
  /// - Parameter intervals: the interval that leads to each beat, see
  ///   ``RecordingBeats/intervals``: `N`.
  package init(intervals: [Double?]) {
    beats = intervals.map { AtrialBeat(interval: $0) }
  }

  /// What all leads of a recording show.
  package init(of beats: RecordingBeats) {
    self.init(intervals: beats.intervals)
    let rhythm = RhythmFeatures(intervals: beats.intervals, side: .earlier)
    for lead in beats.leads.indices {
      beats.forEachBlock(ofLead: lead, .earlier, rhythm: rhythm) { range, features, isShown in
        take(range, features, isShown: isShown)
      }
    }
  }

  /// Takes a block of the features of a lead (see `BeatFeatures`), where the beats before
  /// tell what is usual.
  package mutating func take(_ range: Range<Int>, _ features: [Float], isShown: [Bool]) {
    for (position, beat) in range.enumerated() {
      let row = position * BeatFeatures.count..<(position + 1) * BeatFeatures.count
      features.withUnsafeBufferPointer {
        beats[beat].take(UnsafeBufferPointer(rebasing: $0[row]), isShown: isShown[position])
      }
    }
  }

  /// Takes what other leads of the same beats show.
  package mutating func merge(_ other: AtrialEvidence) {
    for beat in beats.indices { beats[beat].merge(other.beats[beat]) }
  }

  /// Visits the beats that enough is known of, each with its numbers: `D`.
  ///
  /// - Parameters:
  ///   - isVentricular: the beats that do not count: `N`.
  ///   - range: the beats to visit; nil for all. What lies around them is looked at all the same.
  ///   - step: 1 for every beat, 2 for every other one, and so on.
  package func forEachBeat(
    _ window: Window, isVentricular: [Bool], in range: Range<Int>? = nil, step: Int = 1,
    _ body: (Int, UnsafeBufferPointer<Double>) -> Void
  ) {
    // The interval before a beat counts where it is known and the beat before counts as well.
    let counting = beats.indices.filter { beat in
      beat > 0 && beats[beat].hasInterval && !isVentricular[beat] && !isVentricular[beat - 1]
    }
    var numbers = [Double](repeating: 0, count: Self.count)
    var position = -1
    for beat in range ?? beats.indices {
      while position + 1 < counting.count, counting[position + 1] <= beat { position += 1 }
      guard beat.isMultiple(of: step), position >= 0 else { continue }
      var isKnown = true
      for (number, reach) in window.reaches.enumerated() {
        let first = max(0, position - reach.before)
        let last = min(counting.count - 1, position + reach.after)
        guard last - first + 1 >= Self.fewest else {
          isKnown = false
          break
        }
        let own = counting[first...last].map { beats[$0] }
        numbers.replaceSubrange(
          number * Self.perWindow..<(number + 1) * Self.perWindow, with: AtrialBeat.describe(own))
        // The long window is the last.
        numbers[Self.count - 1] = AtrialBeat.pace(own)
      }
      if isKnown { numbers.withUnsafeBufferPointer { body(beat, $0) } }
    }
  }
}
