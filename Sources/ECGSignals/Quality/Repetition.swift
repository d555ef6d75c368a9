/// Whether a block of conditioned samples comes again faster than beats can be told apart, as those of a mouse's heart
/// do, or of a newborn's with a tachycardia.
///
/// The measure is the autocorrelation. By it no first lead of the MIT-BIH Arrhythmia Database, of PTB, and of the China
/// Physiological Signal Challenges of 2019 and 2021 has three such blocks in a row; regular rhythms of these leads, played
/// six times as fast, have most of theirs.
enum Repetition {
  /// The autocorrelation of what comes again, and how far it rises above all that it was before.
  private static let (limit, rise): (Float, Float) = (0.4, 0.3)
  /// The lags, in samples, after which a heart may beat again: 0.07 to 0.28 s, 211 to 900 a minute.
  private static let lags = 8...34
  /// The lags whose autocorrelation is computed, and the first of them: what comes again sooner is a hum.
  private typealias Sums = SIMD32<Float>
  private static let first = 4

  /// The shortest time in seconds after which the samples come again as they were; 0 where there is none.
  static func period(of samples: UnsafeBufferPointer<Float>) -> Float {
    let count = samples.count - first - Sums.scalarCount
    guard count > 2 * lags.upperBound, let base = samples.baseAddress else { return 0 }
    var (sums, energy) = (Sums(), Float(0))
    for index in 0..<count {
      let later = UnsafeRawPointer(base + index + first).loadUnaligned(as: Sums.self)
      sums += later * samples[index]
      energy += samples[index] * samples[index]
    }
    guard energy > 0 else { return 0 }
    let likeness = sums / energy
    var lowest = Float.infinity
    for lag in first + 1..<lags.upperBound {
      let (before, here, after) = (
        likeness[lag - 1 - first], likeness[lag - first], likeness[lag + 1 - first]
      )
      lowest = min(lowest, before)
      if here >= limit, here >= before, here > after, here - lowest >= rise {
        guard lags.contains(lag) else { return 0 }
        return Float(lag) / Float(SignalConditioner.nominalSamplingRate)
      }
    }
    return 0
  }
}
