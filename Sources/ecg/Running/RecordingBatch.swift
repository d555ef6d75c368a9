import ArgumentParser
import CECGMalloc
import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGText
import ECGRecordings
import Foundation

/// What `ecg classify` and `ecg detect` do with many recordings.
struct RecordingBatch {
  /// What is being done, and what then was: `Classifying`, `classified`.
  let title, verb: String
  let paths: [String]
  let options: BatchOptions
  let input: RecordingInputOptions
  /// The folder of the results.
  let output: String
  /// On what else the results depend, by the names of options.
  let settings: [String: String?]
  /// The suffixes of annotations that are read beside the recordings.
  let suffixes: [String]
  let threads: Int
  let overwrite: Bool
  /// The processes that share the recordings; nil where this one works alone.
  var team: Team?

  /// How many recordings at once, and the threads of each.
  var shares: (jobs: Int, threads: Int) {
    let jobs = options.jobs ?? threads
    return (jobs, max(1, threads / jobs))
  }

  /// Works on all recordings, and tells what they came to.
  ///
  /// - Parameter work: what is done with a recording: it is open; results go to files that
  ///   begin with `base`; the paths of these below the folder of the results are returned with
  ///   what was found.
  /// - Throws: `FileError` where some failed, when the others are done; `Interrupted`.
  func run(
    _ console: Console,
    work:
      @Sendable (_ recording: RecordingFile, _ base: String, _ threads: Int) throws ->
      RecordingBatchItem
  ) throws {
    cmalloc_return_large_blocks()
    if let team { return try run(console, sharedBy: team, work: work) }
    try checkFolder(output)
    let collection = try self.collection(listed: options.listed(paths))
    collection.tell(console)
    let (jobs, threads) = shares
    let clock = Clock()
    // From the journal's first line on there is something to go on with.
    let outcome = try Interruption.cooperating {
      let run = try BatchRun(
        collection, to: output, settings: allSettings, resumes: options.resume && !overwrite)
      return try goingOn {
        try run.run(
          jobs: jobs, isCancelled: { Interruption.isRequested }, progress: showing(clock),
          work: { try result(of: $0, in: output, threads: threads, work) })
      }
    }
    ProgressBar.clear()
    try outcome.tell(verb, in: clock, console)
  }

  /// Whether something kept results from being written that is not the fault of the
  /// recording's name.
  private func isOfResults(_ error: FileError) -> Bool {
    if error.reason == .nameTooLong { return false }
    return error.kind == .cannotWrite
      || error.kind == .inputOutput && RecordingCollection.isBelow(output, error.path)
  }

  /// Adds to the error of a run that cannot write any more that what is done is not lost.
  func goingOn<Result>(_ run: () throws -> Result) throws -> Result {
    do { return try run() } catch var error as FileError where isOfResults(error) {
      ProgressBar.clear()
      error.remedy = "Make room or mend what is wrong, and go on where it was ended with --resume"
      throw error
    }
  }

  /// The recordings of all paths and of those that were listed.
  ///
  /// - Throws: `FileError` where there are none.
  func collection(listed: [String]) throws -> RecordingCollection {
    let collection = try RecordingCollection(
      paths.filter { $0 != "-" }, listed: listed, excluding: output,
      takesTables: input.rate != nil, suffixes: suffixes)
    guard !collection.items.isEmpty else {
      let inner = Wording.first(of: collection.innerArchives, other: "archive")
      let packed = Wording.first(of: collection.packed, other: "file")
      throw FileError(
        .noInput, path: (paths + [options.list].compactMap { $0 }).joined(separator: ", "),
        !collection.results.isEmpty
          ? "expected recordings, found the results of an earlier run"
          : inner.map { "expected recordings, found archives within archives, \($0)" }
            ?? packed.map { "expected recordings, found what is not looked into, \($0)" }
            ?? "expected recordings, found none",
        remedy: inner != nil
          ? "Unpack the outer ones, and name their folder"
          : packed != nil
            ? "Unpack what holds recordings, and name its folder"
            : "Name recordings, folders or archives that hold some, or a list of them")
    }
    return collection
  }

  /// Shows how far all recordings are.
  func showing(_ clock: Clock) -> @Sendable (BatchRun.Progress) -> Void {
    let bar = ProgressBar(title)
    return { progress in
      let failed = progress.failed > 0 ? ", \(progress.failed.grouped) failed" : ""
      let rate = String(format: "%.1f/s", Double(progress.done) / max(clock.seconds, 1e-3))
      bar.show(
        progress.share,
        "\(progress.done.grouped) of \(progress.count.grouped)  \(rate)\(failed)")
    }
  }

  func result(
    of item: RecordingCollection.Item, in folder: String, threads: Int,
    _ work: (RecordingFile, String, Int) throws -> RecordingBatchItem
  ) throws -> BatchResult {
    do {
      let recording = try item.open(options: input.options)
      let base = OutputPaths.path(of: item.output, in: folder)
      let found = try work(recording, base, threads)
      var result = found.result
      result.path = item.path
      result.format = recording.format.name
      let remarks = recording.remarks + found.remarks
      result.remarks = remarks.isEmpty ? nil : remarks
      result.files = found.endings.map { "\(item.output).\($0)" }
      return result
    } catch {
      // What keeps this one from being written keeps the others too.
      if let error = error as? FileError, isOfResults(error) { throw error }
      let failure = Failure((error as? FileError).map(item.placed) ?? error)
      var result = BatchResult(path: item.path)
      result.error = .init(message: failure.message, exitCode: failure.status)
      return result
    }
  }

  var allSettings: [String: String] {
    let common: [String: String?] = [
      "version": Version.current, "results": verb, "--lead": input.lead,
      "--rate": input.rate.map { "\($0)" }, "--unit": input.unit,
      "--no-checksums": input.skipsChecksums ? "given" : nil,
    ]
    return common.merging(settings) { first, _ in first }.compactMapValues { $0 }
  }

  /// Refuses a folder that has something else in it, or the results of a run that is
  /// not gone on with.
  func checkFolder(_ output: String) throws {
    guard !paths.contains(where: { $0 != "-" && RecordingCollection.isSame($0, output) }) else {
      throw FileError(
        .cannotWrite, path: output, "is where the recordings are",
        remedy: "Choose another folder, which may be one in it")
    }
    guard BatchRun.isBegun(in: output) else {
      return try OutputPlan(overwrite: overwrite).check(folder: output)
    }
    guard options.resume || overwrite else {
      throw FileError(
        .cannotWrite, path: output, "holds the results of an earlier run",
        remedy: "Go on with it with --resume, begin anew with --force, or choose another folder")
    }
  }
}

/// What one of many recordings came to, and what was written of it.
struct RecordingBatchItem {
  var result: BatchResult
  var remarks: [String]
  /// The endings of the files that were written.
  var endings: [String]
}
