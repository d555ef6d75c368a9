public import ECGRecordings

/// How well the episodes of a rhythm are told in a record: the counts and durations of ANSI/AAMI
/// EC57, as PhysioNet's `epicmp` takes them for atrial fibrillation.
///
/// An episode is found that shares any time with one of the other side. Where fibrillation
/// (`AFIB`) is asked for alone, flutter in the reference (`AFL`) counts neither for nor
/// against what is found.
public struct EpisodeComparison: Equatable, Sendable {
  /// The record's name.
  public let record: String
  /// The seconds that are compared.
  public let seconds: Double
  /// The reference's episodes that are found, and those that are not.
  public let found, missed: Int
  /// The test's episodes that are right, and those that are not.
  public let right, wrong: Int
  /// The seconds of the rhythm in the reference, in the test, and in both.
  public let referenceSeconds, testSeconds, sharedSeconds: Double

  /// Compares two sides of a record.
  ///
  /// - Parameters:
  ///   - record: its name.
  ///   - rhythms: the names of the rhythms that are asked for, as MIT-BIH's annotations have them,
  ///     such as `AFIB`; several count as one.
  ///   - reference: the experts' annotations.
  ///   - test: those that are tested.
  ///   - samplingRate: the record's rate in Hz.
  ///   - sampleCount: the record's samples; nil where nobody knows, and the last
  ///     annotation ends it.
  ///   - settings: where the comparison begins and ends.
  public init(
    record: String, rhythms: Set<String>, reference: AnnotationFile, test: AnnotationFile,
    samplingRate: Double, sampleCount: Int?, settings: ComparisonSettings
  ) {
    let clock = SampleClock(samplingRate: samplingRate)
    let sides = [reference, test].map { clock.annotations(of: $0) }
    let last = sides.compactMap { $0.last?.sample }.max() ?? 0
    let end = Double(sampleCount ?? last) / samplingRate
    let begin = min(settings.start, end)
    let period = begin..<max(begin, min(settings.end ?? end, end))
    func stretches(_ annotations: [Annotation], of rhythms: Set<String>) -> TimeStretches {
      Self.stretches(annotations, of: rhythms, samplingRate, end: end).within(period)
    }
    let (asked, found) = (
      stretches(sides[0], of: rhythms), stretches(sides[1], of: rhythms)
    )
    let other = rhythms == ["AFIB"] ? stretches(sides[0], of: ["AFL"]) : TimeStretches([])
    let judged = found.subtracting(other)
    self.record = record
    seconds = period.upperBound - period.lowerBound
    self.found = asked.count(meeting: found)
    missed = asked.stretches.count - self.found
    right = found.stretches.count { judged.meets($0) && asked.meets($0) }
    wrong = found.count(meeting: judged) - right
    referenceSeconds = asked.duration
    testSeconds = judged.duration
    sharedSeconds = asked.intersection(found).duration
  }

  private init(
    record: String, seconds: Double, episodes: [Int], durations: [Double]
  ) {
    (self.record, self.seconds) = (record, seconds)
    (found, missed, right, wrong) = (episodes[0], episodes[1], episodes[2], episodes[3])
    (referenceSeconds, testSeconds, sharedSeconds) = (durations[0], durations[1], durations[2])
  }

  /// Where one of some rhythms is marked.
  private static func stretches(
    _ annotations: [Annotation], of rhythms: Set<String>, _ samplingRate: Double, end: Double
  ) -> TimeStretches {
    var stretches: [Range<Double>] = []
    var start: Double?
    for annotation in annotations {
      guard let rhythm = annotation.rhythm else { continue }
      let time = min(Double(annotation.sample) / samplingRate, end)
      if let begun = start {
        stretches.append(begun..<max(begun, time))
        start = nil
      }
      if rhythms.contains(rhythm) { start = time }
    }
    if let start { stretches.append(start..<max(start, end)) }
    return TimeStretches(stretches)
  }

  /// The share of the reference's episodes that are found; nil where there are none.
  public var episodeSensitivity: Double? { share(found, of: found + missed) }
  /// The share of the test's episodes that are right; nil where there are none.
  public var episodePredictivity: Double? { share(right, of: right + wrong) }
  /// The share of the reference's duration that is found; nil where there is none.
  public var durationSensitivity: Double? {
    referenceSeconds > 0 ? sharedSeconds / referenceSeconds : nil
  }

  /// The share of the test's duration that is right; nil where there is none.
  public var durationPredictivity: Double? {
    testSeconds > 0 ? sharedSeconds / testSeconds : nil
  }

  /// The sum of several records.
  static func sum(_ records: [EpisodeComparison]) -> EpisodeComparison {
    func sum<Value: AdditiveArithmetic>(_ value: KeyPath<EpisodeComparison, Value>) -> Value {
      records.reduce(.zero) { $0 + $1[keyPath: value] }
    }
    return EpisodeComparison(
      record: "Sum", seconds: sum(\.seconds),
      episodes: [sum(\.found), sum(\.missed), sum(\.right), sum(\.wrong)],
      durations: [sum(\.referenceSeconds), sum(\.testSeconds), sum(\.sharedSeconds)])
  }
}

extension EpisodeComparison: Encodable {
  private enum CodingKeys: CodingKey {
    case record, seconds, found, missed, right, wrong, referenceSeconds, testSeconds, sharedSeconds
    case episodeSensitivity, episodePositivePredictivity, durationSensitivity
    case durationPositivePredictivity
  }

  /// Encodes counts, durations and what follows from them; what is not defined as `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(record, forKey: .record)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(found, forKey: .found)
    try container.encode(missed, forKey: .missed)
    try container.encode(right, forKey: .right)
    try container.encode(wrong, forKey: .wrong)
    try container.encode(referenceSeconds, forKey: .referenceSeconds)
    try container.encode(testSeconds, forKey: .testSeconds)
    try container.encode(sharedSeconds, forKey: .sharedSeconds)
    try container.encode(episodeSensitivity, forKey: .episodeSensitivity)
    try container.encode(episodePredictivity, forKey: .episodePositivePredictivity)
    try container.encode(durationSensitivity, forKey: .durationSensitivity)
    try container.encode(durationPredictivity, forKey: .durationPositivePredictivity)
  }
}
