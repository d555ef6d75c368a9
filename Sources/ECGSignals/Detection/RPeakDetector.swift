/// Finds the R peaks of one lead as its samples come in.
///
/// Samples may be in any unit; NaN stands for a missing one. Memory is bounded by a few
/// seconds of samples, however long the recording. Results do not depend on how the samples
/// are cut into blocks.
///
/// It is for human hearts of about 30 to 220 beats a minute: no two beats are found within 200 ms,
/// so that of a faster heart, such as a mouse's, about every other beat is found. ``SignalQuality``
/// marks where it beats regularly.
///
/// The way, after Hamilton ("Open source ECG analysis", Computers in Cardiology 29, 2002):
///
/// 1. Samples are averaged in groups down to 125 to 250 Hz (`SampleReducer`).
/// 2. A band of 8 to 16 Hz is kept, where QRS complexes are strong and P and T waves, wandering
///    baselines and muscles weak; its slope is rectified and averaged over 120 ms
///    (`QRSEnvelope`).
/// 3. A maximum of this envelope that no other within 200 ms exceeds is a candidate. Its height is
///    how far it rises above its surroundings (`EnvelopePeaks`).
/// 4. A candidate is a beat where its height exceeds a threshold between the levels of the last
///    beats and of the last other candidates; where no beat comes in time, the highest candidate
///    passed over is looked at again with half the threshold (`BeatDecision`).
/// 5. The R peak is where the samples are farthest from their mean near the candidate
///    (`PeakLocator`), up or down.
///
/// Deviations from Hamilton's detector:
///
/// - The filters are a Butterworth high-pass and low-pass of second order at any rate, not moving
///   averages at 200 Hz; the moving window is 120 ms, not 80 ms, so that wide beats count as much
///   as narrow ones.
/// - The height of a candidate is its rise above the higher of the two minima within 250 ms to its
///   sides, not the envelope itself. Noise that lasts lifts both and raises no candidate.
/// - The level of beats is the median of 12, not 8, and the threshold 0.28, not 0.3125 to 0.475, of
///   the way from the level of noise to it.
/// - T waves are told by a slope of less than 0.3, not 0.5, of the beat's slope: early ventricular
///   beats have half. They are told as well by how slowly they bend: a third of the beat's largest
///   second difference over 16 ms, a fifth where they come late (`BeatShape`). A tall narrow T wave
///   has the slope of a QRS complex in the band of 8 to 16 Hz, but not its bends.
/// - A beat much lower than the one before is told with the next one, or not at all where it lies
///   between two beats of a regular rhythm.
/// - Small beats between large ones are looked for where they come again and again (`SmallBeats`).
/// - What lies within 0.07 s of the first or the last sample is not told.
/// - The level of noise counts up to 0.3 of the level of beats, so that small beats between
///   large ones, once taken for noise, are not shut out for good.
/// - Where no beat came for 2 s, and one is overdue, the threshold falls by 40 % each second to a
///   tenth of the level of beats; earlier beats then count up to twice the height of the next one.
///   What is lower in a pause is noise or P waves and not told, unless five in a row stand out and
///   are as sharp as QRS complexes, or, after 30 s, as anything (`LowRhythm`): neither a noisy
///   start nor a loose electrode silences the detector, and a heart that stands still has no beats
///   but, in time, its P waves.
/// - Learning takes the first 3 s, not 8 s, and up to 6 s where the heart is so slow that these
///   have one beat; beats in them are not lost.
/// - Missing samples, and those after a second without any change, take no time: they neither call
///   for a second look nor make an interval.
/// - Shifts of the baseline are not looked for: they raise no more than one candidate.
/// - The second look waits 0.2 s longer than 1.5 median intervals.
public struct RPeakDetector: Codable, Sendable {
  /// The sampling rates that can be used, in Hz.
  public static let samplingRates: ClosedRange<Double> = 50...100_000

