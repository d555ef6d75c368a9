import Foundation

/// What a beat adds to the evidence of fibrillation (``AtrialEvidence``): its interval, and its P
/// wave in the lead that shows it best.
package struct AtrialBeat: Codable, Sendable {
  /// The P wave of a beat beside the usual one.
  private struct PWave: Codable {
    /// How alike the lead's P waves were of late; least where no lead shows the beat.
    var clarity = -Float.infinity
    var (correlation, shifted, difference, likeness): (Float, Float, Float, Float) = (0, 0, 0, 0)
  }

  /// The numbers that a window of beats is described by.
  static let numbers = 18
  /// A beat is early whose interval's logarithm is this far below that of the mean of 300 s.
  private static let early: Float = -0.1
  /// The change of the logarithm of intervals from which on they are irregular.
  private static let irregular = 0.08
  /// The correlation from which on a P wave is taken for the usual one.
  private static let alike: Float = 0.6

  private let logInterval: Double
  /// Whether the interval is known: a beat where it is not is no evidence.
  let hasInterval: Bool
  private var isEarly = false
  private var wave = PWave()

  /// - Parameter interval: the interval that leads to the beat, in seconds; nil where
  ///   it is not known.
  init(interval: Double?) {
    logInterval = log(interval ?? RhythmFeatures.usual)
    hasInterval = interval != nil
  }

  /// A beat as its leads show it.
  package init(_ rhythm: BeatRhythm, _ leads: [LeadStream.Beat]) {
    self.init(interval: rhythm.interval)
    for lead in leads {
      var beat = AtrialBeat(interval: rhythm.interval)
      lead.features.withUnsafeBufferPointer { beat.take($0, isShown: lead.isShown) }
      merge(beat)
    }
  }

  /// Takes what a lead shows of it.
  ///
  /// - Parameter features: those of the beat, see ``BeatFeatures``: `D`.
  mutating func take(_ features: UnsafeBufferPointer<Float>, isShown: Bool) {
    isEarly = features[0] < Self.early
    guard isShown else { return }
    let shape = RhythmFeatures.count
    let found = PWave(
      clarity: features[shape + BeatTemplate.slowLikeness],
      correlation: features[shape + BeatTemplate.pCorrelation],
      shifted: features[shape + BeatTemplate.shiftedPCorrelation],
      difference: features[shape + BeatTemplate.standardisedPDifference],
      likeness: features[shape + BeatTemplate.fastLikeness])
    if found.clarity > wave.clarity { wave = found }
  }

  /// Takes what other leads show of it.
  mutating func merge(_ other: AtrialBeat) {
    if other.wave.clarity > wave.clarity { wave = other.wave }
    if other.isEarly { isEarly = true }
  }

  /// The numbers of a window: at least one beat.
  static func describe(_ beats: [AtrialBeat]) -> [Double] {
    let intervals = beats.map(\.logInterval)
    let changes = zip(intervals.dropFirst(), intervals).map { abs($0 - $1) }
    let waves = beats.map(\.wave)
    let count = Double(beats.count)
    let mean = intervals.reduce(0, +) / count
    let apart = intervals.map { $0 - mean }
    // A floor keeps the ratios below of a dead regular rhythm from being those of rounding errors.
    let variance = apart.reduce(0) { $0 + $1 * $1 } / count + 1e-4
    func likeness(after lag: Int) -> Double {
      let products = zip(apart.dropFirst(lag), apart).map { $0 * $1 }
      return products.isEmpty ? 0 : Self.mean(products) / variance
    }
    let (first, second) = (likeness(after: 1), likeness(after: 2))
    let unforeseen = Self.unforeseen(first, second)
    let correlations = waves.map { Double($0.correlation) }
    let shifted = waves.map { Double($0.shifted) }
    let (late, early) = (
      zip(beats, correlations).filter { !$0.0.isEarly }.map(\.1),
      zip(beats, shifted).filter { $0.0.isEarly }.map(\.1)
    )
    return [
      Self.mean(changes), (changes.median ?? 0),
      Double(changes.count { $0 > Self.irregular }) / Double(changes.count),
      Self.mean(correlations), (correlations.median ?? 0), Self.mean(shifted),
      (shifted.median ?? 0), Double(early.count) / count, first, second,
      variance.squareRoot(), Self.mean(late.isEmpty ? correlations : late),
      Self.mean(early.isEmpty ? shifted : early),
      (waves.map { Double($0.difference) }.median ?? 0),
      Self.mean(waves.map { Double($0.likeness) }),
      Double(waves.count { $0.correlation > Self.alike }) / count,
      log(unforeseen), (variance * unforeseen).squareRoot(),
    ]
  }

  /// The share of the variance of intervals that the two before each do not foretell: the error of
  /// an autoregression of second order. In fibrillation that is all of it; little where the heart
  /// follows the breath, as the young's does, at whatever frequency that is.
  ///
  /// - Parameters:
  ///   - first: the autocorrelation of the intervals at a lag of one.
  ///   - second: that at a lag of two.
  private static func unforeseen(_ first: Double, _ second: Double) -> Double {
    let explained = first * first
    let partial = min(max((second - explained) / max(1 - explained, 0.1), -0.98), 0.98)
    return max((1 - explained) * (1 - partial * partial), 0.01)
  }

  /// How fast the heart is in a window: minus the mean logarithm of its intervals in seconds, more
  /// for a faster one.
  static func pace(_ beats: [AtrialBeat]) -> Double { -mean(beats.map(\.logInterval)) }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
