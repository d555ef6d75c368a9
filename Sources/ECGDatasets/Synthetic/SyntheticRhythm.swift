import Foundation
import ECGRandom

/// A beat and the one after it, as waves placed in time.
struct SyntheticRhythm {
  /// The kinds of beats; their numbers tell their streams of chance apart.
  enum Kind: Int {
    case normal, supraventricular, ventricular, fusion, paced, infarcted
  }

  /// The seconds a row covers: to the next R peak and a fifth of the interval after it.
  let duration: Double
  /// All waves, timed from the first R peak.
  private let waves: [Wave]

  /// Draws a rhythm whose first beat is of class `kind`.
  init(_ kind: Kind, using generator: inout SeededGenerator) {
    let rest = min(max(0.8 + 0.14 * generator.normal(), 0.5), 1.3)
    let (interval, following) = SyntheticRhythm.intervals(kind, rest: rest, using: &generator)
    let person = SyntheticShape(.normal, using: &generator)
    let shape = kind == .normal ? person : person.changed(to: kind, using: &generator)
    // What comes next: pacing, atrial runs and infarctions go on, ectopic beats are mostly alone.
    let repeats: Double = [0, 0.35, 0.08, 0.05, 0.95, 1][kind.rawValue]
    let next = generator.uniform() < repeats ? shape.varied(using: &generator) : person
    // The conducted part of a beat shortens with the interval before it (Bazett 1920).
    let waves = shape.waves(from: 0, stretch: min(interval, 1).squareRoot(), withP: false)
    self.waves =
      waves + next.waves(from: interval, stretch: min(interval, 1).squareRoot(), withP: true)
    duration = interval + following / 5
  }

  /// The voltage in millivolt, `time` seconds after the first R peak.
  func voltage(at time: Double) -> Double {
    waves.reduce(0) { $0 + $1.voltage(at: time) }
  }

  /// The interval after the beat and the one after the next, in seconds.
  private static func intervals(
    _ kind: Kind, rest: Double, using generator: inout SeededGenerator
  ) -> (Double, Double) {
    let interval =
      switch kind {
      case .normal, .infarcted: rest * (1 + 0.06 * generator.normal())
      case .supraventricular:
        rest * (generator.uniform() < 0.6 ? 0.72 : 1.0)
          * (1 + 0.1 * generator.normal())
      case .ventricular: rest * (1.3 + 0.15 * generator.normal())
      case .fusion: rest * (1.08 + 0.1 * generator.normal())
      case .paced: 0.86 * (1 + 0.05 * generator.normal())
      }
    return (min(max(interval, 0.32), 2), min(max(rest * (1 + 0.06 * generator.normal()), 0.32), 2))
  }
}
