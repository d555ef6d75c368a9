/// The beats of one lead as its samples come in: conditioned, cut out once their R peaks are known,
/// and told beside the usual one.
///
/// What comes out is what ``BeatExtractor`` and ``BeatFeatures`` make of the whole lead, and does
/// not depend on how samples are cut into blocks. Memory is bounded: of a beat whose R peak is told
/// more than a minute after it was there, samples count as 0, the level of the baseline.
package struct LeadStream: Codable, Sendable {
  /// What a lead shows of a beat.
  package struct Beat: Sendable {
    /// Its features: `D`.
    package let features: [Float]
    /// Whether the lead shows it at all.
    package let isShown: Bool
    /// Its samples: `L`.
    package let samples: [Float]
  }

  /// The seconds of which samples are kept.
  private static let memory = 60.0

  private var conditioner: SignalConditioner
  /// The conditioned samples that may still be needed, and the position of the first.
  private var buffer = [Float](repeating: 0, count: LeadBeats.before)
  private var base = -LeadBeats.before
  private var usual = BeatTemplate()
  /// Where nothing can be said of it; nil where nobody asked.
  package private(set) var quality: TrailingQuality?

  /// Starts with the first sample of a lead.
  ///
  /// - Parameter isJudged: whether ``quality`` is wanted.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  package init(samplingRate: Double, isJudged: Bool = false) throws {
    conditioner = try SignalConditioner(samplingRate: samplingRate)
    quality =
      isJudged
      ? TrailingQuality(samplingRate: samplingRate, conditioned: conditioner.samplingRate) : nil
  }

  /// Takes the next samples, NaN where one is missing.
  package mutating func process(_ samples: [Float]) {
    let conditioned = conditioner.process(samples)
    buffer += conditioned
    quality?.process(samples, conditioned: conditioned)
    let most = Int(Self.memory * SignalConditioner.nominalSamplingRate)
    // Now and then, so that removing costs little.
    if buffer.count > 2 * most { drop(buffer.count - most) }
  }

  /// Where there is no signal, of the last minute at least; nowhere where nobody asked
  /// for ``quality``.
  package var dropouts: Dropouts { quality?.dropouts ?? Dropouts() }

  /// Takes the next R peak, in seconds, for ``quality``.
  package mutating func append(_ time: Double) { quality?.append(time) }

  /// Ends the lead: the last samples are known then. ``quality`` is what it was.
  package mutating func finish() { buffer += conditioner.finish() }

  /// Whether all samples of a beat are known.
  ///
  /// - Parameter time: its R peak, in seconds.
  package func isComplete(at time: Double) -> Bool {
    position(time) + LeadBeats.after <= base + buffer.count
  }

  /// Describes the next beat; samples that are not known yet count as 0.
  ///
  /// - Parameters:
  ///   - time: its R peak, in seconds.
  ///   - rhythm: what its interval tells, and whether it is late.
  package mutating func take(at time: Double, _ rhythm: BeatRhythm) -> Beat {
    let first = position(time) - LeadBeats.before - base
    var lead = LeadBeats(capacity: 1)
    lead.append(
      (first..<first + LeadBeats.samplesPerBeat).map {
        buffer.indices.contains($0) ? buffer[$0] : 0
      })
    let samples = lead[0]
    var features = rhythm.values + [Float](repeating: 0, count: BeatTemplate.count)
    let isShown = samples.withUnsafeBufferPointer { samples in
      features.withUnsafeMutableBufferPointer {
        usual.take(
          samples, isLate: rhythm.isLate,
          into: UnsafeMutableBufferPointer(rebasing: $0[RhythmFeatures.count...]))
      }
    }
    // Later beats need nothing from before this one.
    if first > 1_024 { drop(min(first, buffer.count)) }
    return Beat(features: features, isShown: isShown, samples: samples)
  }

  private func position(_ time: Double) -> Int {
    Int((time * conditioner.samplingRate).rounded())
  }

  private mutating func drop(_ count: Int) {
    buffer.removeFirst(count)
    base += count
  }
}
