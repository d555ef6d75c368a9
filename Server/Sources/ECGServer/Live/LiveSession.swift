import ECGAnalysis
import ECGClassifier
import Logging
import NIOCore
import NIOWebSocket

/// A conversation over a WebSocket: a stream begins or goes on, samples come, and answers go.
struct LiveSession: Sendable {
  let socket: LiveSocket
  let streams: LiveStreams
  let classifier: RecordingClassifier
  let queue: WorkQueue
  let limits: ServerLimits
  let metrics: ServerMetrics
  let logger: Logger

  /// Goes on until either side ends it.
  func run() async {
    let fault: SocketFault
    do {
      try await converse()
      fault = SocketFault(.normalClosure, "")
    } catch let error as SocketFault {
      fault = error
    } catch let error where error is ChannelError || error is IOError {
      // The connection is gone, and needs no reason.
      return
    } catch {
      // The type alone, as for requests.
      logger.error("failed", metadata: ["error": "\(type(of: error))"])
      fault = SocketFault(.unexpectedServerError, "the server failed; resume, or start anew")
    }
    socket.close(fault)
  }

  private func converse() async throws {
    var messages = socket.messages.makeAsyncIterator()
    guard let first = await messages.next() else { return }
    guard case .text(let text) = first else {
      throw SocketFault.unexpected("expected a text message that starts or resumes a stream")
    }
    let holder: LiveStreams.Holder = { [socket] in socket.close(.takenOver, cuts: true) }
    var stream: LiveStream
    let key: String
    switch try LiveRequest(text) {
    case .start(let start):
      stream = try await work { [classifier, limits] in
        try LiveStream(start, by: classifier, limits: limits)
      }
      key = try await streams.begin(
        holder, samples: stream.start.samplingRate * Double(stream.start.leads))
    case .resume(let session, let answer):
      (key, stream) = (session, try await streams.resume(session, holder))
      do {
        try stream.see(answer)
      } catch {
        await streams.leave(key, stream)
        throw error
      }
    default: throw SocketFault.unexpected("expected start or resume as the first message")
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await goOn(key, &stream, &messages))
    } catch {
      result = .failure(error)
    }
    await streams.leave(key, stream.start.isResumable && !stream.isDone ? stream : nil)
    try result.get()
  }

  /// Answers messages until there are no more.
  private func goOn(
    _ key: String, _ stream: inout LiveStream,
    _ messages: inout SocketHandler.Messages.AsyncIterator
  ) async throws {
    let isResumable = stream.start.isResumable
    try await say(
      LiveAnswer.Session(
        session: isResumable ? key : nil, received: stream.received, answer: stream.answers,
        keptSeconds: isResumable ? limits.liveKeptTime / .seconds(1) : nil))
    try await tell(stream.unseen)
    if stream.isEnded { try await sayEnd(stream) }
    var told = stream.received
    while !stream.isDone, let message = await messages.next() {
      switch message {
      case .binary(let bytes):
        guard !stream.isEnded else {
          throw SocketFault.unexpected("expected no samples behind the end")
        }
        try await take(SamplePacket(bytes, of: stream.start), &stream, &told)
      case .text(let text):
        switch try LiveRequest(text) {
        case .seen(let answer): try stream.see(answer)
        case .end: if !stream.isEnded { try await end(&stream) }
        case .leave: stream.isLeft = true
        default: throw SocketFault.unexpected("expected samples, seen, end or leave")
        }
      }
    }
  }

  /// Takes samples: of those that came already, none; where some were lost, missing ones first.
  private func take(
    _ packet: SamplePacket, _ stream: inout LiveStream, _ told: inout Int
  ) async throws {
    let apart = packet.first - stream.received
    let lost = max(0, apart)
    let repeated = min(packet.count, max(0, -apart))
    let (rate, leads) = (stream.start.samplingRate, Double(stream.start.leads))
    let longest = min(limits.liveGap, limits.liveGapSamples / (rate * leads))
    guard Double(lost) <= longest * rate else {
      throw SocketFault.refused(
        "expected samples from number \(stream.received) on, or up to \(Int(longest)) s later, found \(packet.first)"
      )
    }
    for gap in stride(from: 0, to: lost, by: stream.slice) {
      // An hour of nothing has no beats, whose telling would show that nobody is there.
      try await socket.check()
      let missing = [Float](repeating: .nan, count: min(stream.slice, lost - gap))
      try await take(packet.leads.map { _ in missing }, &stream, &told)
    }
    for start in stride(from: repeated, to: packet.count, by: stream.slice) {
      let end = min(packet.count, start + stream.slice)
      try await take(packet.leads.map { Array($0[start..<end]) }, &stream, &told)
    }
    guard lost > 0 || repeated > 0 || stream.received - told >= stream.slice else { return }
    told = stream.received
    try await say(
      LiveAnswer.Received(
        received: stream.received, lost: lost > 0 ? lost : nil,
        repeated: repeated > 0 ? repeated : nil, unusable: stream.classifier.unusable))
  }

  /// Takes a slice of samples, and tells the beats.
  private func take(
    _ leads: [[Float]], _ stream: inout LiveStream, _ told: inout Int
  ) async throws {
    let count = leads[0].count
    let wait = stream.pace.wait(for: Double(count) / stream.start.samplingRate)
    if wait > .zero { try await Task.sleep(for: wait) }
    let (beats, next) = try await work { [classifier = stream.classifier] in
      // A copy, so that what is broken off has taken nothing.
      var next = classifier
      return (try next.process(leads: leads), next)
    }
    try await tell(stream.took(count, beats, next))
    if !beats.isEmpty { told = stream.received }
    metrics.count(live: beats.lazy.filter { $0.stage == .final }.count)
    guard stream.unseen.count <= limits.liveAnswers else {
      throw SocketFault.busy(
        "\(stream.unseen.count) answers were not said to be seen; resume to have them again")
    }
  }

  private func end(_ stream: inout LiveStream) async throws {
    let (beats, next) = try await work { [classifier = stream.classifier] in
      var next = classifier
      return (try next.finish(), next)
    }
    metrics.count(live: beats.count)
    try await tell(stream.took(0, beats, next, atEnd: true))
    try await sayEnd(stream)
  }

  private func sayEnd(_ stream: LiveStream) async throws {
    try await say(LiveAnswer.End(received: stream.received, answer: stream.answers))
  }

  private func tell(_ beats: [LiveStream.Numbered]) async throws {
    try await socket.send(beats.map { try LiveAnswer.text(LiveAnswer.Beat(numbered: $0)) })
  }

  private func say(_ answer: some Encodable) async throws {
    try await socket.send([LiveAnswer.text(answer)])
  }

  /// Works away from the threads of connections, in turn with other streams.
  private func work<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await queue.run(for: nil, work)
  }
}
