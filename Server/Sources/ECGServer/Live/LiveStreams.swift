import Foundation

/// The streams of a server: those over whose connections samples come, and those that are kept for
/// a while because their connection was lost.
actor LiveStreams {
  /// Who works on a stream, to be told that another goes on with it.
  typealias Holder = @Sendable () -> Void

  private enum Entry {
    case held(Holder, next: Waiting?)
    case kept(LiveStream, since: ContinuousClock.Instant)
  }

  /// A connection that goes on with a stream as soon as the one before lets go.
  private struct Waiting {
    let holder: Holder
    let continuation: CheckedContinuation<LiveStream?, Never>
  }

  private let limit: Int
  private let samplesTogether: Double
  private let keptTime: Duration
  private let onCount: @Sendable (_ held: Int, _ kept: Int) -> Void
  private var entries: [String: Entry] = [:] {
    didSet { count() }
  }

  /// The samples in a second of signal of each stream, of all its leads together.
  private var samples: [String: Double] = [:]

  /// - Parameter onCount: told how many there are.
  init(limits: ServerLimits, onCount: @escaping @Sendable (_ held: Int, _ kept: Int) -> Void) {
    (limit, samplesTogether) = (limits.liveStreams, limits.liveSamplesTogether)
    (keptTime, self.onCount) = (limits.liveKeptTime, onCount)
  }

  private func count() {
    let kept = entries.values.reduce(0) {
      if case .kept = $1 { $0 + 1 } else { $0 }
    }
    onCount(entries.count - kept, kept)
  }

  /// A stream begins.
  ///
  /// - Parameter samples: those in a second of its signal, of all leads together: what is known of
  ///   a stream takes memory in their proportion.
  /// - Returns: by what it can be resumed, which nobody can guess.
  /// - Throws: ``SocketFault`` where there are as many as may be.
  func begin(_ holder: @escaping Holder, samples: Double) throws -> String {
    dropOld()
    while entries.count >= limit || self.samples.values.reduce(samples, +) > samplesTogether {
      guard dropOldest() else {
        throw SocketFault.busy("as many streams as may be are going; try again in a minute")
      }
    }
    var generator = SystemRandomNumberGenerator()
    let key = String(
      format: "%016llx%016llx", generator.next() as UInt64, generator.next() as UInt64)
    entries[key] = .held(holder, next: nil)
    self.samples[key] = samples
    return key
  }

  /// A stream goes on over another connection; what still works on it is told to let go.
  ///
  /// - Throws: ``SocketFault`` where there is none.
  func resume(_ key: String, _ holder: @escaping Holder) async throws -> LiveStream {
    dropOld()
    switch entries[key] {
    case nil: throw SocketFault.unknownSession
    case .kept(let stream, _):
      entries[key] = .held(holder, next: nil)
      return stream
    case .held(let before, let next):
      next?.continuation.resume(returning: nil)
      before()
      let stream = await withCheckedContinuation {
        entries[key] = .held(before, next: Waiting(holder: holder, continuation: $0))
      }
      // Nothing came: a third connection took over, or the stream had come to its end.
      guard let stream else {
        throw entries[key] == nil ? SocketFault.unknownSession : SocketFault.takenOver
      }
      return stream
    }
  }

  /// Lets go of a stream, which is kept; nil for one that is over.
  func leave(_ key: String, _ stream: LiveStream?) {
    guard case .held(_, let next) = entries[key] else { return }
    if let next {
      if stream == nil { forget(key) } else { entries[key] = .held(next.holder, next: nil) }
      next.continuation.resume(returning: stream)
    } else if let stream {
      entries[key] = .kept(stream, since: .now)
      Task { [weak self, keptTime] in
        try? await Task.sleep(for: keptTime + .milliseconds(10))
        await self?.dropOld()
      }
    } else {
      forget(key)
    }
  }

  private func forget(_ key: String) {
    (entries[key], samples[key]) = (nil, nil)
  }

  /// Forgets streams that were kept for long enough.
  private func dropOld() {
    let now = ContinuousClock.now
    for case (let key, .kept(_, let since)) in entries where now - since >= keptTime {
      forget(key)
    }
  }

  /// Forgets the stream that has been kept longest; false where none is.
  private func dropOldest() -> Bool {
    var oldest: (key: String, since: ContinuousClock.Instant)?
    for case (let key, .kept(_, let since)) in entries
    where oldest.map({ since < $0.since }) ?? true { oldest = (key, since) }
    guard let oldest else { return false }
    forget(oldest.key)
    return true
  }
}
