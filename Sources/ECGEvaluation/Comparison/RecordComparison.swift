public import ECGRecordings

/// The beats of one record as the reference and the test have them, compared as PhysioNet's `bxb`
/// compares them (ANSI/AAMI EC57).
///
/// Counts, percentages and the RR error are those of WFDB 10.7. What differs, all of it in files
/// that are malformed or out of the ordinary:
///
/// - A beat at sample 0, and beats in the first 150 ms of a comparison that begins there but not at
///   0, are beats like any other; `bxb` loses some of them.
/// - An episode of flutter or of unreadable signal that the file does not end reaches to the end,
///   also where there was another before it.
/// - All episodes are known; `bxb` keeps the last two in mind.
/// - Missed beats in shutdown include those of class S; `bxb` leaves them out of the sum.
/// - The shutdown time is that of the whole test file; where the comparison ends early, or the
///   header gives no length, `bxb` counts up to there.
/// - Where the sampling rate is not a whole number, `bxb` rounds it for the RR error.
public struct RecordComparison: Equatable, Sendable {
  /// The record's name.
  public let record: String
  /// The reference's annotator, such as `atr`.
  public let referenceAnnotator: String
  /// The test's annotator.
  public let testAnnotator: String
  /// The record's rate in Hz, which samples count at.
  public let samplingRate: Double
  /// The pairs in order of time, without test beats where the reference has ventricular flutter.
  public let pairs: [BeatPair]
  /// How often each label came together with each.
  public let matrix: BeatMatrix
  /// The number of test beats that were not counted because the reference has ventricular flutter
  /// there.
  public let beatsInFlutter: Int
  /// The root of the mean squared difference of the RR intervals that lead to the beats at hand, in
  /// ms; nil where there are none.
  ///
  /// As in `bxb` the intervals of beats that only one side has are among them, so that a few missed
  /// beats outweigh all inaccuracy of time.
  public let rmsIntervalError: Double?
  /// The time during which the test calls the signal unreadable, in seconds.
  public let shutdownTime: Double
  /// What of the files was read though it is not as it should be, in sentences without a full stop.
  public internal(set) var remarks: [String] = []

  /// Compares two annotation files.
  ///
  /// - Parameters:
  ///   - record: the record's name.
  ///   - reference: the reference's annotations.
  ///   - test: those that are tested.
  ///   - annotators: what reference and test are called in tables.
  ///   - samplingRate: the record's rate in Hz; annotations at a rate of their own are
  ///     brought to it.
  ///   - sampleCount: the record's length; nil where it is not known.
  ///   - settings: which beats are compared, and how near to each other they have to be.
  public init(
    record: String, reference: AnnotationFile, test: AnnotationFile,
    annotators: (reference: String, test: String) = ("reference", "test"), samplingRate: Double,
    sampleCount: Int? = nil, settings: ComparisonSettings = .standard
  ) {
    let clock = SampleClock(samplingRate: samplingRate)
    let window = clock.sample(at: settings.window)
    func sequence(_ file: AnnotationFile) -> BeatSequence {
      BeatSequence(clock.annotations(of: file), map: settings.map, window: window)
    }
    let testBeats = sequence(test)
    let matcher = BeatMatcher(
      reference: sequence(reference), test: testBeats,
      start: clock.sample(at: settings.start),
      end: settings.end.map(clock.sample) ?? sampleCount, window: window)
    self.record = record
    (referenceAnnotator, testAnnotator) = annotators
    self.samplingRate = samplingRate
    pairs = matcher.pairs
    matrix = BeatMatrix(matcher.pairs)
    beatsInFlutter = matcher.beatsInFlutter
    rmsIntervalError = matcher.rmsIntervalError.map { $0 / samplingRate * 1000 }
    let length = sampleCount ?? testBeats.beats.last?.sample ?? 0
    shutdownTime =
      Double(testBeats.shutdownLength(end: min(length, SampleClock.largest))) / samplingRate
  }

  /// The pairs that disagree: other classes, missed beats and extra ones.
  public var disagreements: [BeatPair] { pairs.filter { !$0.agrees } }
}
