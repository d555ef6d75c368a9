import ECGClassifier
import ECGDatasets
import ECGSignals

/// All of a ``LiveClassifier`` that changes: it can be coded.
struct LiveCore: Codable, Sendable {
  let samplingRate: Double
  let leadCount: Int
  let context: BeatContext
  let answersEarly: Bool

  private var detector: RPeakDetector
  private var beats: RecordingStream
  private var clock: StreamClock
  private var missing: MissingSamples
  /// The samples of a frame of the detector that is not complete yet, of each lead.
  private var partial: [[Float]]
  /// The R peaks that the detector has told and that have no final answer yet, and the
  /// one before them.
  private var peaks: [Peak] = []
  private var lastPeak: Peak?
  /// The last R peak that was told to have been seen.
  private var lastTold = -1
  /// The last R peak that has a preliminary answer.
  private var lastPreliminary = -1

  /// An R peak.
  private struct Peak: Codable, Sendable {
    let sample: Int
    /// How many samples were missing before it; nil where it was told too late to know.
    let missing: Int?
    /// The share of samples around it that are missing; nil until they have come, and where it was
    /// told too late to know.
    var missingShare: Double?
  }

  /// How often the sender's clock was set back.
  var clockSetBacks: Int { clock.setBacks }

  /// Missing samples that are filled in at once.
  private static let block = 4_096

  init(samplingRate: Double, leads: Int, context: BeatContext, answersEarly: Bool) throws {
    (self.samplingRate, leadCount) = (samplingRate, leads)
    (self.context, self.answersEarly) = (context, answersEarly)
    detector = try RPeakDetector(samplingRate: samplingRate)
    beats = try RecordingStream(samplingRate: samplingRate, leads: leads, context: context)
    clock = StreamClock(samplingRate: samplingRate)
    missing = MissingSamples(samplingRate: samplingRate)
    partial = Array(repeating: [], count: leads)
  }

  mutating func process(
    _ leads: [[Float]], at time: Double?, by classifier: RecordingClassifier
  ) throws -> [LiveBeat] {
    var found: [LiveBeat] = []
    let count = leads[0].count
    let arrival = try time.map {
      try clock.arrival(of: $0, leads, at: missing.position + partial[0].count)
    }
    switch arrival ?? .next(lost: 0) {
    case .repeated(let known) where known >= count: break
    case .repeated(let known):
      try take(leads.map { $0[known...] }, into: &found, by: classifier)
    case .next(var lost):
      while lost > 0 {
        try Task.checkCancellation()
        let nothing = [Float](repeating: .nan, count: min(lost, Self.block))
        try take(
          Array(repeating: nothing[...], count: leadCount), into: &found, by: classifier)
        lost -= nothing.count
      }
      try take(leads.map { $0[...] }, into: &found, by: classifier)
    }
    return found
  }

  /// Why nothing can be said of the last seconds of the first lead.
  var unusable: SignalQuality.Kind? { beats.unusable }

  /// Ends the stream, and begins anew.
  mutating func finish(by classifier: RecordingClassifier) throws -> [LiveBeat] {
    let rest = partial
    let found = try end(rest, by: classifier)
    self = try LiveCore(
      samplingRate: samplingRate, leads: leadCount, context: context, answersEarly: answersEarly)
    return found
  }

  /// Samples go on in frames of the detector, so that nothing depends on how they come.
  private mutating func take(
    _ leads: [ArraySlice<Float>], into found: inout [LiveBeat],
    by classifier: RecordingClassifier
  ) throws {
    for (index, lead) in leads.enumerated() {
      partial[index] += lead.lazy.map { $0.isFinite ? $0 : .nan }
    }
    let length = detector.frameLength
    var start = 0
    while partial[0].count - start >= length {
      let frame = partial.map { Array($0[start..<start + length]) }
      start += length
      try process(frame: frame, into: &found, by: classifier)
    }
    if start > 0 { for index in partial.indices { partial[index].removeFirst(start) } }
  }