  /// Two beats are at least this many seconds apart: no ventricle is excited sooner again.
  package static let refractoryTime = 0.2

  /// What lies closer to the first or the last sample than this, in seconds, is not told unless
  /// asked for: half a QRS complex. Of a complex that the recording's edge cuts nobody knows the
  /// peak and the width.
  private static let edge = 0.07

  /// Samples per second.
  public let samplingRate: Double

  /// The most that a beat is told after its R peak, in seconds: less than 0.6, and less than 0.8
  /// where there are fewer than 100 samples a second.
  ///
  /// Some beats are told later: those of the first 3 s, or up to 6 s, together when these are over,
  /// and those that need a second look, which they get 1.5 median intervals and 0.2 s after the
  /// beat before them, or when the threshold has fallen far enough; doubtful and small ones come
  /// with the next beat, and those much lower than the ones before with the fifth of them.
  public var delay: Double {
    (envelope.delay + Double(peaks.reach + DetectionFrame.length)) / reducer.rate
      + PeakLocator.searchTime
  }

  private var reducer: SampleReducer
  private var envelope: QRSEnvelope
  private var peaks: EnvelopePeaks
  private var decision: BeatDecision
  private var locator: PeakLocator
  /// The samples of a frame that is not complete yet.
  private var partialFrame: [Float] = []
  /// The missing groups of each frame of a chunk.
  private var missing = [Int](repeating: 0, count: DetectionFrame.chunk)
  private var lastPeak = -1
  /// The samples at either end in which no peak is told.
  private let edgeCount: Int

  /// Creates a detector for a lead from its first sample on.
  ///
  /// - Parameters:
  ///   - samplingRate: samples per second.
  ///   - includesEdges: whether R peaks are told that lie within 0.07 s of the first or the last
  ///     sample, whose QRS complexes are not whole.
  /// - Throws: ``SamplingRateError`` for a rate outside ``samplingRates``.
  public init(samplingRate: Double, includesEdges: Bool = false) throws {
    guard RPeakDetector.samplingRates.contains(samplingRate) else {
      throw SamplingRateError(samplingRate: samplingRate)
    }
    self.init(checked: samplingRate, includesEdges: includesEdges)
  }

  private init(checked samplingRate: Double, includesEdges: Bool) {
    self.samplingRate = samplingRate
    edgeCount = includesEdges ? 0 : Int((Self.edge * samplingRate).rounded())
    reducer = SampleReducer(samplingRate: samplingRate)
    envelope = QRSEnvelope(rate: reducer.rate)
    peaks = EnvelopePeaks(rate: reducer.rate)
    decision = BeatDecision(rate: reducer.rate)
    locator = PeakLocator(
      samplingRate: samplingRate, groupLength: reducer.groupLength, delay: envelope.delay,
      reach: peaks.reach)
    partialFrame.reserveCapacity(frameLength)
  }

  /// The R peaks of a whole signal, as indices of its samples in ascending order.
  ///
  /// - Parameters:
  ///   - signal: the samples.
  ///   - samplingRate: how many there are in a second.
  ///   - includesEdges: whether R peaks are told whose QRS complexes the signal's ends may cut.
  /// - Throws: ``SamplingRateError`` for a rate outside ``samplingRates``.
  public static func peaks(
    in signal: some Collection<Float>, samplingRate: Double, includesEdges: Bool = false
  ) throws -> [Int] {
    var detector = try RPeakDetector(samplingRate: samplingRate, includesEdges: includesEdges)
    return detector.process(signal) + detector.finish()
  }

  /// Takes the next samples.
  ///
  /// - Returns: the R peaks found by now, counted in samples from the first one ever, in ascending
  ///   order and after all those returned before.
  public mutating func process(_ block: some Collection<Float>) -> [Int] {
    if let found = block.withContiguousStorageIfAvailable({ process(samples: $0) }) { return found }
    return Array(block).withUnsafeBufferPointer { process(samples: $0) }
  }

