public import ECGClassifier
import ECGDatasets
public import ECGSignals

/// Finds and classifies heartbeats as samples come in, from a strap, a watch or a recorder.
///
/// ```swift
/// var live = try LiveClassifier(samplingRate: 130)
/// for packet in packets {
///   for beat in try live.process(packet) where beat.stage == .final { print(beat.time, beat.beatClass) }
/// }
/// ```
///
/// Each beat is told three times, where first answers are wanted:
///
/// - A *first* answer comes within 0.4 s of its R peak, from what is known then; it is provisional,
///   and may be of a beat that turns out to be none.
/// - A *preliminary* one comes as soon as the next beat is seen, within 0.4 s of that one's R peak,
///   unless the final one has come before: it knows the interval to the next beat, but not yet the
///   baseline that the end of this one lies on.
/// - The *final* answer comes once the next beat has been found and the baseline around this one is
///   known, and stays: it is that of ``ClassifiedRecording`` with the same context to the whole
///   recording, bit for bit.
///
/// Where nothing can be said of the first lead, since it stands still, is at the end of its
/// range or shows noise, beats are told all the same, with the reason in
/// ``LiveBeat/Quality/unusable``: count them in no run, pause or rate. The rules are those of
/// `SignalQuality`, but what comes is not known yet: noise is told a second or two after it
/// began, and for three seconds or so after it is over.
///
/// No answer depends on how the samples are cut into packets. Beats that the detector needs a
/// second look for come later, see `RPeakDetector.delay`.
///
/// It is a value: a copy goes on by itself, and ``state`` can be kept and taken up again.
/// Memory is bounded, however long the stream. The work is shared by no threads; a stream costs
/// a small part of a core.
public struct LiveClassifier: Sendable {
  /// Samples per second.
  public let samplingRate: Double
  /// The number of leads, the first of which beats are found in.
  public let leadCount: Int
  /// What classifies the beats.
  public let classifier: RecordingClassifier

  /// A first answer comes at most so many seconds after the R peak.
  static let firstAnswer = 0.4

  /// All but the classifier.
  var core: LiveCore

  /// Starts a stream.
  ///
  /// - Parameters:
  ///   - samplingRate: samples per second of each lead, from 50 to 100,000.
  ///   - leads: their number; beats are found in the first.
  ///   - classifier: what classifies the beats; nil for the one that comes with the package.
  ///   - context: how far around a beat the final answer looks: not at the whole record. nil for
  ///     all that the classifier can be asked for.
  ///   - firstAnswers: whether beats are told before their final answer: a first time as soon as
  ///     they are seen, and as preliminary as soon as the next beat is.
  /// - Throws: `SamplingRateError`, `ResamplingError`, ``LiveError`` where the classifier does
  ///   not know the context or there is no lead, `FileError` where the package's classifier
  ///   cannot be read.
  public init(
    samplingRate: Double, leads: Int = 1, by classifier: RecordingClassifier? = nil,
    context: BeatContext? = nil, firstAnswers: Bool = true
  ) throws {
    let classifier = try classifier ?? .pretrained()
    let known = classifier.contexts.filter { $0 != .record }
    guard let context = context ?? known.last, known.contains(context) else {
      throw LiveError.context(expected: known, found: context ?? .record)
    }
    guard Self.leadCounts.contains(leads) else { throw LiveError.leads(leads) }
    core = try LiveCore(
      samplingRate: samplingRate, leads: leads, context: context, answersEarly: firstAnswers)
    (self.samplingRate, self.leadCount, self.classifier) = (samplingRate, leads, classifier)
  }

  /// How often the sender's clock was set back: samples came with stamps of the last minute that
  /// were not those of that time.
  public var clockSetBacks: Int { core.clockSetBacks }

  /// How many leads a stream may have: no recorder of hearts has more.
  public static let leadCounts = 1...64

  /// Takes the next samples of a stream of one lead.
  ///
  /// - Parameters:
  ///   - samples: in any unit, not finite where one is missing.
  ///   - time: when the first of them was taken, in seconds on the sender's clock; nil where
  ///     samples follow upon one another. See ``process(leads:at:)``.
  /// - Returns: what is known of beats by now, in the order in which it became known.
  /// - Throws: as ``process(leads:at:)``.
  public mutating func process(_ samples: [Float], at time: Double? = nil) throws -> [LiveBeat] {
    try process(leads: [samples], at: time)
  }

  /// Takes the next samples of every lead.
  ///
  /// Time stamps tell lost and repeated packets: samples that come late leave a gap, of what was
  /// there already only what is new is taken. Other samples with old stamps come from a clock that
  /// was set back: they follow upon those before, and ``clockSetBacks`` counts them. Stamps may be
  /// off by up to 0.1 s without a gap, as those of radio are; a clock that runs a little faster or
  /// slower than the samples is followed. What was lost for less than that, or came twice, goes
  /// unnoticed: packets should be longer.
  ///
  /// - Parameters:
  ///   - leads: the samples of each, as many of one as of the other; in any unit, not finite where
  ///     one is missing.
  ///   - time: when the first samples were taken, in seconds on the sender's clock; nil where they
  ///     follow upon one another.
  /// - Returns: what is known of beats by now, in the order in which it became known.
  /// - Throws: ``LiveError`` where the leads are not those of the stream, or time stamps leave out
  ///   more than a day or go back more than a minute; nothing has been taken then.
  public mutating func process(leads: [[Float]], at time: Double? = nil) throws -> [LiveBeat] {
    guard leads.count == leadCount, leads.allSatisfy({ $0.count == leads[0].count }) else {
      throw LiveError.samples(expected: leadCount, found: leads.map(\.count))
    }
    return try core.process(leads, at: time, by: classifier)
  }

  /// Why nothing can be said of the last seconds of the first lead, where that no beat is
  /// told is no pause; nil where something can, where all samples are missing, and in the
  /// first 6 s of a stream.
  ///
  /// Those are the five seconds up to one second before the newest sample; that the signal stands
  /// still is known after a second of it.
  public var unusable: SignalQuality.Kind? { core.unusable }

  /// Ends the stream.
  ///
  /// - Returns: the final answers that were still to come. The classifier then begins anew.
  /// - Throws: as ``process(leads:at:)``.
  public mutating func finish() throws -> [LiveBeat] { try core.finish(by: classifier) }
}
