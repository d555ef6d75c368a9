import ECGFiles
import ECGParallel
package import ECGRecordings
import Foundation
import Synchronization

/// Many recordings, one after the other or several at once, with a line of results for each.
///
/// The folder of the results gets `results.jsonl`, a line for each recording in their order, and
/// `summary.csv` when all are done, the same bytes whatever the number of jobs and however often
/// the run was killed.
package struct BatchRun: Sendable {
  /// How far it is.
  package struct Progress: Sendable {
    /// Recordings that are done, of those that were to do in this run.
    package let done, count: Int
    package let failed: Int
    /// The share of the bytes.
    package let share: Double
  }

  /// How it ended.
  package struct Outcome: Sendable {
    package let count: Int
    /// Those that an earlier run had done.
    package let kept: Int
    /// Those that this run has done.
    package let done: Int
    /// The results of the first that failed.
    package let failures: [BatchResult]
    package let failed: Int
    /// How many others have remarks.
    package let remarked: Int
    /// `results.jsonl` and `summary.csv`; empty where the person ended the run.
    package let files: [String]
    /// The results of an earlier run that are in them no more: of recordings that are not named
    /// now, or, of a run that is gone on with, have changed.
    package let abandoned: Int
  }

  package static let resultsName = "results.jsonl"
  package static let tableName = "summary.csv"
  /// Failures that are told one by one.
  static let mostTold = 20

  /// The folder of the results.
  let folder: String
  let items: [RecordingCollection.Item]
  let marks: [UInt64]
  let journal: BatchJournal
  /// See ``Outcome/abandoned``.
  private let abandoned: Int
  /// What other processes do of it; nil where this one is alone.
  let sharedWork: SharedWork?

  private func path(_ name: String) -> String { Self.path(name, in: folder) }

  private static func path(_ name: String, in folder: String) -> String {
    URL(filePath: folder).appending(path: name).relativePath
  }

  /// Whether a folder has results of a run, or of one that was ended.
  package static func isBegun(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: path(RecordingCollection.journalName, in: folder))
  }

  /// Prepares a run, or goes on with an earlier one: what is done is kept where neither the
  /// recording nor the settings have changed and its files are there; what could not be read, or
  /// failed for want of memory or disk, is done again.
  ///
  /// What an earlier run wrote of the recordings that are to do goes first: of one that fails now
  /// nothing is left that could be taken for its results.
  ///
  /// - Parameters:
  ///   - settings: on what the results depend besides the recordings.
  ///   - resumes: whether to go on; otherwise what an earlier run left is given up.
  ///   - rank: the rank of this process, counted from 0, among those that share the run, of which
  ///     the first prepares it before the others do; nil where it is alone.
  /// - Throws: `FileError`, such as where another process writes to the folder.
  package init(
    _ collection: RecordingCollection, to folder: String, settings: [String: String], resumes: Bool,
    rank: Int? = nil
  ) throws {
    (self.folder, items) = (folder, collection.items)
    marks = Self.marks(of: collection)
    let path = Self.path(RecordingCollection.journalName, in: folder)
    let isFirst = rank ?? 0 == 0
    // Keeps other processes from the folder.
    if isFirst {
      try OutputFile.claim(path: Self.path(Self.resultsName, in: folder), overwrite: true)
    }
    if let rank {
      sharedWork = try SharedWork(in: folder, rank: rank)
    } else {
      try SharedWork.tidy(folder)
      sharedWork = nil
    }
    var abandoned = 0
    if isFirst, !resumes {
      let named = Set(items.map { ExactName($0.path) })
      try Self.removeFiles(of: named, listedIn: path, folder: folder)
      try BatchJournal.forEachResult(at: path) { result in
        abandoned +=
          result.files?.isEmpty == false && !named.contains(ExactName(result.path)) ? 1 : 0
      }
      for name in [RecordingCollection.journalName, Self.resultsName, Self.tableName] {
        unlink(Self.path(name, in: folder))
      }
    }
    let journal = try BatchJournal(path: path, settings: settings, isShared: rank != nil) {
      result in
      // Permissions that were mended leave no mark on a file's size and time.
      let isPassing =
        [FileError.Kind.noInput, .inputOutput, .unavailable].map(\.rawValue)
        .contains(result.error?.exitCode ?? 0)
      return !isPassing
        && (result.files ?? []).allSatisfy {
          FileManager.default.fileExists(atPath: Self.path($0, in: folder))
        }
    }
    if isFirst, resumes {
      let waiting = zip(items, marks).lazy.filter { !journal.has($1) }.map { ExactName($0.0.path) }
      let stale = Set(waiting)
      try Self.removeFiles(of: stale, listedIn: path, folder: folder)
      // If this run is ended too, those of the earlier one would be taken for its results.
      if !stale.isEmpty {
        for name in [Self.resultsName, Self.tableName] { unlink(Self.path(name, in: folder)) }
      }
    }
    self.journal = journal
    self.abandoned = resumes ? journal.count(besides: marks) : abandoned
  }

  /// Removes what an earlier run wrote of some recordings, by its journal, and of no others.
  private static func removeFiles(
    of recordings: Set<ExactName>, listedIn journal: String, folder: String
  ) throws {
    var stale: Set<ExactName> = []
    func files(_ result: BatchJournal.Kept) -> [ExactName] {
      (result.files ?? []).map(ExactName.init)
    }
    try BatchJournal.forEachResult(at: journal) { result in
      if recordings.contains(ExactName(result.path)) { stale.formUnion(files(result)) }
    }
    try BatchJournal.forEachResult(at: journal) { result in
      if !recordings.contains(ExactName(result.path)) { stale.subtract(files(result)) }
    }
    // Whoever gave away a folder of results wrote its journal: nothing goes that is
    // not in the folder.
    for file in stale.map(\.text) {
      let parts = file.utf8.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      guard parts.first?.isEmpty == false,
        !parts.contains(where: { $0.elementsEqual("..".utf8) })
      else { continue }
      unlink(path(file, in: folder))
    }
  }

  static func marks(of collection: RecordingCollection) -> [UInt64] {
    collection.items.map { item in
      var mark = FileMark()
      mark.add(item.path)
      mark.add(item.output)
      mark.add(item.mark)
      return mark.value
    }
  }

  /// Works on what is to do.
  ///
  /// - Parameters:
  ///   - jobs: recordings at once.
  ///   - isCancelled: whether to begin no more; those begun are done.
  ///   - progress: called after each, from any thread.
  ///   - work: what is done with one; its errors are for what keeps all others from being done too.
  /// - Throws: `FileError`, and what `work` throws.
  package func run(
    jobs: Int, isCancelled: @Sendable () -> Bool, progress: @Sendable (Progress) -> Void,
    work: @Sendable (RecordingCollection.Item) throws -> BatchResult
  ) throws -> Outcome {
    let waiting = items.indices.filter { !journal.has(marks[$0]) }
    let total = waiting.reduce(0.0) { $0 + Double(max(items[$1].size, 1)) }
    let state = Mutex((next: 0, done: 0, failed: 0, bytes: 0.0, error: (any Error)?.none))
    ParallelWork.onWorkers(max(1, min(jobs, waiting.count))) { _ in
      while !isCancelled() {
        let index = state.withLock { state -> Int? in
          guard state.error == nil, state.next < waiting.count else { return nil }
          state.next += 1
          return waiting[state.next - 1]
        }
        guard let index else { return }
        do {
          let result = try work(items[index])
          try journal.add(result.line(), of: marks[index])
          let now = state.withLock { state -> Progress in
            state.done += 1
            state.failed += result.error == nil ? 0 : 1
            state.bytes += Double(max(items[index].size, 1))
            return Progress(
              done: state.done, count: waiting.count, failed: state.failed,
              share: state.bytes / max(total, 1))
          }
          progress(now)
        } catch {
          state.withLock { $0.error = $0.error ?? error }
        }
      }
    }
    let (done, error) = state.withLock { ($0.done, $0.error) }
    if let error { throw error }
    return try finish(kept: items.count - waiting.count, done: done)
  }

  func finish(kept: Int, done: Int) throws -> Outcome {
    var (failures, failed, remarked): ([BatchResult], Int, Int) = ([], 0, 0)
    let isWhole = kept + done == items.count
    if isWhole {
      var results = try OutputFile(path: path(Self.resultsName), overwrite: true)
      var table = try OutputFile(path: path(Self.tableName), overwrite: true)
      try table.write(BatchTable.head)
      try journal.forEach(of: marks) { _, line in
        let result = try JSONDecoder().decode(BatchResult.self, from: Data(line.utf8))
        if result.error != nil {
          failed += 1
          if failures.count < Self.mostTold { failures.append(result) }
        } else if result.remarks?.isEmpty == false {
          remarked += 1
        }
        try results.write(String(line))
        try table.write(BatchTable.row(result))
      }
      try table.commit()
      try results.commit()
      try journal.arrange(marks)
    }
    return Outcome(
      count: items.count, kept: kept, done: done, failures: failures, failed: failed,
      remarked: remarked,
      files: isWhole ? [path(Self.resultsName), path(Self.tableName)] : [], abandoned: abandoned)
  }
}
