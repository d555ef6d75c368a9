/// Cuts beats with known R peaks from a lead as its samples come in.
///
/// Memory is bounded by a few seconds of samples, but for the beats; they come in order. What comes
/// out does not depend on how the samples are cut into blocks.
public struct BeatExtractor: Sendable {
  private var conditioner: SignalConditioner
  /// The R peaks in conditioned samples.
  private let positions: [Int]
  private var next = 0
  /// The conditioned samples that are still needed, and the position of the first.
  private var buffer = [Float](repeating: 0, count: LeadBeats.before)
  private var base = -LeadBeats.before
  /// Measures the signal that the beats are cut from; nil where nobody asked.
  private(set) var meter: QualityMeter?

  /// Creates an extractor for a lead from its first sample on.
  ///
  /// - Parameters:
  ///   - times: the R peaks in seconds from the first sample, ascending.
  ///   - samplingRate: samples per second.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(times: [Double], samplingRate: Double) throws {
    conditioner = try SignalConditioner(samplingRate: samplingRate)
    let rate = conditioner.samplingRate
    meter = nil
    positions = times.map { Int(($0 * rate).rounded()) }
  }

  /// An extractor that measures the signal as well.
  static func measuring(times: [Double], samplingRate: Double) throws -> BeatExtractor {
    var extractor = try BeatExtractor(times: times, samplingRate: samplingRate)
    extractor.meter = QualityMeter()
    return extractor
  }

  /// Takes the next samples, and appends the beats that are complete.
  public mutating func process(_ samples: [Float], into beats: inout LeadBeats) {
    append(conditioner.process(samples), to: &beats)
  }

  /// Appends the last beats, once there are no more samples.
  public mutating func finish(into beats: inout LeadBeats) {
    append(conditioner.finish(), to: &beats)
    meter?.finish()
    guard let last = positions.last else { return }
    let missing = last + LeadBeats.after - base - buffer.count
    append([Float](repeating: 0, count: max(missing, 0)), to: &beats)
  }

  private mutating func append(_ samples: [Float], to beats: inout LeadBeats) {
    buffer += samples
    meter?.process(samples)
    while next < positions.count, positions[next] + LeadBeats.after <= base + buffer.count {
      let position = positions[next] - base
      beats.append(buffer[position - LeadBeats.before..<position + LeadBeats.after])
      next += 1
    }
    let needed = next < positions.count ? positions[next] - LeadBeats.before - base : buffer.count
    let kept = min(buffer.count, LeadBeats.samplesPerBeat)
    let old = min(needed, buffer.count - kept)
    if old > 4_096 {
      buffer.removeFirst(old)
      base += old
    }
  }
}
