import ECGAnalysis
import Foundation

/// An electrocardiogram as a watch records it: lead I, some 30 s.
public struct WatchElectrocardiogram: Sendable {
  /// When it was recorded.
  public let start: Date
  /// Samples per second: an Apple Watch has some 512.
  public let samplingRate: Double
  /// The samples in mV, not finite where one is missing: `L`.
  public let voltages: [Float]

  /// - Parameters:
  ///   - start: when it was recorded.
  ///   - samplingRate: samples per second, from 50 on.
  ///   - voltages: the samples in mV, not finite where one is missing.
  public init(start: Date, samplingRate: Double, voltages: [Float]) {
    (self.start, self.samplingRate, self.voltages) = (start, samplingRate, voltages)
  }

  /// Its length in seconds.
  public var duration: Double { Double(voltages.count) / samplingRate }

  /// The heartbeats in it, from the first to the last, with what is known of each at the end.
  ///
  /// Half a minute takes some milliseconds; a view asks away from the main actor all the same.
  ///
  /// - Throws: `SamplingRateError` where the sampling rate does not do.
  public func beats() throws -> [LiveBeat] {
    var live = try LiveClassifier(samplingRate: samplingRate, firstAnswers: false)
    return try live.process(voltages) + live.finish()
  }

  /// The heart's rate in beats a minute, from the mean of the intervals between beats; nil
  /// where there is none.
  public static func rate(of beats: [LiveBeat]) -> Double? {
    let intervals = beats.compactMap(\.rrInterval)
    guard !intervals.isEmpty else { return nil }
    return 60 * Double(intervals.count) / intervals.reduce(0, +)
  }
}
