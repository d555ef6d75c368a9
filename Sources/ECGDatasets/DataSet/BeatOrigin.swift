import Foundation

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
  /// Whose heart it was, such as `patient001`, where the database says.
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
  public var person: String { patient ?? record }

  /// The time from the record's start, such as `00:12:03.456`; nil where the rate is unknown.
  public var time: String? {
    guard let samplingRate, samplingRate > 0, samplingRate.isFinite else { return nil }
    let milliseconds = (Double(sample) / samplingRate * 1000).rounded()
    guard let total = Int(exactly: milliseconds), total >= 0 else { return nil }
    let (seconds, minutes) = (total / 1000, total / 60_000)
    return String(
      format: "%02d:%02d:%02d.%03d", minutes / 60, minutes % 60, seconds % 60, total % 1000)
  }
}
