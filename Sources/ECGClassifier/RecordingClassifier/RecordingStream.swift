import ECGBoostedTrees
package import ECGSignals

/// Classifies the beats of a recording as they come: all that is known of it so far, but
/// for the classifier.
///
/// The answers are those that ``RecordingClassifier`` gives to the whole recording in the contexts
/// `BeatContext.before`, `after` and `families`, bit for bit. Memory is bounded.
package struct RecordingStream: Codable, Sendable {
  /// What is said of a beat.
  package struct Answer: Sendable {
    /// Its R peak in seconds.
    package let time: Double
    /// The probability of each class: `K`.
    package let probabilities: [Float]
    /// The probability of atrial fibrillation or flutter.
    package let fibrillation: Float
    /// How many leads show it.
    package let shownLeads: Int
    /// Why the first lead says nothing of it, by what is known now; nil where it does, and
    /// in the beginning.
    package let unusable: SignalQuality.Kind?
  }

  private let context: BeatContext
  private var leads: [LeadStream]
  private var rhythm = RhythmStream()
  private var families = FamilyStream()
  private var memory = JoinedLogs.FamilyMemory()
  private var evidence = TrailingEvidence()
  /// An R peak.
  private struct Peak: Codable, Sendable {
    /// In seconds.
    let time: Double
    /// Whether the time since the one before is an interval. It is asked when the peak is told,
    /// while it is known where the lead dropped out.
    let endsInterval: Bool
  }

  /// Those that are not answered yet, and the one before them.
  private var waiting: [Peak] = []
  private var last: Peak?

  /// Starts with the first sample.
  ///
  /// - Parameter leads: their number, at least one.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  package init(samplingRate: Double, leads: Int, context: BeatContext) throws {
    self.context = context
    self.leads = try (0..<max(leads, 1)).map {
      try LeadStream(samplingRate: samplingRate, isJudged: $0 == 0)
    }
  }

  /// Takes the next samples of every lead.
  package mutating func process(_ samples: [[Float]]) {
    for index in leads.indices { leads[index].process(samples[index]) }
  }

  /// Takes the next R peak, in seconds.
  package mutating func append(_ time: Double) {
    let before = (waiting.last ?? last)?.time
    let dropouts = leads[0].dropouts
    waiting.append(
      Peak(time: time, endsInterval: before.map { !dropouts.isBetween($0, time) } ?? false))
    leads[0].append(time)
  }

  /// Why nothing can be said of the last seconds of the first lead; nil where something can, and
  /// in the beginning.
  package var unusable: SignalQuality.Kind? { leads[0].quality?.kind }

  /// Ends the recording: nothing follows the last beat.
  package mutating func finish() {
    for index in leads.indices { leads[index].finish() }
  }

  /// The answers to beats of which all is known that the context needs.
  ///
  /// - Parameter isEnd: whether nothing follows the last beat.
  /// - Throws: `BoostedTreesError` where the classifier cannot be asked for the context.
  package mutating func answers(
    by classifier: RecordingClassifier, isEnd: Bool = false
  ) throws -> [Answer] {
    guard let head = classifier.heads[context] else {
      throw BoostedTreesError(
        "RecordingStream",
        "expected a classifier for the context \(context.rawValue), found another")
    }
    var answers: [Answer] = []
    var count = 0
    while count < waiting.count, isEnd || count + 1 < waiting.count,
      isEnd || leads.allSatisfy({ $0.isComplete(at: waiting[count].time) })
    {
      let next = count + 1 < waiting.count ? waiting[count + 1] : nil
      answers.append(try answer(waiting[count], before: next, by: classifier, head))
      last = waiting[count]
      count += 1
    }
    waiting.removeFirst(count)
    return answers
  }

  private mutating func answer(
    _ peak: Peak, before next: Peak?, by classifier: RecordingClassifier, _ head: ContextHead
  ) throws -> Answer {
    let time = peak.time
    let rhythm = rhythm.take(
      time, after: last.map { .init(at: $0.time, isInterval: peak.endsInterval) },
      before: next.map { .init(at: $0.time, isInterval: $0.endsInterval) })
    let beats = leads.indices.map { leads[$0].take(at: time, rhythm) }
    var joined = JoinedLogs(beats: 1, biases: classifier.recipe.classBiases)
    for beat in beats {
      var features = beat.features
      if !classifier.recipe.seesNext { features.hideNext() }
      joined.add(
        try RecordingClassifier.mean(of: classifier.forests[.earlier] ?? [], features),
        isShown: [beat.isShown], side: .earlier)
    }
    var logs = joined.logs(.after, families: nil)
    if context == .families {
      let found = families.take(beats, rhythm)
      logs = memory.join(logs, with: found.family)
      if let closed = found.closed { memory.forget(closed) }
    }
    let answer = head.probabilities(of: logs, AtrialBeat(rhythm, beats), &evidence)
    return Answer(
      time: time, probabilities: answer.classes, fibrillation: answer.fibrillation[0],
      shownLeads: beats.count { $0.isShown }, unusable: leads[0].quality?.kind(at: time))
  }
}