  /// Ends the signal.
  ///
  /// - Returns: the R peaks that were still undecided. The detector then begins anew.
  public mutating func finish() -> [Int] {
    let count = locator.sampleCount + partialFrame.count
    // Candidates wait for what comes after them: nothing does.
    let wait = Int(envelope.delay) + peaks.reach + 2 * DetectionFrame.length
    let silence = [Float](repeating: .nan, count: wait * reducer.groupLength)
    var found = silence.withUnsafeBufferPointer { process(samples: $0) }
    decision.finish()
    takeBeats(into: &found)
    self = RPeakDetector(checked: samplingRate, includesEdges: edgeCount == 0)
    return found.filter { $0 < count - edgeCount }
  }

  /// The R peaks that are undecided yet, as they would be told if the signal ended here.
  package var provisionalPeaks: [Int] {
    var copy = self
    return copy.finish()
  }

  /// The samples that go through the detector at once.
  package var frameLength: Int { DetectionFrame.length * reducer.groupLength }

  private mutating func process(samples: UnsafeBufferPointer<Float>) -> [Int] {
    var found: [Int] = []
    var start = 0
    if !partialFrame.isEmpty {
      start = min(frameLength - partialFrame.count, samples.count)
      partialFrame.append(contentsOf: samples[..<start])
      guard partialFrame.count == frameLength else { return found }
      let frame = partialFrame
      partialFrame.removeAll(keepingCapacity: true)
      frame.withUnsafeBufferPointer { process(frames: 1, $0, into: &found) }
    }
    while samples.count - start >= frameLength {
      let frames = min(DetectionFrame.chunk, (samples.count - start) / frameLength)
      let chunk = samples[start..<start + frames * frameLength]
      process(frames: frames, UnsafeBufferPointer(rebasing: chunk), into: &found)
      start += chunk.count
    }
    partialFrame.append(contentsOf: samples[start...])
    return found
  }

  /// Sends whole frames through all stages.
  private mutating func process(
    frames: Int, _ samples: UnsafeBufferPointer<Float>, into found: inout [Int]
  ) {
    locator.append(samples)
    reduce(frames: frames, samples)
    envelope.process(frames: frames) { envelope, slopes in
      peaks.append(envelope, slopes: slopes, count: frames * DetectionFrame.length)
    }
    var candidates = peaks.found[...]
    for frame in 0..<frames {
      let position = peaks.position - (frames - 1 - frame) * DetectionFrame.length
      while var candidate = candidates.first, candidate.position < position {
        candidates.removeFirst()
        candidate.peak = locator.peak(at: candidate.position)
        candidate.shape = locator.shape(at: candidate.peak)
        decision.weigh(candidate)
      }
      decision.advance(to: position, missing: missing[frame])
    }
    if !decision.beats.isEmpty { takeBeats(into: &found) }
  }

  private mutating func reduce(frames: Int, _ samples: UnsafeBufferPointer<Float>) {
    guard let samples = samples.baseAddress else { return }
    let frameLength = frameLength
    // Copies of what the closure changes: it may not reach back into this value.
    var (reducer, missing) = (reducer, missing)
    self.missing = []
    _ = envelope.withSignal { values in
      for frame in 0..<frames {
        missing[frame] = reducer.reduce(
          samples + frame * frameLength, into: values + frame * DetectionFrame.length)
      }
    }
    (self.reducer, self.missing) = (reducer, missing)
  }

  /// Takes the beats that were decided on.
  private mutating func takeBeats(into found: inout [Int]) {
    for beat in decision.beats {
      // Two searches may overlap; peaks are told in order and once.
      guard beat.peak > lastPeak else { continue }
      lastPeak = beat.peak
      if beat.peak >= edgeCount { found.append(beat.peak) }
    }
    decision.removeBeats()
  }
}
