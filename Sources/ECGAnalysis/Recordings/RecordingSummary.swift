public import ECGRecordings
public import ECGSignals
import ECGText
import Foundation

/// What was found in a recording: its JSON document, and facts for people.
public struct RecordingSummary: Encodable, Sendable {
  /// An event, as JSON.
  public struct Event: Encodable, Sendable {
    /// What it is.
    public let kind: RhythmEvent.Kind
    /// The class of its ectopic beats; nil for a pause.
    public let `class`: String?
    /// In seconds from the recording's beginning.
    public let start: Double
    /// Its end.
    public let end: Double
    /// Its beats.
    public let beats: Int
  }

  /// A stretch of a rhythm, as JSON.
  public struct Episode: Encodable, Sendable {
    /// The rhythm, as MIT-BIH's annotations have it.
    public let rhythm: RhythmEpisode.Rhythm
    /// In seconds from the recording's beginning.
    public let start: Double
    /// Its end.
    public let end: Double
    /// Its beats.
    public let beats: Int
  }

  /// The name of the recording.
  public let record: String
  /// The name of the lead that beats are found in.
  public let lead: String
  /// The lead, for people: also where it has no name.
  private let choice: LeadChoice
  /// Tells when things were.
  public let clock: RecordingClock
  /// The samples per second of that lead.
  public let samplingRate: Double
  /// When the recording began, as ISO 8601 has it; nil where the file does not say.
  public let start: String?
  /// The names of the leads that the beats were classified by; a number, from 1, for
  /// one without a name.
  public let classifiedBy: [String]
  /// `detection` or `annotations`.
  public let beatsFrom: String
  /// `model` or `annotations`.
  public let classesFrom: String
  /// How many beats have another class by annotation than the most probable one; nil where classes
  /// are the model's.
  public let corrected: Int?
  /// The probability below which beats are left unclassified, as Q; nil for none.
  public let abstainBelow: Double?
  /// How many beats were left unclassified; nil where none may be.
  public let unclassified: Int?
  /// How many of them would have been S or V, which the ectopic burden lacks; nil
  /// where none may be.
  public let unclassifiedEctopic: Int?
  /// The share of the usable beats, in percent, at which atrial fibrillation or flutter is more
  /// probable than not, or is marked: at beats of its own, which is another share than that in
  /// episodes; nil where no beat is usable.
  public let fibrillation: Double?
  /// `model` where the beats of that share are those at which it is more probable than not,
  /// `annotations` where those at which it is marked.
  public let fibrillationFrom: String
  /// `signal` where ventricular flutter is what was found in it, `annotations` where it is what is
  /// marked, and `annotations and signal` where some of it is marked and more was found.
  public let ventricularFlutterFrom: String
  /// The share of the usable beats, in percent, that are in ``episodes`` of it: the same where
  /// these are read back from the annotations that were written; nil where there are none.
  public let fibrillationInEpisodes: Double?
  /// What of the recording and its beats is not as one would expect, each a clause;
  /// nil where all is.
  public let remarks: [String]?
  /// Where nothing can be said about beats.
  public let quality: [SignalQuality.Episode]
  /// What the beats come to.
  public let summary: RhythmSummary
  /// How much the rhythm varies; nil for too few NN intervals.
  public let heartRateVariability: HeartRateVariability?
  /// By the hour; one alone where the recording is no longer.
  public let hours: [RhythmSummary]
  /// Parts of one length for a page's table: hours, or ten minutes, or a minute, where there
  /// are few of these.
  public let periods: [RhythmSummary]
  /// The fastest and the slowest stretch and the longest interval.
  public let extremes: RhythmExtremes
  /// What counts as bradycardia and tachycardia.
  public let rateLimits: RateEpisode.Limits
  /// The episodes of bradycardia and tachycardia in order.
  public let rateEpisodes: [RateEpisode]
  /// The numbers behind charts: rate and ectopic beats over time, intervals by length and in pairs.
  public let trends: RhythmTrends
  /// Level and slope of the ST segment by the minute; nil where they were not measured.
  public var st: STTrend?
  /// The events in order.
  public let events: [Event]
  /// The episodes of rhythms in order. A beat is in one at most, so that runs part episodes
  /// of fibrillation.
  public let episodes: [Episode]
  /// The episodes of fibrillation as they are counted, runs and all.
  let wholeFibrillation: [Episode]
  /// The families that a reader goes through.
  public let families: FamilyTable
  /// The paths that were written.
  public var files: [String] = []

