/// Beats of a recording with all that a classifier may know of them: when they come, and how they look in
/// each lead.
public struct RecordingBeats: Sendable {
  /// The R peaks in seconds, ascending: `N`.
  public let times: [Double]
  /// The beats in each lead, at least one; every lead has all `N` of them.
  public internal(set) var leads: [LeadBeats]
  /// Where the first lead says nothing of the beats; without episodes where the beats were not read from a
  /// recording.
  public internal(set) var quality = SignalQuality()

  /// The number of beats.
  public var count: Int { times.count }

  /// Creates the beats of a recording.
  ///
  /// - Precondition: there is a lead, and each has as many beats as there are times.
  public init(times: [Double], leads: [LeadBeats]) {
    precondition(!leads.isEmpty && leads.allSatisfy { $0.count == times.count })
    self.times = times
    self.leads = leads
  }

  /// The beats of a whole lead.
  ///
  /// - Parameters:
  ///   - signal: its samples, NaN where one is missing; any unit does.
  ///   - peaks: the R peaks, as indices of the samples in ascending order.
  ///   - samplingRate: samples per second.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(signal: [Float], peaks: [Int], samplingRate: Double) throws {
    let times = peaks.map { Double($0) / samplingRate }
    var extractor = try BeatExtractor(times: times, samplingRate: samplingRate)
    var lead = LeadBeats()
    extractor.process(signal, into: &lead)
    extractor.finish(into: &lead)
    self.init(times: times, leads: [lead])
  }

  /// The same beats in some of the leads.
  ///
  /// - Precondition: `leads` are indices of ``leads``, at least one.
  public func selecting(leads: [Int]) -> RecordingBeats {
    RecordingBeats(times: times, leads: leads.map { self.leads[$0] })
  }
}
