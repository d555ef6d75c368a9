import ECGFiles
import ECGSignals
import Foundation

/// Tells whether the time stamps of lines are as far apart as the sampling rate says.
///
/// A stream whose stamps are in milliseconds, of which every other line is lost, or whose lines
/// have the time of their packet would otherwise be classified at times that are not its own.
struct StampSteps: Sendable {
  private let samplingRate: Double
  /// What errors call the stream.
  private let stream: String
  private var stamps: [Double] = []
  /// Whether they do not fit it.
  private(set) var isRefused = false
  /// Whether enough lines were looked at.
  var isSettled: Bool { stamps.count == Self.count }

  /// The lines that are looked at.
  private static let count = 100
  /// How far steps may be off, as a share.
  private static let tolerance = 0.2

  init(samplingRate: Double, stream: String) {
    (self.samplingRate, self.stream) = (samplingRate, stream)
  }

  /// Takes the stamp of the next line, in seconds.
  ///
  /// - Throws: `FileError` where the stamps of the first lines do not fit the rate.
  mutating func add(_ stamp: Double, line: Int) throws {
    guard stamps.count < Self.count else { return }
    stamps.append(stamp)
    guard stamps.count == Self.count else { return }
    let steps = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    let mean = (stamps[Self.count - 1] - stamps[0]) / Double(steps.count)
    let median = steps.upperMedian ?? mean
    // Gaps move the mean, stamps of few digits the median.
    guard !fits(mean), !fits(median) else { return }
    isRefused = true
    let expected = String(format: "%.4g", 1 / samplingRate)
    let isMilliseconds = fits(mean / 1000) || fits(median / 1000)
    throw FileError(
      .badData, path: stream, at: .line(line),
      "expected time stamps \(expected) s apart, as a rate of \(String(format: "%g", samplingRate)) Hz has them, "
        + "found \(String(format: "%.4g", median)) s in the median of \(Self.count) lines",
      remedy: isMilliseconds
        ? "They seem to be milliseconds; give them in seconds"
        : "Give the rate that they have, and each line the time of its own")
  }

  private func fits(_ step: Double) -> Bool {
    abs(step * samplingRate - 1) <= Self.tolerance
  }
}
