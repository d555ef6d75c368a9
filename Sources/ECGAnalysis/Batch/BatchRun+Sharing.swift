package import ECGRecordings

extension BatchRun {
  /// What processes say alike that see the same recordings with the same times of their files.
  package static func fingerprint(of collection: RecordingCollection) -> String {
    var all = FileMark()
    for mark in marks(of: collection) { all.add(mark) }
    return String(all.value, radix: 16)
  }

  /// Works on what is to do together with other processes, the longest recordings first; parameters are those of
  /// ``run(jobs:isCancelled:progress:work:)``.
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
        progress(self.progress(of: waiting))
      })
    let done = waiting.count { journal.has(marks[$0]) }
    let kept = items.count - waiting.count
    guard done == waiting.count else { return try finish(kept: kept, done: done) }
    return try sharedWork.end { try finish(kept: kept, done: done) }
  }

  /// How many recordings are done, by whomever.
  package var doneCount: Int { marks.count { journal.has($0) } }

  private func progress(of waiting: [Int]) -> Progress {
    func bytes(_ indices: [Int]) -> Double {
      indices.reduce(0) { $0 + Double(max(items[$1].size, 1)) }
    }
    let done = waiting.filter { journal.has(marks[$0]) }
    return Progress(
      done: done.count, count: waiting.count, failed: 0, share: bytes(done) / bytes(waiting))
  }
}
