import ECGRecordings

/// Where in which recording a beat came from.
public struct BeatOrigin: Equatable, Hashable, Sendable {
  /// The record's name, such as `208`.
  public let record: String
  /// The sample of the beat's annotation (its R peak), counted from 0 at the record's own rate.
  public let sample: Int
  /// The annotation's symbol, such as `V`.
  public let symbol: Character
  /// The record's own rate, in Hz; nil where unknown.
  public let samplingRate: Double?
  /// Whose heart it was, such as `patient001`, where the database says, or what stands for it where
  /// each record is taken to be of a patient of its own.
  public let patient: String?

  /// Creates an origin.
  public init(
    record: String, sample: Int, symbol: Character, samplingRate: Double? = nil,
    patient: String? = nil
  ) {
    self.record = record
    self.sample = sample
    self.symbol = symbol
    self.samplingRate = samplingRate
    self.patient = patient
  }

  /// What must not be in two parts of a split: the patient, or the record where that is not known.
  public var patientOrRecord: String { patient ?? record }

  /// In seconds: what is longer is no time in a recording.
  private static let longest = 1e9

  /// The time from the record's start, such as `0:12:03.456`; nil where the rate is unknown.
  public var time: String? {
    guard let samplingRate, samplingRate > 0, samplingRate.isFinite else { return nil }
    let seconds = Double(sample) / samplingRate
    guard (0..<Self.longest).contains(seconds) else { return nil }
    return RecordingClock.elapsed(seconds, decimals: 3)
  }
}
