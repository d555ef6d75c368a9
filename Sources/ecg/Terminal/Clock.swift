import ECGRecordings
import Foundation

/// Measures how long something takes.
struct Clock {
  private let start = ContinuousClock.now

  /// The seconds since this was made.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// The time since this was made, in words.
  var description: String {
    seconds < 60 ? String(format: "%.1f s", seconds) : RecordingClock.elapsed(seconds)
  }
}
