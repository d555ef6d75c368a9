import ECGDatasets
public import ECGSignals
public import ECGClassifier
public import ECGRecordings
import Foundation

/// A recording's beats with their classes.
public struct ClassifiedRecording: Sendable {
  /// The recording.
  public let recording: RecordingFile
  /// The lead that the R peaks count samples of.
  public let lead: LeadChoice
  /// The leads whose beats were classified, as indices of the recording's signals.
  public let leads: [Int]
  /// Where the beats come from.
  public let source: Beats
  /// The R peaks in samples of the lead.
  public let peaks: [Int]
  /// The most probable class of each, as a label of `AAMIClass`; Q, unknown, where
  /// that is less probable than asked for.
  public let labels: [Int]
  /// The probability below which beats are left unclassified; nil for none.
  public let abstainBelow: Double?
  /// How many were.
  public let unclassified: Int
  /// How many of these would have been S or V: the ectopic burden lacks them.
  public let unclassifiedEctopic: Int
  /// The probability of each class: `N × K`.
  public let probabilities: [Float]
  /// The probability of atrial fibrillation or flutter at each beat: `N`.
  public let fibrillation: [Float]
  /// Where samples are missing, in seconds.
  public let gaps: [Range<Double>]
  /// Where the lead that beats are found in says nothing of them.
  public let quality: SignalQuality
  /// The lead's length in seconds.
  public let seconds: Double

  /// The families of the beats.
  public let families: BeatFamilies
  /// What of the annotations was passed over, and that the lead is flat where another is not, in sentences
  /// without a full stop.
  public private(set) var remarks: [String] = []

  /// Where the beats come from.
  public enum Beats: Equatable, Sendable {
    /// `RPeakDetector` finds them.
    case detected
    /// The annotation file beside the recording that has this suffix, such as `atr`.
    case annotated(String)
  }

  /// What is being done.
  public enum Step: Sendable {
    /// The beats are found.
    case finding
    /// They are classified.
    case classifying
  }

  /// Finds the beats of a recording and classifies them, block by block.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - lead: the lead that beats are found in, and which is then classified alone, or several leads,
  ///     separated by commas, of which beats are found in the first; nil or `all` for the best one to find
  ///     them in and all there are to classify them by.
  ///   - beats: where the beats come from.
  ///   - classifier: what classifies them.
  ///   - abstainBelow: the probability below which beats are left unclassified; nil for none.
  ///   - threads: the threads that share the work.
  ///   - progress: called with the share of a step that is done.
  /// - Throws: `FileError` where the recording or the annotations cannot be read, there is no such lead, or
  ///   the sampling rate does not do.
  public init(
    _ recording: RecordingFile, lead: String? = nil, beats: Beats = .detected,
    by classifier: RecordingClassifier, abstainBelow: Double? = nil, threads: Int = 1,
    progress: (Step, Double) -> Void = { _, _ in }
  ) throws {
    let choices = try recording.chooseLeads(named: lead)
    let peaks: [Int]
    var remarks: [String] = []
    switch beats {
    case .detected:
      let found = try DetectedBeats(in: recording, lead: choices[0]) { progress(.finding, $0) }
      (peaks, remarks) = (found.peaks, found.remarks)
    case .annotated(let annotator):
      let annotated = try AnnotatedPeaks(of: recording, lead: choices[0], annotator: annotator)
      (peaks, remarks) = (annotated.peaks, annotated.remarks)
      if let remark = recording.unitRemark(on: choices[0].signal) { remarks.append(remark) }
    }
    try self.init(
      recording, leads: choices, peaks: peaks, beats: beats, by: classifier,
      abstainBelow: abstainBelow, threads: threads
    ) { progress(.classifying, $0) }
    self.remarks = remarks
  }