  private static let hour = 3600.0

  /// The length of a part in the table of a recording that ends after some seconds.
  private static func period(upTo end: Double) -> Double {
    [60, 600].first { end <= 24 * $0 } ?? hour
  }

  /// Sums up a recording.
  ///
  /// - Parameters:
  ///   - recording: the recording with its classified beats.
  ///   - rateLimits: what counts as bradycardia and tachycardia.
  public init(
    _ recording: ClassifiedRecording, rateLimits: RateEpisode.Limits = RateEpisode.Limits()
  ) {
    record = recording.recording.name
    lead = recording.lead.name
    choice = recording.lead
    classifiedBy = recording.leads.map { recording.recording.leadName($0) }
    clock = RecordingClock(start: recording.recording.start)
    start = clock.timestamp()
    samplingRate = recording.samplingRate
    beatsFrom = recording.source == .detected ? "detection" : "annotations"
    corrected = recording.corrected
    classesFrom = corrected == nil ? "model" : "annotations"
    abstainBelow = recording.abstainBelow
    unclassified = recording.abstainBelow.map { _ in recording.unclassified }
    unclassifiedEctopic = recording.abstainBelow.map { _ in recording.unclassifiedEctopic }
    fibrillation = recording.fibrillationShare
    fibrillationFrom = recording.hasMarkedRhythms ? "annotations" : "model"
    ventricularFlutterFrom =
      !recording.hasMarkedFlutter
      ? "signal" : recording.hasFoundFlutter ? "annotations and signal" : "annotations"
    let remarks = recording.allRemarks
    self.remarks = remarks.isEmpty ? nil : remarks
    quality = recording.quality.episodes
    families = FamilyTable(recording)
    let (events, episodes, end) = (recording.events, recording.episodes, recording.end)
    summary = recording.summary(in: 0..<end)
    let isInEpisode = zip(episodes.isFibrillation, events.isUsable).compactMap { $1 ? $0 : nil }
    fibrillationInEpisodes = RhythmSummary.percent(
      isInEpisode.count { $0 }, of: isInEpisode.count)
    heartRateVariability = HeartRateVariability(events, episodes, in: 0..<end)
    func parts(of length: Double) -> [RhythmSummary] {
      stride(from: 0, to: end, by: length).map {
        recording.summary(in: $0..<min($0 + length, end))
      }
    }
    hours = parts(of: Self.hour)
    periods = parts(of: Self.period(upTo: end))
    extremes = RhythmExtremes(events)
    self.rateLimits = rateLimits
    rateEpisodes = RateEpisode.episodes(in: events, limits: rateLimits)
    trends = RhythmTrends(events, episodes, end: end)
    let symbols = AAMIClass.allCases.map { String($0.letter) }
    self.events = events.events.map {
      Event(
        kind: $0.kind, class: $0.label.map { symbols[$0] },
        start: events.times[$0.beats.lowerBound], end: events.times[$0.beats.upperBound],
        beats: $0.beats.count)
    }
    func episode(_ stretch: RhythmStretch) -> Episode {
      Episode(
        rhythm: stretch.rhythm, start: stretch.start, end: stretch.end, beats: stretch.beats)
    }
    self.episodes = episodes.stretches(events).map(episode)
    wholeFibrillation = episodes.fibrillation.map { episode(RhythmStretch($0, in: events)) }
  }

  private enum CodingKeys: CodingKey {
    case record, start, lead, samplingRate, classifiedBy, beatsFrom, classesFrom, corrected,
      abstainBelow, unclassified, unclassifiedEctopic
    case fibrillation, fibrillationFrom, fibrillationInEpisodes, ventricularFlutterFrom, remarks,
      quality, summary,
      heartRateVariability, hours, extremes, rateLimits,
      rateEpisodes, trends, st, events, episodes, families, files
  }

