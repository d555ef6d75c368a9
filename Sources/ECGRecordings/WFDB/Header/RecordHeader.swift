public import Foundation

/// What a record's `.hea` file says (WFDB's `header(5)`).
public struct RecordHeader: Equatable, Sendable {
  /// The record's name, such as `100`.
  public var name: String
  /// Frames per second in Hz.
  public var frequency: Double
  /// The frequency of the counter, such as the footage of a paper strip, in Hz.
  public var counterFrequency: Double
  /// The counter's value at the first sample.
  public var counterBase: Double
  /// The number of frames, which is the length of every signal that has one sample per frame; nil
  /// where the header does not give it.
  public var frameCount: Int?
  /// When the recording began, as far as the header says: the time of day, or time and date.
  public var start: DateComponents?
  /// The `C` signals.
  public var signals: [SignalDescription]
  /// The comment lines, without `#` and the blank after it.
  public var comments: [String]

  /// Creates a header.
  public init(
    name: String, frequency: Double = RecordHeader.assumedFrequency,
    counterFrequency: Double? = nil, counterBase: Double = 0, frameCount: Int? = nil,
    start: DateComponents? = nil, signals: [SignalDescription], comments: [String] = []
  ) {
    self.name = name
    self.frequency = frequency
    self.counterFrequency = counterFrequency ?? frequency
    self.counterBase = counterBase
    self.frameCount = frameCount
    self.start = start
    self.signals = signals
    self.comments = comments
  }

  /// The frequency in Hz of records whose header gives none.
  public static let assumedFrequency = 250.0
}