  private init(
    _ recording: RecordingFile, leads choices: [LeadChoice], peaks: [Int], beats source: Beats,
    by classifier: RecordingClassifier, abstainBelow: Double?, threads: Int,
    progress: (Double) -> Void
  ) throws {
    let lead = choices[0]
    (self.recording, self.lead) = (recording, lead)
    (self.peaks, self.source) = (peaks, source)
    leads = choices.map(\.signal)
    try recording.limits.check(beats: peaks.count, leads: leads.count, path: recording.path)
    let rate = recording.signals[lead.signal].samplingRate
    var finder = GapFinder(samplingRate: rate)
    let beats = try RecordingBeats(
      at: peaks.map { Double($0) / rate }, in: recording, signals: leads
    ) { block, share in
      finder.process(block.samples[0])
      progress(share)
    }
    finder.finish()
    quality = beats.quality
    gaps = finder.gaps
    seconds = Double(finder.position) / rate
    let families = BeatFamilies(of: beats)
    let answers = try classifier.answers(to: beats, families: families, threads: threads)
    (probabilities, fibrillation) = (answers.classes, answers.fibrillation)
    var labels = classifier.task.decisions(probabilities)
    var (unclassified, ectopic) = (0, 0)
    let isEctopic = AAMIClass.ectopic.map(\.label)
    if let abstainBelow {
      let classes = classifier.task.classes.count
      for (beat, label) in labels.enumerated()
      where Double(probabilities[beat * classes + label]) < abstainBelow {
        labels[beat] = AAMIClass.unknown.label
        unclassified += 1
        if isEctopic.contains(label) { ectopic += 1 }
      }
    }
    (self.labels, self.abstainBelow, self.unclassified) = (labels, abstainBelow, unclassified)
    unclassifiedEctopic = ectopic
    self.families = families
  }

  /// The lead's samples per second.
  public var samplingRate: Double { recording.signals[lead.signal].samplingRate }

  /// The beats and the events in their sequence.
  public var events: RhythmEvents {
    RhythmEvents(
      times: peaks.map { Double($0) / samplingRate }, labels: labels, gaps: gaps,
      unusable: quality.ranges)
  }

  /// The episodes of rhythms.
  ///
  /// - Parameter events: its ``events``.
  public func episodes(_ events: RhythmEvents) -> RhythmEpisodes {
    RhythmEpisodes(events, fibrillation: fibrillation)
  }

  /// The seconds without samples in a stretch of time.
  public func missing(in range: Range<Double>) -> Double {
    RhythmSummary.missing(gaps, in: range)
  }

  /// The recording's length in seconds; the last beat may lie where the last sample ends.
  public func end(_ events: RhythmEvents) -> Double {
    max(seconds, events.times.last.map { $0.nextUp } ?? 0)
  }

  /// What its beats come to.
  ///
  /// - Parameters:
  ///   - events: its ``events``.
  ///   - range: which time, in seconds.
  public func summary(_ events: RhythmEvents, in range: Range<Double>) -> RhythmSummary {
    RhythmSummary(events, in: range, missing: missing(in: range))
  }

  /// The share of the usable beats, in percent, at which fibrillation or flutter is more probable than not.
  public var fibrillationShare: Double {
    let usable = zip(fibrillation, events.isUsable).compactMap { $1 ? $0 : nil }
    let found = usable.count { $0 > 0.5 }
    return usable.isEmpty ? 0 : 100 * Double(found) / Double(usable.count)
  }

  /// The beats as annotations: the class as symbol, its probability as text, or that of the most probable
  /// one where a beat is left unclassified; `~` where the signal becomes unusable or usable again, `+` where
  /// the rhythm changes. Samples
  /// count at the record's rate for a WFDB record, otherwise at the lead's, which the annotations then say.
  public var annotations: AnnotationFile {
    let channel = UInt8(clamping: lead.signal)
    let samplesPerFrame = max(1, recording.header?.signals[lead.signal].samplesPerFrame ?? 1)
    let symbols = AAMIClass.allCases.map(\.letter)
    let classes = symbols.count
    let beats = peaks.indices.map {
      Annotation(
        sample: peaks[$0] / samplesPerFrame, symbol: symbols[labels[$0]], channel: channel,
        aux: String(format: "%.3f", probabilities[$0 * classes..<($0 + 1) * classes].max() ?? 0))
    }
    let rhythm = episodes(events).marked(
      beats, samples: beats.map(\.sample), channel: channel)
    return AnnotationFile(
      annotations: quality.marked(
        rhythm, channel: channel, rate: samplingRate / Double(samplesPerFrame), end: seconds),
      samplingRate: recording.header == nil ? samplingRate : nil)
  }
}
