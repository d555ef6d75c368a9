import ECGDatasets
package import Dispatch
package import ECGClassifier

/// Classifies the beats of requests that arrive together in one go.
///
/// While one batch is classified, what arrives waits and makes the next. Each request in turn puts
/// up to ``share`` beats into a batch, so that one of many beats does not hold up those of few. A
/// beat's probabilities depend on its neighbours in the batch by rounding at the most.
package actor BeatBatcher {
  /// What a batcher did, for whoever counts.
  package typealias Observer = @Sendable (_ beats: Int) -> Void

  private let classifier: HeartbeatClassifier
  private let threads: Int
  private let waitingLimit: Int
  private let patience: Duration
  private let onBatch: Observer
  /// Batches are classified here, not on the threads that answer requests.
  private let queue: DispatchQueue
  private var jobs: [Job] = []
  private var nextNumber = 0
  /// The beats that were taken on and are not classified.
  package private(set) var waitingBeats = 0
  private var isRunning = false
  /// What a beat takes, by the last batch of many; nothing before the first.
  private var timePerBeat = Duration.zero

  /// The beats of a batch, and those of one request in it.
  private static let batch = 2048
  private static let share = 256

  /// The beats of one request.
  private struct Job {
    let number: Int
    let values: [Float]
    let beats: Int
    var begun = 0
    var probabilities: [Float] = []
    let continuation: CheckedContinuation<[Float], any Error>
  }

  package init(
    _ classifier: HeartbeatClassifier, threads: Int, waitingLimit: Int,
    patience: Duration,
    queue: DispatchQueue = DispatchQueue(label: "beats", qos: .userInitiated),
    onBatch: @escaping Observer = { _ in }
  ) {
    self.classifier = classifier
    self.threads = threads
    self.waitingLimit = waitingLimit
    self.patience = patience
    self.queue = queue
    self.onBatch = onBatch
  }

  /// The probabilities of the beats of a request; where the task is cancelled, what has
  /// not begun is left.
  ///
  /// - Parameter values: `N × L` samples.
  /// - Returns: `N × K`.
  /// - Throws: ``Problem`` where too many wait already; `CancellationError`.
  package func probabilities(of values: [Float]) async throws -> [Float] {
    let beats = values.count / classifier.samplesPerBeat
    guard beats > 0 else { return [] }
    let together = waitingBeats + beats
    guard
      waitingBeats == 0
        || together <= waitingLimit && timePerBeat * (restingBeats + beats) <= patience
    else { throw Self.tooManyBeats }
    waitingBeats += beats
    nextNumber += 1
    let number = nextNumber
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        jobs.append(Job(number: number, values: values, beats: beats, continuation: continuation))
        guard !isRunning else { return }
        isRunning = true
        Task { await run() }
      }
    } onCancel: {
      Task { await end(number, .failure(CancellationError())) }
    }
  }

  /// Answers a request, if that has not been done.
  private func end(_ number: Int, _ result: Result<[Float], any Error>) {
    guard let position = jobs.firstIndex(where: { $0.number == number }) else { return }
    let job = jobs.remove(at: position)
    waitingBeats -= job.beats
    job.continuation.resume(with: result)
  }

  private func run() async {
    while !jobs.isEmpty {
      let (values, parts) = nextBatch()
      let beats = parts.reduce(0) { $0 + $1.beats }
      let start = ContinuousClock.now
      let result = await classify(values)
      // Few beats take what a batch takes anyway, which says nothing of many.
      if beats >= Self.share { timePerBeat = (ContinuousClock.now - start) / beats }
      onBatch(beats)
      await finish(parts, of: values, result)
      sendLatestAway()
    }
    isRunning = false
  }

  /// Sends away who came last until the others have their answers in time: how long beats take is
  /// known only when some were classified, and may have changed.
  private func sendLatestAway() {
    while jobs.count > 1, timePerBeat * restingBeats > patience,
      let latest = jobs.map(\.number).max()
    {
      end(latest, .failure(Self.tooManyBeats))
    }
  }

  /// The beats that are still to be classified; as all share the time, each request may wait
  /// for all of them.
  private var restingBeats: Int { jobs.reduce(0) { $0 + $1.beats - $1.begun } }

  private static var tooManyBeats: Problem {
    Problem.busy("Too many beats wait to be classified; try again in a second.")
  }

  /// A part of a batch: the number of the request, and how many beats.
  private typealias Part = (number: Int, beats: Int)

  private func nextBatch() -> (values: [Float], parts: [Part]) {
    let samples = classifier.samplesPerBeat
    var (values, parts, room) = ([Float](), [Part](), Self.batch)
    for position in jobs.indices where room > 0 {
      let job = jobs[position]
      let beats = min(job.beats - job.begun, Self.share, room)
      values += job.values[job.begun * samples..<(job.begun + beats) * samples]
      parts.append((job.number, beats))
      jobs[position].begun += beats
      room -= beats
    }
    return (values, parts)
  }

  private func classify(_ values: [Float]) async -> Result<[Float], any Error> {
    await withCheckedContinuation { continuation in
      let (classifier, threads) = (classifier, threads)
      queue.async {
        continuation.resume(
          returning: Result { try classifier.probabilities(of: values, threads: threads) })
      }
    }
  }

  /// Hands the results out. Where a batch fails, each request's part is classified by itself: what
  /// is wrong with the samples of one is no matter of the others.
  private func finish(_ parts: [Part], of values: [Float], _ result: Result<[Float], any Error>)
    async
  {
    let (samples, classes) = (classifier.samplesPerBeat, classifier.task.classes.count)
    var start = 0
    for part in parts {
      let beats = start..<start + part.beats
      start = beats.upperBound
      switch result {
      case .success(let probabilities):
        let own = probabilities[beats.lowerBound * classes..<beats.upperBound * classes]
        take(.success(own), of: part)
      case .failure where parts.count > 1:
        let own = Array(values[beats.lowerBound * samples..<beats.upperBound * samples])
        take(await classify(own).map { $0[...] }, of: part)
      case .failure(let error):
        take(.failure(error), of: part)
      }
    }
  }

  /// Takes what came of a part; a request that wants more goes to the end of the line.
  private func take(_ result: Result<ArraySlice<Float>, any Error>, of part: Part) {
    // Whose client has gone meanwhile is not there any more.
    guard let position = jobs.firstIndex(where: { $0.number == part.number }) else { return }
    switch result {
    case .success(let probabilities):
      jobs[position].probabilities += probabilities
      let job = jobs[position]
      if job.begun == job.beats {
        end(part.number, .success(job.probabilities))
      } else {
        jobs.append(jobs.remove(at: position))
      }
    case .failure(let error):
      end(part.number, .failure(error))
    }
  }
}
