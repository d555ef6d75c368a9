package import ECGRecordings
import Synchronization

extension BatchRun {
  /// What processes say alike that see the same recordings with the same times of their files.
  package static func fingerprint(of collection: RecordingCollection) -> String {
    var all = FileMark()
    for mark in marks(of: collection) { all.add(mark) }
    return String(all.value, radix: 16)
  }

  /// Works on what is to do together with other processes, the longest recordings first; parameters
  /// are those of ``run(jobs:isCancelled:progress:work:)``.
  ///
  /// Progress is that of all processes. What one that dies had begun is done by another.
  ///
  /// - Returns: how it ended; nil where another process has ended it, and tells.
  /// - Throws: `FileError`, and what `work` throws.
  package func runShared(
    jobs: Int, isCancelled: @Sendable () -> Bool,
    progress: @Sendable (Progress) -> Void,
    work: @Sendable (RecordingCollection.Item) throws -> BatchResult
  ) throws -> Outcome? {
    guard let sharedWork else {
      return try run(jobs: jobs, isCancelled: isCancelled, progress: progress, work: work)
    }
    let waiting = items.indices.filter { !journal.has(marks[$0]) }
    let sizes = waiting.map { (marks[$0], Double(max(items[$0].size, 1))) }
    let state = Mutex(SharedProgress(Dictionary(sizes) { first, _ in first }))
    let longestFirst = waiting.sorted { (-items[$0].size, $0) < (-items[$1].size, $1) }
    try sharedWork.run(
      longestFirst, workers: jobs, isCancelled: isCancelled,
      isDone: { index in
        if journal.has(marks[index]) { return true }
        try journal.catchUp()
        return journal.has(marks[index])
      },
      work: { index in
        try journal.add(work(items[index]).line(), of: marks[index])
        progress(
          state.withLock { state in
            state.add(journal.added(since: state.seen))
            return state.progress
          })
      })
    let done = waiting.count { journal.has(marks[$0]) }
    let kept = items.count - waiting.count
    guard done == waiting.count else { return try finish(kept: kept, done: done) }
    return try sharedWork.end { try finish(kept: kept, done: done) }
  }

  /// How many recordings are done, by whomever.
  package var doneCount: Int { marks.count { journal.has($0) } }
}

/// How far several processes are, kept as the journal grows.
private struct SharedProgress {
  /// The bytes of what is not done, by its mark.
  private var open: [UInt64: Double]
  private let count: Int
  private let bytes: Double
  private var doneBytes = 0.0
  /// How much of the journal is counted.
  private(set) var seen = 0

  init(_ sizes: [UInt64: Double]) {
    (open, count, bytes) = (sizes, sizes.count, sizes.values.reduce(0, +))
  }

  mutating func add(_ marks: ArraySlice<UInt64>) {
    seen += marks.count
    for mark in marks { doneBytes += open.removeValue(forKey: mark) ?? 0 }
  }

  var progress: BatchRun.Progress {
    BatchRun.Progress(
      done: count - open.count, count: count, failed: 0, share: doneBytes / max(bytes, 1))
  }
}
