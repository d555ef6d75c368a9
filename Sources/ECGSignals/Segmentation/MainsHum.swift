import Foundation

/// The hum of the mains of 50 Hz in a lead of 120 samples a second, as they come in.
///
/// Hum of 60 Hz is gone at this rate, that of 50 Hz is not: at a tenth of a beat's height it hides
/// what tells beats apart. It is one line of the spectrum, told over 0.8 s beside the lines next to
/// it: beats, noise and drift are in all three alike, and where they are, nothing is taken for hum.
///
/// The result does not depend on how samples are cut into blocks.
struct MainsHum: Codable, Sendable {
  /// A wave of 50 Hz by its parts in phase and a quarter of a period later.
  struct Wave: Codable, Sendable {
    fileprivate var parts: SIMD2<Double>

    /// Its value at a sample, counted as those that came in are.
    func value(at index: Int) -> Float {
      let value = parts * MainsHum.turns[index % MainsHum.length].hum
      return Float(value[0] + value[1])
    }
  }

  /// The samples over which it is told, 0.8 s: 40 periods of hum, and 37 and 43 of its neighbours,
  /// so that none of the three lines is in another.
  static let length = 96
  /// By how many samples the middle of these lags behind the last one.
  static let reach = length / 2
  /// How many times higher than its neighbours the line of hum is. That of noise, in which all
  /// three are alike, is so at one place of 50; in MIT-BIH, whose mains had 60 Hz, at one of 90.
  private static let prominence = 3.0

  /// The waves of the three lines at each sample.
  fileprivate static let turns = (0..<length).map { index in
    let turn = { (periods: Int) -> SIMD2<Double> in
      let angle = 2 * Double.pi * Double(periods * index % length) / Double(length)
      return [cos(angle), sin(angle)]
    }
    return (hum: turn(40), below: turn(37), above: turn(43))
  }

  /// The last samples, 0 where one is missing.
  private var samples = [Float](repeating: 0, count: length)
  /// How many came since one was missing, up to all of them.
  private var present = 0
  private var position = 0
  private var hum = SIMD2<Double>()
  private var below = SIMD2<Double>()
  private var above = SIMD2<Double>()

  /// Whether enough samples have come since one was missing.
  var isKnown: Bool { present == Self.length }

  /// The hum in the last ``length`` samples; nil where there is none, or it is not known.
  var wave: Wave? {
    guard isKnown else { return nil }
    let squares = { (line: SIMD2<Double>) in (line * line).sum() }
    let neighbours = max(squares(below), squares(above))
    guard squares(hum) > Self.prominence * Self.prominence * neighbours else { return nil }
    return Wave(parts: 2 / Double(Self.length) * hum)
  }

  /// Takes a sample, NaN where it is missing.
  mutating func push(_ sample: Float) {
    present = sample.isNaN ? 0 : min(present + 1, Self.length)
    let value = sample.isNaN ? 0 : sample
    add(Double(value) - Double(samples[position]), at: position)
    samples[position] = value
    position += 1
    guard position == Self.length else { return }
    // Anew now and then, so that rounding does not add up for ever.
    position = 0
    (hum, below, above) = (.zero, .zero, .zero)
    for (index, sample) in samples.enumerated() { add(Double(sample), at: index) }
  }

  private mutating func add(_ value: Double, at index: Int) {
    let turn = Self.turns[index]
    hum += value * turn.hum
    below += value * turn.below
    above += value * turn.above
  }
}
