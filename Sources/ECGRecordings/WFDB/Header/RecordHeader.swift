public import Foundation

/// What a record's `.hea` file says (WFDB's `header(5)`).
public struct RecordHeader: Equatable, Sendable {
  /// The record's name, such as `100`.
  public var name: String
  /// Frames per second in Hz.
  public var samplingRate: Double
  /// The frequency of the counter, such as the footage of a paper strip, in Hz.
  public var counterFrequency: Double
  /// The counter's value at the first sample.
  public var counterBase: Double
  /// The number of frames, which is the length of every signal that has one sample per frame; nil
  /// where the header does not give it.
  public var frameCount: Int?
  /// When the recording began, as far as the header says: the time of day, or time and date.
  public var start: DateComponents?
  /// The `C` signals; empty in the header file of a record of several segments, whose segments have
  /// headers of their own.
  public var signals: [SignalDescription]
  /// The segments that make up the record one after the other; empty where it is a single one.
  public var segments: [RecordSegment]
  /// The comment lines, without `#` and the blank after it.
  public var comments: [String]

  /// What of the header makes no sense and is passed over, in sentences without a full stop.
  public var remarks: [String] = []

  /// Creates a header.
  public init(
    name: String, samplingRate: Double = RecordHeader.defaultSamplingRate,
    counterFrequency: Double? = nil, counterBase: Double = 0, frameCount: Int? = nil,
    start: DateComponents? = nil, signals: [SignalDescription], segments: [RecordSegment] = [],
    comments: [String] = []
  ) {
    self.name = name
    self.samplingRate = samplingRate
    self.counterFrequency = counterFrequency ?? samplingRate
    self.counterBase = counterBase
    self.frameCount = frameCount
    self.start = start
    self.signals = signals
    self.segments = segments
    self.comments = comments
  }

  /// The sampling rate in Hz of records whose header gives none, by the format.
  public static let defaultSamplingRate = 250.0
}

/// A stretch of a multi-segment record.
public struct RecordSegment: Equatable, Sendable {
  /// The name of the record that holds the segment, in the same folder; nil for a gap, in which
  /// nothing was recorded.
  public var name: String?
  /// The number of frames; 0 for the layout segment that says which signals there are.
  public var frameCount: Int

  /// Creates a segment.
  public init(name: String?, frameCount: Int) {
    self.name = name
    self.frameCount = frameCount
  }
}
