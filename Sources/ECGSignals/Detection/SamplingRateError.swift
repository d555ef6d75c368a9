public import Foundation

/// A sampling rate that the detector cannot work at.
public struct SamplingRateError: Error, Equatable, Sendable {
  /// The rate in Hz.
  public var samplingRate: Double

  /// Creates an error.
  public init(samplingRate: Double) { self.samplingRate = samplingRate }
}

extension SamplingRateError: CustomStringConvertible {
  /// What was expected and what was found.
  public var description: String {
    let rates = RPeakDetector.samplingRates
    return "expected a sampling rate from \(Int(rates.lowerBound)) to \(Int(rates.upperBound)) Hz, "
      + "found \(samplingRate)"
  }
}

extension SamplingRateError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
