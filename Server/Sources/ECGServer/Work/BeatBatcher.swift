import ECGDatasets
package import Dispatch
package import ECGClassifier

/// Classifies the beats of requests that arrive together in one go.
///
/// While one batch is classified, what arrives waits and makes the next. Each request in turn puts up to
/// ``share`` beats into a batch, so that one of many beats does not hold up those of few. A beat's
/// probabilities depend on its neighbours in the batch by rounding at the most.
package actor BeatBatcher {
  /// What a batcher did, for whoever counts.
  package typealias Observer = @Sendable (_ beats: Int) -> Void

  private let classifier: HeartbeatClassifier
  private let threads: Int
  private let waitingLimit: Int
  private let onBatch: Observer
  /// Batches are classified here, not on the threads that answer requests.
  private let queue: DispatchQueue
  private var jobs: [Job] = []
  /// The beats that were taken on and are not classified.
  package private(set) var waitingBeats = 0
  private var isRunning = false

  /// The beats of a batch, and those of one request in it.
  private static let batch = 2048
  private static let share = 256

  /// The beats of one request.
  private struct Job {
    let values: [Float]
    let beats: Int
    var begun = 0
    var probabilities: [Float] = []
    let continuation: CheckedContinuation<[Float], any Error>
  }

  package init(
    _ classifier: HeartbeatClassifier, threads: Int, waitingLimit: Int,
    queue: DispatchQueue = DispatchQueue(label: "beats", qos: .userInitiated),
    onBatch: @escaping Observer = { _ in }
  ) {
    self.classifier = classifier
    self.threads = threads
    self.waitingLimit = waitingLimit
    self.queue = queue
    self.onBatch = onBatch
  }

  /// The probabilities of the beats of a request.
  ///
  /// - Parameter values: `N × L` samples.
  /// - Returns: `N × K`.
  /// - Throws: ``Problem`` where too many wait already.
  package func probabilities(of values: [Float]) async throws -> [Float] {
    let beats = values.count / classifier.samplesPerBeat
    guard beats > 0 else { return [] }
    guard waitingBeats == 0 || waitingBeats + beats <= waitingLimit else {
      throw Problem.busy("Too many beats wait to be classified; try again in a second.")
    }
    waitingBeats += beats
    return try await withCheckedThrowingContinuation { continuation in
      jobs.append(Job(values: values, beats: beats, continuation: continuation))
      guard !isRunning else { return }
      isRunning = true
      Task { await run() }
    }
  }

  private func run() async {
    while !jobs.isEmpty {
      let (values, parts) = nextBatch()
      let beats = parts.reduce(0) { $0 + $1.beats }
      let result = await classify(values)
      onBatch(beats)
      finish(parts, result)
    }
    isRunning = false
  }

  /// A part of a batch: whose, and how many beats.
  private typealias Part = (job: Int, beats: Int)

  private func nextBatch() -> (values: [Float], parts: [Part]) {
    let samples = classifier.samplesPerBeat
    var (values, parts, room) = ([Float](), [Part](), Self.batch)
    for position in jobs.indices where room > 0 {
      let job = jobs[position]
      let beats = min(job.beats - job.begun, Self.share, room)
      values += job.values[job.begun * samples..<(job.begun + beats) * samples]
      parts.append((position, beats))
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

  /// Hands the results out. New requests came behind the others, so that places still hold.
  private func finish(_ parts: [Part], _ result: Result<[Float], any Error>) {
    let classes = classifier.task.classes.count
    var start = 0
    var done: Set<Int> = []
    for part in parts {
      switch result {
      case .success(let probabilities):
        let end = start + part.beats * classes
        jobs[part.job].probabilities += probabilities[start..<end]
        start = end
        guard jobs[part.job].begun == jobs[part.job].beats else { continue }
        jobs[part.job].continuation.resume(returning: jobs[part.job].probabilities)
      case .failure(let error):
        jobs[part.job].continuation.resume(throwing: error)
      }
      done.insert(part.job)
      waitingBeats -= jobs[part.job].beats
    }
    let rest = jobs.indices.filter { !done.contains($0) }.map { jobs[$0] }
    // Those that are not done go to the end of the line.
    let unfinished = parts.count - done.count
    jobs = Array(rest[unfinished...]) + rest[..<unfinished]
  }
}