  /// The lead as text, also where it has no name.
  public var leadText: String { String(choice.description.trimmingPrefix("lead ")) }

  /// How many episodes there are, and the longest of them, in words; nil where there are none.
  ///
  /// - Parameters:
  ///   - stretches: when they are, in seconds.
  ///   - kind: what more there is to say of them, which follows their number.
  private func episodes(_ stretches: [Range<Double>], _ kind: String = "") -> String? {
    func length(_ range: Range<Double>) -> Double { range.upperBound - range.lowerBound }
    guard let longest = stretches.max(by: { length($0) < length($1) }) else { return nil }
    return "\(stretches.count.counted("episode"))\(kind)"
      + (stretches.count == 1 ? ": " : ", the longest ")
      + "\(RecordingClock.elapsed(length(longest))) from \(clock.text(at: longest.lowerBound))"
  }

  /// The episodes of fibrillation in words; nil where there are none.
  private var fibrillationEpisodes: String? {
    // Those that somebody marked may be as short as they like.
    let kind =
      fibrillationFrom == "model"
      ? String(format: " of %g s or more with ", RhythmEpisodes.leastFibrillation)
        + (fibrillationInEpisodes ?? 0).percent(decimals: 1) + " of these beats" : ""
    return episodes(wholeFibrillation.map { $0.start..<$0.end }, kind)
  }

  /// Ventricular flutter and fibrillation in words; nil where there is none.
  private var ventricularFlutter: (name: String, value: String)? {
    let found = episodes.filter { $0.rhythm == .ventricularFlutter }
    guard let longest = episodes(found.map { $0.start..<$0.end }) else { return nil }
    let whole = RecordingClock.elapsed(found.reduce(0) { $0 + $1.end - $1.start })
    let certainty =
      switch ventricularFlutterFrom {
      case "signal": "probable"
      case "annotations": "marked"
      default: "marked or probable"
      }
    return (
      "VF or flutter",
      "\(certainty) for \(whole) in all; \(longest); in no rate and no pause"
    )
  }

  /// The longest interval, and slow and fast stretches, in words.
  private var rateFacts: [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    if let longest = extremes.longestInterval {
      facts.append(
        (
          "longest RR",
          String(format: "%.2f s at %@", longest.seconds, clock.text(at: longest.start))
        ))
    }
    for kind in RateEpisode.Kind.allCases {
      let limit =
        kind == .bradycardia
        ? String(format: "below %g", rateLimits.slow) : String(format: "above %g", rateLimits.fast)
      let found = rateEpisodes.filter { $0.kind == kind }.map { $0.start..<$0.end }
      if let text = episodes(
        found, " \(limit) a minute for " + String(format: "%g s or more", rateLimits.seconds))
      {
        facts.append((kind.rawValue, text))
      }
    }
    return facts
  }

  /// What there is to say, in reading order.
  public var facts: [(name: String, value: String)] {
    guard let heartRateVariability else { return findings }
    return findings + [("variability", VariabilityWording(heartRateVariability).text)]
  }

  /// What there is to say but for heart rate variability.
  public var findings: [(name: String, value: String)] {
    // Nothing is worse, so it comes first.
    var facts = ventricularFlutter.map { [$0] } ?? []
    facts += RhythmWording(summary, clock: clock).facts
    guard summary.beats > 0 else { return facts }
    facts += rateFacts
    if let fibrillation {
      facts.append(
        (
          "AF or flutter",
          "\(fibrillationFrom == "model" ? "probable" : "marked") at "
            + "\(fibrillation.percent(decimals: 1)) of the usable beats"
            + (fibrillationEpisodes.map { "; \($0)" } ?? "")
        ))
    }
    if let corrected {
      facts.append(
        (
          "classes",
          "as annotated; \(corrected.counted("beat")) other than the model's"
        ))
    }
    if let abstainBelow, let unclassified {
      facts.append(
        (
          "unclassified",
          "\(unclassified), counted as Q: no class is as probable as \(String(format: "%g", abstainBelow))"
            + (unclassifiedEctopic.map {
              $0 > 0 ? "; \($0) of them would be S or V, which the ectopic burden lacks" : ""
            } ?? "")
        ))
    }
    return facts
  }
}
