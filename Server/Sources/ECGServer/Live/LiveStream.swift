import ECGAnalysis
import ECGClassifier

/// A stream of samples and what is known of it: one connection at a time works on it, and
/// another may go on.
struct LiveStream: Sendable {
  /// An answer that was given.
  struct Numbered: Sendable {
    /// Counted from 1.
    let number: Int
    /// The samples that had been taken then.
    let received: Int
    let beat: LiveBeat
  }

  let start: LiveStart
  /// The samples that were taken so far, lost ones included.
  private(set) var received = 0
  /// The answers that were given so far.
  private(set) var answers = 0
  /// Of a stream that can be resumed: those that its client is not known to have seen.
  private(set) var unseen: [Numbered] = []
  private(set) var isEnded = false
  /// Whether its client wants no more of it.
  var isLeft = false
  private(set) var classifier: LiveClassifier
  var pace: LivePace

  /// - Throws: ``SocketFault`` where it is more than a server takes on, or a classifier can do.
  init(
    _ start: LiveStart, by classifier: RecordingClassifier, limits: ServerLimits
  ) throws {
    try start.check(limits)
    self.start = start
    do {
      self.classifier = try LiveClassifier(
        samplingRate: start.samplingRate, leads: start.leads, by: classifier,
        context: start.context, firstAnswers: start.firstAnswers)
    } catch {
      throw SocketFault.refused("\(error)")
    }
    pace = LivePace(speed: limits.liveSpeed)
  }

  /// The samples that are worked on at a time: about a second, so that no stream
  /// holds up the others.
  var slice: Int { max(1, Int(start.samplingRate)) }

  /// Whether nothing is left to be told.
  var isDone: Bool { isLeft || isEnded && unseen.isEmpty }

  /// Takes samples that were worked on, and gives answers their numbers.
  mutating func took(
    _ count: Int, _ beats: [LiveBeat], _ next: LiveClassifier, atEnd: Bool = false
  ) -> [Numbered] {
    classifier = next
    received += count
    isEnded = atEnd
    let numbered = beats.enumerated().map {
      Numbered(number: answers + $0.offset + 1, received: received, beat: $0.element)
    }
    answers += beats.count
    if start.isResumable { unseen += numbered }
    return numbered
  }

  /// The client has seen so many answers.
  ///
  /// - Throws: ``SocketFault`` where that cannot be.
  mutating func see(_ answer: Int) throws {
    // Of what is not kept nothing has to be known.
    guard start.isResumable else { return }
    let known = answers - unseen.count
    guard answer >= known, answer <= answers else {
      throw SocketFault.refused(
        "answer: expected from \(known), which were seen, to \(answers), which were given, found \(answer)"
      )
    }
    unseen.removeFirst(answer - known)
  }
}
