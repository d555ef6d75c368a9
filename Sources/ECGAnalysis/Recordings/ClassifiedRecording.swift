import ECGDatasets
public import ECGSignals
public import ECGClassifier
public import ECGParallel
public import ECGRecordings
import ECGText

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
  /// The class of each, as a label of `AAMIClass`: the most probable one, Q, unknown, where that is
  /// less probable than asked for, or what the annotations say where these are
  /// ``Beats/labelled(_:)``.
  public let labels: [Int]
  /// How many beats have another class by annotation than the most probable one; nil where the
  /// classes are not from annotations.
  public let corrected: Int?
  /// The rhythms that the annotations mark: `N`; nil where they mark none or classes
  /// are not from them.
  private let markedRhythms: [RhythmEpisode.Rhythm?]?
  /// Whether the annotations mark rhythms, which then are the ``episodes``.
  public var hasMarkedRhythms: Bool { markedRhythms != nil }
  private let flutter: ToldFlutter
  /// The beats that a rule takes for normal ones; nil where it is not asked.
  private let conducted: ConductedBeats?
  /// Where the ventricles flutter or fibrillate, in seconds, ascending: as the annotations mark it,
  /// and as it is found where their rhythms are not taken or they mark none.
  public var ventricularFlutter: [Range<Double>] { flutter.stretches }
  /// Whether annotations mark it, or the rhythms that are told.
  public var hasMarkedFlutter: Bool { flutter.isMarked }
  /// Whether some of it is found where none is marked.
  public var hasFoundFlutter: Bool { flutter.isFound }
  /// The probability below which beats are left unclassified; nil for none.
  public let abstainBelow: Double?
  /// How many were.
  public let unclassified: Int
  /// How many of these would have been S or V: the ectopic burden lacks them.
  public let unclassifiedEctopic: Int
  /// The probability of each class: `N × K`. That of S is part of that of N at beats which are
  /// conducted as usual, between pauses in which a P wave is not; ``remarks`` tell it.
  public let probabilities: [Float]
  /// The probability of atrial fibrillation or flutter at each beat: `N`.
  public let fibrillation: [Float]
  /// Where samples are missing, in seconds.
  public let gaps: [Range<Double>]
  /// Where the lead that beats are found in says nothing of them.
  public let quality: SignalQuality
  /// Why beats count nowhere, and where: the ``quality``, and flutter of the ventricles that is
  /// marked and not found.
  package let blind: SignalQuality
  /// The lead's length in seconds.
  public let seconds: Double
  /// The beats in their sequence, and the events in it.
  public let events: RhythmEvents
  /// The rhythm at each beat, and the episodes of rhythms.
  public let episodes: RhythmEpisodes

  /// The families that a reader goes through: the beats of one class that look alike.
  public let families: ReviewFamilies
  /// What of the annotations was passed over, what else was found that classes do not say, and that
  /// the lead is flat where another is not, in sentences without a full stop.
  public private(set) var remarks: [String] = []
  /// Those on the recording and these: that the ventricles flutter first, as nothing is worse.
  public var allRemarks: [String] {
    let all = recording.remarks + remarks
    guard let worst = flutter.remark else { return all }
    return [worst] + all.filter { $0 != worst }
  }

  /// Where the beats come from.
  public enum Beats: Equatable, Sendable {
    /// `RPeakDetector` finds them.
    case detected
    /// The annotation file beside the recording that has this suffix, such as `atr`; what has a
    /// `/` is its path.
    case annotated(String)
    /// Those of such a file with the classes, the noise and the rhythms that it marks: beats that
    /// somebody read and corrected.
    case labelled(String)
  }

  /// Finds the beats of a recording and classifies them, block by block. How far it is,
  /// ``RecordingAnalysis`` tells.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - lead: the lead that beats are found in, and which is then classified alone, or several
  ///     leads, separated by commas, of which beats are found in the first; nil or `all` for the
  ///     best one to find them in and all there are to classify them by.
  ///   - beats: where the beats come from.
  ///   - classifier: what classifies them.
  ///   - context: how far around a beat the classifier looks; nil for that of its recipe.
  ///   - abstainBelow: the probability below which beats are left unclassified; nil for none.
  ///   - threads: the threads that share the work; the result does not depend on it.
  /// - Precondition: beats whose classes are known are not left unclassified.
  /// - Throws: `FileError` where the recording or the annotations cannot be read, there is no such
  ///   lead, or the sampling rate does not do; `BoostedTreesError` where the classifier cannot be
  ///   asked for the context.
  public init(
    _ recording: RecordingFile, lead: String? = nil, beats: Beats = .detected,
    by classifier: RecordingClassifier, context: BeatContext? = nil,
    abstainBelow: Double? = nil, threads: Int = ThreadCount.allCores
  ) throws {
    try self.init(
      recording, lead: lead, beats: beats, by: classifier, context: context,
      abstainBelow: abstainBelow, threads: threads, telling: AnalysisProgress())
  }

  /// The same, which tells how far it is.
  init(
    _ recording: RecordingFile, lead: String?, beats: Beats, by classifier: RecordingClassifier,
    context: BeatContext?, abstainBelow: Double?, threads: Int, telling progress: AnalysisProgress
  ) throws {
    // Before the beats are found, which takes time.
    if let context { try classifier.head(for: context) }
    let choices = try recording.chooseLeads(named: lead)
    let found = try FoundPeaks(beats, in: recording, lead: choices[0], telling: progress)
    try self.init(
      recording, leads: choices, peaks: found, source: beats, by: classifier, context: context,
      abstainBelow: abstainBelow, threads: threads, telling: progress)
    remarks = found.remarks
    remarks += [flutter.remark, conducted?.remark].compactMap(\.self)
    if found.reading == nil {
      if let remark = quality.fastRemark { remarks.append(remark) }
      remarks += try UnusableLead.remarks(on: recording, choices[0], quality, gaps)
    }
    if beats != .detected, let remark = try UnmarkedBeats.remark(on: self) {
      remarks.append(remark)
    } else if let remark = events.openPausesRemark(gaps: gaps, seconds: seconds) {
      remarks.append(remark)
    }
  }

  private init(
    _ recording: RecordingFile, leads choices: [LeadChoice], peaks found: FoundPeaks,
    source: Beats, by classifier: RecordingClassifier, context: BeatContext?,
    abstainBelow: Double?, threads: Int, telling progress: AnalysisProgress
  ) throws {
    let (lead, reading) = (choices[0], found.reading)
    precondition(reading == nil || abstainBelow == nil, "known classes are not left out")
    (self.recording, self.lead, self.source) = (recording, lead, source)
    self.abstainBelow = abstainBelow
    (peaks, leads) = (found.peaks, choices.map(\.signal))
    markedRhythms = reading?.rhythms
    try recording.limits.check(beats: peaks.count, leads: leads.count, path: recording.path)
    let rate = recording.signals[lead.signal].samplingRate
    var sampleCount = 0
    let beats = try RecordingBeats(
      at: peaks.map { Double($0) / rate }, in: recording, signals: leads, threads: threads
    ) { block, share in
      sampleCount += block.samples[0].count
      progress.tell(.reading, share)
    }
    gaps = beats.gaps
    quality = (reading?.quality ?? beats.quality).outside(gaps)
    flutter = ToldFlutter(
      marked: found.ventricularFlutter, found: beats.quality.outside(gaps).ventricularFlutter,
      isTold: markedRhythms != nil)
    blind = quality.adding(ventricularFlutter: flutter.stretches)
    seconds = Double(sampleCount) / rate
    let answers = try classifier.answers(
      to: beats, context: context, threads: threads
    ) { progress.tell(.answering, $0) }
    try Task.checkCancellation()
    let classes = classifier.task.classes.count
    // What somebody read needs no rule, and who is to look at no later beats none that does.
    let isWhole = reading == nil && (context ?? classifier.recipe.context) == .record
    conducted =
      isWhole
      ? try ConductedBeats(
        among: classifier.task.decisions(answers.classes), of: beats, in: recording,
        leads: leads, threads: threads) : nil
    let shares = conducted?.applied(to: answers.classes, classes: classes) ?? answers.classes
    (probabilities, fibrillation) = (shares, answers.fibrillation)
    let decided = classifier.task.decisions(shares)
    func probability(of labels: [Int]) -> [Float] {
      labels.enumerated().map { shares[$0 * classes + $1] }
    }
    let confidences = probability(of: decided)
    let decisions =
      reading.map { BeatDecisions(read: $0.labels, decided: decided) }
      ?? BeatDecisions(decided, confidences: confidences, abstainBelow: abstainBelow)
    (labels, corrected) = (decisions.labels, decisions.corrected)
    unclassified = decisions.unclassified
    unclassifiedEctopic = decisions.unclassifiedEctopic
    events = RhythmEvents(
      times: beats.times, labels: labels, gaps: gaps, unusable: quality.ranges,
      ventricularFlutter: flutter.stretches)
    episodes =
      markedRhythms.map { [events] in RhythmEpisodes(events, rhythms: $0) }
      ?? RhythmEpisodes(events, fibrillation: answers.fibrillation)
    families = ReviewFamilies(
      of: beats, labels: labels,
      // Of a class that somebody gave, what the classifier thinks of it.
      confidences: reading.map { probability(of: $0.labels) } ?? confidences, events: events,
      threads: threads)
  }

  /// The lead's samples per second.
  public var samplingRate: Double { recording.signals[lead.signal].samplingRate }

  /// The seconds without samples in a stretch of time.
  public func missing(in range: Range<Double>) -> Double {
    RhythmSummary.seconds(of: gaps, in: range)
  }

  /// The seconds of a stretch of time that are neither missing nor unusable, and in which no
  /// ventricles flutter.
  package func usableSeconds(in range: Range<Double>) -> Double {
    // None is both.
    let unusable = RhythmSummary.seconds(of: events.blind, in: range)
    return max(0, range.upperBound - range.lowerBound - missing(in: range) - unusable)
  }

  /// The recording's length in seconds; the last beat may lie where the last sample ends.
  public var end: Double { max(seconds, events.times.last.map { $0.nextUp } ?? 0) }

  /// What its beats come to.
  ///
  /// - Parameter range: which time, in seconds.
  public func summary(in range: Range<Double>) -> RhythmSummary {
    RhythmSummary(events, in: range, missing: missing(in: range))
  }

  /// The share of the usable beats, in percent, at which fibrillation or flutter is more probable
  /// than not, or marked, runs within it too; nil where no beat is usable.
  public var fibrillationShare: Double? {
    let isFound =
      markedRhythms == nil ? fibrillation.map { $0 > 0.5 } : episodes.isFibrillation
    let usable = zip(isFound, events.isUsable).compactMap { $1 ? $0 : nil }
    return RhythmSummary.percent(usable.count { $0 }, of: usable.count)
  }

  /// The beats as annotations: the class as symbol, its probability as text, or that of the most
  /// probable one where a beat is left unclassified; `~` where the signal becomes unusable or
  /// usable again, `+` where the rhythm changes. Samples count at the record's rate for a WFDB
  /// record, otherwise at the lead's; the annotations say which, as they may come to lie beside a
  /// record of another rate.
  public var annotations: AnnotationFile {
    let channel = UInt8(clamping: lead.signal)
    let samplesPerFrame = recording.samplesPerFrame(of: lead.signal)
    let symbols = AAMIClass.allCases.map(\.letter)
    let classes = symbols.count
    let beats = peaks.indices.map {
      Annotation(
        sample: peaks[$0] / samplesPerFrame, symbol: symbols[labels[$0]], channel: channel,
        aux: Double(probabilities[$0 * classes..<($0 + 1) * classes].max() ?? 0).fixed(3))
    }
    let rate = samplingRate / Double(samplesPerFrame)
    let rhythm = episodes.marked(
      beats, samples: beats.map(\.sample), channel: channel,
      ventricularFlutter: RhythmMarks.samples(of: ventricularFlutter, rate: rate, end: seconds))
    return AnnotationFile(
      annotations: quality.marked(rhythm, channel: channel, rate: rate, end: seconds),
      samplingRate: rate)
  }
}
