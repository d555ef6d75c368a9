import ArgumentParser
import ECGSignals

/// What counts as bradycardia and tachycardia in a recording.
struct RateLimitOptions: ParsableArguments {
  private static let usual = RateEpisode.Limits()

  @Option(
    parsing: .unconditional,
    help: """
      Of a recording: the beats a minute below which the heart is slow, for 30 s or more. (default: 50)
      """, transform: { try rate($0, such: usual.slow) })
  var bradycardia: Double?

  @Option(
    parsing: .unconditional,
    help: """
      Of a recording: the beats a minute above which the heart is fast, for 30 s or more. (default: 100)
      """, transform: { try rate($0, such: usual.fast) })
  var tachycardia: Double?

  private static func rate(_ text: String, such example: Double) throws -> Double {
    guard let rate = Double(text), rate > 0, rate.isFinite else {
      throw ValidationError(
        "expected beats a minute, a number above 0, such as \(Int(example)), found \(text)")
    }
    return rate
  }

  /// The limits, the usual ones where none are given.
  var limits: RateEpisode.Limits {
    RateEpisode.Limits(
      slow: bradycardia ?? Self.usual.slow, fast: tachycardia ?? Self.usual.fast)
  }

  /// Those that were given, by their names.
  var given: [String] {
    Self.names(ofGiven: [
      "--bradycardia": bradycardia != nil, "--tachycardia": tachycardia != nil,
    ])
  }

  func validate() throws {
    guard limits.slow <= limits.fast else {
      throw ValidationError(
        "--bradycardia: expected at most the \(limits.fast) of --tachycardia, found \(limits.slow)")
    }
  }
}
