/// Whether a block of conditioned samples comes again faster than beats can be told apart, as those
/// of a mouse's heart do, or of a newborn's with a tachycardia.
///
/// The measure is the autocorrelation. By it no first lead of the MIT-BIH Arrhythmia Database, of
/// PTB, and of the China Physiological Signal Challenges of 2019 and 2021 has three such blocks in
/// a row; regular rhythms of these leads, played six times as fast, have most of theirs.
enum Repetition {
  /// The autocorrelation of what comes again, and how far it rises above all that it was before.
  private static let (limit, rise): (Float, Float) = (0.4, 0.3)
  /// The lags, in samples, after which a heart may beat again: 0.07 to 0.28 s, 211 to 900 a minute.
  private static let lags = 8...34
  /// The lags whose autocorrelation is computed: what comes again sooner is a hum.
  private static let computed = 4..<36

  /// The shortest time in seconds after which the samples come again as they were; 0
  /// where there is none.
  static func period(of samples: UnsafeBufferPointer<Float>) -> Float {
    let count = samples.count - computed.upperBound
    guard count > 2 * lags.upperBound, let base = samples.baseAddress else { return 0 }
    let energy = samples[..<count].reduce(0) { $0 + $1 * $1 }
    guard energy > 0 else { return 0 }
    var likeness = [Float](repeating: 0, count: computed.count)
    likeness.withUnsafeMutableBufferPointer { sums in
      for index in 0..<count {
        let (sample, later) = (base[index], base + index + computed.lowerBound)
        // Sums of different lags, which can be added to at once.
        for lag in 0..<sums.count { sums[lag] += sample * later[lag] }
      }
      for lag in sums.indices { sums[lag] /= energy }
    }
    var lowest = Float.infinity
    for lag in computed.dropFirst().dropLast() {
      let place = lag - computed.lowerBound
      let (before, here, after) = (likeness[place - 1], likeness[place], likeness[place + 1])
      lowest = min(lowest, before)
      if here >= limit, here >= before, here > after, here - lowest >= rise {
        guard lags.contains(lag) else { return 0 }
        return Float(lag) / Float(SignalConditioner.nominalSamplingRate)
      }
    }
    return 0
  }
}
