import ECGFiles
import ECGText

/// What a recording may ask for, compared with what its header says before anything is allocated
/// for it and before the files that the header names are opened.
///
/// Headers are small and can announce anything: thousands of signals in thousands of segments, a
/// year of gaps, a day of silence that FLAC stores in a few bytes. The usual limits are far beyond
/// what recorders write, and leave length open, which costs no memory; who reads what strangers
/// send sets closer ones.
public struct RecordingLimits: Equatable, Sendable {
  /// The signals of a recording.
  public var signals = 10_000
  /// The segments of a WFDB record, and the stretches without gaps of other formats.
  public var segments = 1 << 20
  /// The length of a recording in seconds, gaps included.
  public var seconds = Double.infinity
  /// The longest gap, in seconds, that a table's times may show; a longer one means that
  /// a clock was set.
  public var gap = Double.infinity
  /// The samples of all signals together, gaps included.
  public var samples = Int.max
  /// The memory in bytes that the beats may take while they are classified.
  public var beatMemory = Int.max

  /// Creates the usual limits.
  public init() {}

  /// The bytes that a beat takes, and those that it takes in each lead: as measured
  /// over a day of beats.
  private static let bytesPerBeat = (alone: 300, inLead: 184)

  /// - Throws: `FileError` where so many beats in so many leads take more memory.
  package func check(beats found: Int, leads: Int, path: String) throws {
    let most = beatMemory / (Self.bytesPerBeat.alone + Self.bytesPerBeat.inLead * leads)
    guard found > most else { return }
    throw Self.error(
      path, at: .whole,
      "expected at most \(most) beats in \(leads.counted("lead")), found \(found)")
  }

  /// - Throws: `FileError` where there are more signals.
  func check(signals found: Int, path: String, at position: FileError.Location = .whole) throws {
    guard found > signals else { return }
    throw Self.error(path, at: position, "expected at most \(signals) signals, found \(found)")
  }

  /// - Throws: `FileError` where there are more segments.
  func check(segments found: Int, path: String, at position: FileError.Location = .whole) throws {
    guard found > segments else { return }
    throw Self.error(
      path, at: position,
      "expected at most \(segments) segments or stretches without gaps, found \(found)")
  }

  /// The work of a segment is at least that of so many samples of each signal.
  private static let leastFrames = 64

  /// - Throws: `FileError` where so many segments of so many signals are more work than the samples
  ///   that are allowed.
  func check(segments found: Int, of width: Int, path: String) throws {
    let most = samples / Self.leastFrames / max(width, 1)
    guard found > most else { return }
    throw Self.error(
      path, at: .whole, "expected at most \(most) segments of \(width) signals, found \(found)")
  }

  /// - Parameters:
  ///   - frames: how often `width` samples come, gaps included.
  ///   - width: the samples of all signals together in a frame.
  ///   - period: the length of a frame in seconds.
  /// - Throws: `FileError` where the recording is longer or has more samples.
  func check(frames: Int, of width: Int, lasting period: Double, path: String) throws {
    try check(seconds: Double(frames) * period, path: path)
    guard samples < .max else { return }
    let (count, overflow) = frames.multipliedReportingOverflow(by: max(width, 1))
    guard overflow || count > samples else { return }
    throw Self.error(
      path, at: .whole,
      "expected at most \(samples) samples of all signals together, gaps included, found "
        + (overflow ? "more than can be counted" : "\(count)"))
  }

  /// - Throws: `FileError` where a recording is longer.
  func check(seconds found: Double, path: String) throws {
    guard found > seconds else { return }
    throw Self.error(
      path, at: .whole,
      "expected a recording of at most \(Self.hours(seconds)) h, found one of \(Self.hours(found)) h"
    )
  }

  private static func hours(_ seconds: Double) -> Int { Int(min(seconds / 3600, 1e15)) }

  private static func error(
    _ path: String, at position: FileError.Location, _ problem: String
  ) -> FileError {
    FileError(
      .badData, path: path, at: position, problem,
      remedy: "Correct the header, or cut the recording into parts", reason: .exceedsLimit)
  }
}