  private mutating func process(
    frame: [[Float]], into found: inout [LiveBeat], by classifier: RecordingClassifier
  ) throws {
    missing.process(frame[0])
    beats.process(frame)
    append(detector.process(frame[0]))
    // While it is known: the next beat, and with it the answer, may be long in coming.
    for index in peaks.indices where peaks[index].missingShare == nil {
      let samples = window(around: peaks[index])
      if samples.upperBound <= missing.position {
        peaks[index].missingShare = missing.share(in: samples)
      }
    }
    for answer in try beats.answers(by: classifier) {
      found.append(finalBeat(answer, by: classifier))
    }
    if answersEarly { found += try earlyAnswers(by: classifier) }
  }

  private mutating func append(_ new: [Int]) {
    for peak in new {
      peaks.append(Peak(sample: peak, missing: missing.count(before: peak)))
      beats.append(Double(peak) / samplingRate)
    }
  }

  /// The answers to all that is left, where nothing follows the samples.
  private mutating func end(
    _ rest: [[Float]], by classifier: RecordingClassifier
  ) throws -> [LiveBeat] {
    missing.process(rest[0])
    beats.process(rest)
    append(detector.process(rest[0]) + detector.finish())
    beats.finish()
    return try beats.answers(by: classifier, isEnd: true).map { finalBeat($0, by: classifier) }
  }

  /// The answers as if the recording ended here, to a beat just seen and to those before it that it
  /// is the next one of; none where there is nothing to tell yet.
  private mutating func earlyAnswers(by classifier: RecordingClassifier) throws -> [LiveBeat] {
    // At the last frame before it would be too late, for as much of the signal as there can be.
    let latest =
      missing.position + detector.frameLength
      - Int(LiveClassifier.firstAnswer * samplingRate)
    let apart = Int(RPeakDetector.refractoryTime * samplingRate)
    let seen =
      peaks.first { $0.sample > lastTold }?.sample
      ?? detector.provisionalPeaks.first { $0 > lastTold }
    guard let peak = seen, peak <= latest else { return [] }
    let isNew = lastTold < 0 || peak - lastTold >= apart
    lastTold = peak
    guard isNew else { return [] }
    var copy = self
    let answers = try copy.end(Array(repeating: [], count: leadCount), by: classifier)
    let early = answers.filter { $0.sample > lastPreliminary && $0.sample <= peak }
      .map { $0.as($0.sample < peak ? .preliminary : .first) }
    lastPreliminary = early.last { $0.stage == .preliminary }?.sample ?? lastPreliminary
    return early
  }

  private mutating func finalBeat(
    _ answer: RecordingStream.Answer, by classifier: RecordingClassifier
  ) -> LiveBeat {
    let peak = peaks.removeFirst()
    defer { lastPeak = peak }
    let classes = answer.probabilities
    let label = classifier.task.decisions(classes)[0]
    let interval = lastPeak.flatMap { last in
      last.missing != nil && last.missing == peak.missing
        ? Double(peak.sample - last.sample) / samplingRate : nil
    }
    return LiveBeat(
      stage: .final, sample: peak.sample, time: answer.time, rrInterval: interval,
      beatClass: AAMIClass.allCases[label], probabilities: classes,
      fibrillation: answer.fibrillation,
      quality: .init(
        shownLeads: answer.shownLeads,
        missingShare: peak.missingShare ?? missing.share(in: window(around: peak)),
        unusable: answer.unusable))
  }

  /// The samples of which ``LiveBeat/Quality/missingShare`` is told.
  private func window(around peak: Peak) -> Range<Int> {
    peak.sample - Int(0.35 * samplingRate)..<peak.sample + max(1, Int(0.37 * samplingRate))
  }
}

extension LiveBeat {
  /// The same answer at another stage.
  func `as`(_ stage: Stage) -> LiveBeat {
    LiveBeat(
      stage: stage, sample: sample, time: time, rrInterval: rrInterval, beatClass: beatClass,
      probabilities: probabilities, fibrillation: fibrillation, quality: quality)
  }
}
