import Foundation

/// What tells sinus rhythm, where a P wave like the usual one comes before each beat, from atrial
/// fibrillation and flutter: how irregular the intervals around a beat are, and how alike the P waves of
/// its neighbours.
///
/// Ventricular beats are left out, as they are irregular in any rhythm. Of several leads the one speaks
/// whose P waves are the most alike.
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

  /// `D`, the numbers of a beat: those of the short window, then those of the long one.
  package static let count = 2 * perWindow
  private static let perWindow = 16
  /// A beat is early whose interval's logarithm is this far below that of the mean of 300 s.
  private static let early: Float = -0.1
  /// The change of the logarithm of intervals from which on they are irregular.
  private static let irregular = 0.08
  /// The correlation from which on a P wave is taken for the usual one.
  private static let alike: Float = 0.6
  /// No window of fewer beats tells anything.
  private static let fewest = 3

  /// The P wave of a beat beside the usual one, in the lead that shows it best.
  private struct PWave {
    /// How alike the lead's P waves were of late; least where no lead shows the beat.
    var clarity = -Float.infinity
    var (correlation, shifted, difference, likeness): (Float, Float, Float, Float) = (0, 0, 0, 0)
  }

  private let logIntervals: [Double]
  private var isEarly: [Bool]
  private var pWaves: [PWave]

  /// Starts without leads.
  ///
  /// - Parameter times: the R peaks in seconds, ascending: `N`.
  package init(times: [Double]) {
    logIntervals = RhythmFeatures.intervals(times).map { log($0) }
    isEarly = Array(repeating: false, count: times.count)
    pWaves = Array(repeating: PWave(), count: times.count)
  }

  /// Takes a block of the features of a lead (see `BeatFeatures`), where the beats before tell what is usual.
  package mutating func take(_ range: Range<Int>, _ features: [Float], isShown: [Bool]) {
    for (position, beat) in range.enumerated() {
      let start = position * BeatFeatures.count
      isEarly[beat] = features[start] < Self.early
      guard isShown[position] else { continue }
      let shape = start + RhythmFeatures.count
      let wave = PWave(
        clarity: features[shape + BeatTemplate.slowLikeness],
        correlation: features[shape + BeatTemplate.pCorrelation],
        shifted: features[shape + BeatTemplate.shiftedPCorrelation],
        difference: features[shape + BeatTemplate.standardisedPDifference],
        likeness: features[shape + BeatTemplate.fastLikeness])
      if wave.clarity > pWaves[beat].clarity { pWaves[beat] = wave }
    }
  }

  /// Takes what other leads of the same beats show.
  package mutating func merge(_ other: AtrialEvidence) {
    for beat in pWaves.indices where other.pWaves[beat].clarity > pWaves[beat].clarity {
      pWaves[beat] = other.pWaves[beat]
    }
    for beat in isEarly.indices where other.isEarly[beat] { isEarly[beat] = true }
  }

  /// Visits the beats that enough is known of, each with its numbers: `D`.
  ///
  /// - Parameters:
  ///   - isVentricular: the beats that do not count: `N`.
  ///   - step: 1 for every beat, 2 for every other one, and so on.
  package func forEachBeat(
    _ window: Window, isVentricular: [Bool], step: Int = 1,
    _ body: (Int, UnsafeBufferPointer<Double>) -> Void
  ) {
    // The interval before a beat counts where the beat before counts as well.
    let counting = logIntervals.indices.filter { beat in
      beat > 0 && !isVentricular[beat] && !isVentricular[beat - 1]
    }
    var numbers = [Double](repeating: 0, count: Self.count)
    var position = -1
    for beat in logIntervals.indices {
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
        numbers.replaceSubrange(
          number * Self.perWindow..<(number + 1) * Self.perWindow,
          with: describe(counting[first...last]))
      }
      if isKnown { numbers.withUnsafeBufferPointer { body(beat, $0) } }
    }
  }

  private func describe(_ beats: ArraySlice<Int>) -> [Double] {
    let intervals = beats.map { logIntervals[$0] }
    let changes = zip(intervals.dropFirst(), intervals).map { abs($0 - $1) }
    let waves = beats.map { pWaves[$0] }
    let count = Double(beats.count)
    let mean = intervals.reduce(0, +) / count
    let apart = intervals.map { $0 - mean }
    // A floor keeps the ratios below of a dead regular rhythm from being those of rounding errors.
    let variance = apart.reduce(0) { $0 + $1 * $1 } / count + 1e-4
    func likeness(after lag: Int) -> Double {
      let products = zip(apart.dropFirst(lag), apart).map { $0 * $1 }
      return products.isEmpty ? 0 : Self.mean(products) / variance
    }
    let correlations = waves.map { Double($0.correlation) }
    let shifted = waves.map { Double($0.shifted) }
    let (late, early) = (
      zip(beats, correlations).filter { !isEarly[$0.0] }.map(\.1),
      zip(beats, shifted).filter { isEarly[$0.0] }.map(\.1)
    )
    return [
      Self.mean(changes), Self.median(changes),
      Double(changes.count { $0 > Self.irregular }) / Double(changes.count),
      Self.mean(correlations), Self.median(correlations), Self.mean(shifted),
      Self.median(shifted), Double(early.count) / count, likeness(after: 1), likeness(after: 2),
      variance.squareRoot(), Self.mean(late.isEmpty ? correlations : late),
      Self.mean(early.isEmpty ? shifted : early),
      Self.median(waves.map { Double($0.difference) }),
      Self.mean(waves.map { Double($0.likeness) }),
      Double(waves.count { $0.correlation > Self.alike }) / count,
    ]
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
