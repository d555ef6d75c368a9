import ECGAnalysis
import ECGFiles
import ECGRecordings
import Foundation

extension RecordingBatch {
  /// Works on all recordings together with other processes; the first of them tells what they came
  /// to, or another where that is gone.
  func run(
    _ console: Console, sharedBy team: Team,
    work:
      @Sendable (_ recording: RecordingFile, _ base: String, _ threads: Int) throws ->
      RecordingBatchItem
  ) throws {
    let settings = allSettings
    // A name may have a line feed in it, but no NUL.
    let listed = try team.fromFirst { try options.listed(paths).joined(separator: "\0") }
      .split(separator: "\0").map(String.init)
    let collection = try team.agreeing {
      if team.speaks { try checkFolder(output) }
      return try self.collection(listed: listed)
    }
    try team.checkSame([
      ("recordings", BatchRun.fingerprint(of: collection)),
      (
        "options and program",
        settings.sorted(by: <).map { "\($0.key) \($0.value)" }.joined(separator: "\n")
      ),
    ])
    collection.tell(console)
    let run = try Interruption.cooperating(
      orSaying: { .batch(done: 0, of: collection.items.count) }
    ) {
      let run = try team.inTurn { rank in
        try BatchRun(
          collection, to: output, settings: settings, resumes: options.resume && !overwrite,
          rank: rank)
      }
      team.tellNumber(console)
      team.part()
      return run
    }
    let (jobs, threads) = shares
    let clock = Clock()
    let (speaks, bar) = (team.speaks, showing(clock))
    let outcome = try goingOn {
      try Interruption.cooperating(
        orSaying: { .batch(done: run.doneCount, of: collection.items.count) }
      ) {
        try run.runShared(
          jobs: jobs, isCancelled: { Interruption.isRequested },
          progress: { if speaks { bar($0) } },
          work: { try result(of: $0, in: output, threads: threads, work) })
      }
    }
    ProgressBar.clear()
    // Another process has told how it ended.
    guard let outcome else { return Interruption.ignore() }
    var console = console
    console.isQuiet = outcome.files.isEmpty && !team.speaks
    try outcome.tell(verb, in: clock, console)
  }
}
