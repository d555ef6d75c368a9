/// Cuts beats with known R peaks from a lead as its samples come in.
///
/// Memory is bounded by a few seconds of samples; beats come in order. What comes out does not depend
/// on how the samples are cut into blocks.
public struct BeatExtractor: Sendable {
  private var conditioner: SignalConditioner
  private var tracker = BeatTracker()
  private let rhythm: RhythmFeatures
  /// The R peaks in conditioned samples.
  private let positions: [Int]
  private var next = 0
  /// The conditioned samples that are still needed, and the position of the first.
  private var buffer = [Float](repeating: 0, count: RecordingBeats.before)
  private var base = -RecordingBeats.before

  /// Creates an extractor for a lead from its first sample on.
  ///
  /// - Parameters:
  ///   - peaks: the R peaks, as indices of the lead's samples in ascending order.
  ///   - samplingRate: samples per second.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(peaks: [Int], samplingRate: Double) throws {
    conditioner = try SignalConditioner(samplingRate: samplingRate)
    let rate = conditioner.outputRate
    rhythm = RhythmFeatures(times: peaks.map { Double($0) / samplingRate })
    positions = peaks.map { Int((Double($0) / samplingRate * rate).rounded()) }
  }

  /// Takes the next samples, and appends the beats that are complete.
  public mutating func process(_ samples: [Float], into beats: inout RecordingBeats) {
    append(conditioner.process(samples), to: &beats)
  }

  /// Appends the last beats, once there are no more samples.
  public mutating func finish(into beats: inout RecordingBeats) {
    append(conditioner.finish(), to: &beats)
    guard let last = positions.last else { return }
    let missing = last + RecordingBeats.after - base - buffer.count
    append([Float](repeating: 0, count: max(missing, 0)), to: &beats)
  }

  private mutating func append(_ samples: [Float], to beats: inout RecordingBeats) {
    buffer += samples
    while next < positions.count,
      positions[next] + RecordingBeats.after <= base + buffer.count
    {
      take(at: positions[next] - base, into: &beats)
      next += 1
    }
    let needed =
      next < positions.count ? positions[next] - RecordingBeats.before - base : buffer.count
    let kept = min(buffer.count, RecordingBeats.before + RecordingBeats.after)
    let old = min(needed, buffer.count - kept)
    if old > 4_096 {
      buffer.removeFirst(old)
      base += old
    }
  }

  private mutating func take(at place: Int, into beats: inout RecordingBeats) {
    let window = buffer[place - RecordingBeats.before..<place + RecordingBeats.after]
    let middle = buffer[place - RecordingBeats.sizeReach...place + RecordingBeats.sizeReach]
    let size = (middle.max() ?? 0) - (middle.min() ?? 0)
    let usual = tracker.take(window, size: size, isEarly: rhythm.isEarly[next])
    let start = next * RhythmFeatures.count
    beats.append(
      window: window, shape: usual.shape, size: size, usualSize: usual.size,
      rhythm: rhythm.values[start..<start + RhythmFeatures.count])
  }
}

extension RecordingBeats {
  /// The beats of a whole lead.
  ///
  /// - Throws: `ResamplingError`, see ``BeatExtractor``.
  public init(signal: [Float], peaks: [Int], samplingRate: Double) throws {
    self.init()
    var extractor = try BeatExtractor(peaks: peaks, samplingRate: samplingRate)
    extractor.process(signal, into: &self)
    extractor.finish(into: &self)
    completeRecord()
  }
}
