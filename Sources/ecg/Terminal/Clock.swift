import Foundation

/// Measures how long something takes.
struct Clock {
  private let start = ContinuousClock.now

  /// The seconds since this was made.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// The time since this was made, in words.
  var description: String {
    seconds < 60 ? String(format: "%.1f s", seconds) : "\(Clock.minutes(seconds)) min"
  }

  /// Seconds as `m:ss`.
  static func minutes(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return String(format: "%d:%02d", whole / 60, whole % 60)
  }
}
