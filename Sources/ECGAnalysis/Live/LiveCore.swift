import ECGClassifier
import ECGDatasets
import ECGSignals

/// All of a ``LiveClassifier`` that changes: it can be coded.
struct LiveCore: Codable, Sendable {
  let samplingRate: Double
  let leadCount: Int
  let context: BeatContext
  let tellsFirst: Bool

  private var detector: RPeakDetector
  private var beats: RecordingStream
  private var clock: StreamClock
  private var missing: MissingSamples
  /// The samples of a frame of the detector that is not complete yet, of each lead.
  private var partial: [[Float]]
  /// The R peaks that the detector has told and that have no final answer yet, and the one before them.
  private var peaks: [Int] = []
  private var lastPeak: Int?
  /// The last R peak that was told to have been seen.
  private var lastTold = -1

  /// Missing samples that are filled in at once.
  private static let block = 4_096
  /// Two beats are at least so many seconds apart, as in the detector.
  private static let refractory = 0.2

  init(samplingRate: Double, leads: Int, context: BeatContext, tellsFirst: Bool) throws {
    (self.samplingRate, leadCount) = (samplingRate, leads)
    (self.context, self.tellsFirst) = (context, tellsFirst)
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
      try clock.arrival(of: $0, count: count, at: missing.position + partial[0].count)
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

  /// Ends the stream, and begins anew.
  mutating func finish(by classifier: RecordingClassifier) throws -> [LiveBeat] {
    let rest = partial
    let found = try end(rest, by: classifier)
    self = try LiveCore(
      samplingRate: samplingRate, leads: leadCount, context: context, tellsFirst: tellsFirst)
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
    for answer in try beats.answers(by: classifier) {
      found.append(finalBeat(answer, by: classifier))
    }
    if tellsFirst, let first = try firstAnswer(by: classifier) { found.append(first) }
  }

  private mutating func append(_ new: [Int]) {
    for peak in new {
      peaks.append(peak)
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

  /// The answer to a beat just seen, as if the recording ended here; nil where there is none to tell yet.
  private mutating func firstAnswer(by classifier: RecordingClassifier) throws -> LiveBeat? {
    // At the last frame before it would be too late, for as much of the signal as there can be.
    let latest =
      missing.position + detector.frameLength
      - Int(LiveClassifier.firstAnswer * samplingRate)
    let apart = Int(Self.refractory * samplingRate)
    let seen = peaks.first { $0 > lastTold } ?? detector.provisionalPeaks.first { $0 > lastTold }
    guard let peak = seen, peak <= latest else { return nil }
    let isNew = lastTold < 0 || peak - lastTold >= apart
    lastTold = peak
    guard isNew else { return nil }
    var copy = self
    let answers = try copy.end(Array(repeating: [], count: leadCount), by: classifier)
    return answers.first { $0.sample == peak }.map { $0.as(.first) }
  }

  private mutating func finalBeat(
    _ answer: RecordingStream.Answer, by classifier: RecordingClassifier
  ) -> LiveBeat {
    let peak = peaks.removeFirst()
    defer { lastPeak = peak }
    let classes = answer.probabilities
    let label = classifier.task.decisions(classes)[0]
    let window =
      peak - Int(0.35 * samplingRate)..<peak + max(1, Int(0.37 * samplingRate))
    let interval = lastPeak.map { Double(peak - $0) / samplingRate }
    let isUnbroken =
      lastPeak.map { missing.knows($0) && missing.count(in: $0..<peak) == 0 } ?? false
    return LiveBeat(
      stage: .final, sample: peak, time: answer.time,
      rrInterval: isUnbroken ? interval : nil,
      beatClass: AAMIClass.allCases[label], probabilities: classes,
      fibrillation: answer.fibrillation,
      quality: .init(
        shownLeads: answer.shownLeads,
        missingShare: Double(missing.count(in: window)) / Double(window.count)))
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
