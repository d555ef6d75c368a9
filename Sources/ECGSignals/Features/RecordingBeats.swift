/// Beats of a recording with all that a classifier may know of them: when they come, and how they
/// look in each lead.
public struct RecordingBeats: Sendable {
  /// The R peaks in seconds, ascending: `N`.
  public let times: [Double]
  /// The beats in each lead, at least one; every lead has all `N` of them.
  public internal(set) var leads: [LeadBeats]
  /// The interval that leads to each beat in seconds, at least 0.2 and at most 4, as it counts for
  /// a classifier; nil where the first lead has no signal in between, so that nobody knows which
  /// beats were there: `N`. The first has that of the second.
  package private(set) var intervals: [Double?]
  /// Where the first lead says nothing of the beats; without episodes where they were not
  /// cut from a signal.
  public internal(set) var quality = SignalQuality()
  /// Where samples of the first lead are missing, in seconds, ascending; none where the beats were
  /// not cut from a signal.
  public internal(set) var gaps: [Range<Double>] = []

  /// The number of beats.
  public var count: Int { times.count }

  /// Creates the beats of a recording.
  ///
  /// - Precondition: there is a lead, and each has as many beats as there are times.
  public init(times: [Double], leads: [LeadBeats]) {
    precondition(!leads.isEmpty && leads.allSatisfy { $0.count == times.count })
    self.times = times
    self.leads = leads
    intervals = RhythmFeatures.intervals(times)
  }

  /// Creates the beats of a recording some of whose intervals are not known.
  ///
  /// - Parameter isKnown: whether the interval that leads to each beat is; that of the first is
  ///   asked for nothing: `N`.
  package init(times: [Double], leads: [LeadBeats], isKnown: [Bool]) {
    precondition(isKnown.count == times.count)
    self.init(times: times, leads: leads)
    for beat in times.indices where !isKnown[max(beat, min(1, times.count - 1))] {
      intervals[beat] = nil
    }
  }

  /// Creates the beats of leads the first of which has no signal here and there.
  package init(times: [Double], leads: [LeadBeats], dropouts: Dropouts) {
    let isKnown = times.indices.map { beat in
      beat == 0 || !dropouts.isBetween(times[beat - 1], times[beat])
    }
    self.init(times: times, leads: leads, isKnown: isKnown)
    gaps = dropouts.gaps
  }

  /// The beats of a whole lead.
  ///
  /// - Parameters:
  ///   - signal: its samples, NaN where one is missing; any unit does.
  ///   - peaks: the R peaks, as indices of the samples in ascending order.
  ///   - samplingRate: samples per second.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(signal: [Float], peaks: [Int], samplingRate: Double) throws {
    try self.init(signals: [signal], peaks: peaks, samplingRate: samplingRate)
  }

  /// The beats of several whole leads of one sampling rate.
  ///
  /// - Parameters:
  ///   - signals: the samples of each lead, NaN where one is missing: at least one lead, and as
  ///     many samples of each.
  ///   - peaks: the R peaks, as indices of the samples in ascending order.
  ///   - samplingRate: samples per second.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(signals: [[Float]], peaks: [Int], samplingRate: Double) throws {
    precondition(!signals.isEmpty && signals.allSatisfy { $0.count == signals[0].count })
    let reading = try BeatReading(
      at: peaks.map { Double($0) / samplingRate },
      samplingRates: signals.map { _ in samplingRate }, threads: 1)
    reading.process(signals)
    self = reading.finish()
  }

  /// The same beats in some of the leads, at the same intervals; of ``quality`` and ``gaps``, which
  /// are those of the first lead, nothing is kept.
  ///
  /// - Precondition: `leads` are indices of ``leads``, at least one.
  public func selecting(leads: [Int]) -> RecordingBeats {
    RecordingBeats(
      times: times, leads: leads.map { self.leads[$0] }, isKnown: intervals.map { $0 != nil })
  }
}
