import ECGDownload
import ECGFiles
import Foundation

/// Downloads a database and tells of it.
struct Fetch {
  private var download: DatabaseDownload
  private let console: Console

  /// Where a database goes where nobody says otherwise: a place where it is looked for.
  static func folder(of database: PhysioNetDatabase) -> String { "data/\(database.name)" }

  init(_ download: DatabaseDownload, console: Console) {
    self.download = download
    self.console = console
  }

  /// What comes from where, how large it is and where it goes.
  var announcement: String {
    let size = download.size.map { ", \(ByteCount($0))," } ?? ""
    return
      "Downloading \(download.database.title)\(size) from \(download.source) to \(download.folder) …"
  }

  /// Downloads what is missing.
  ///
  /// - Throws: `FileError`; ``Interrupted`` where the person ends it.
  func run() throws -> DatabaseDownload.Outcome {
    let bar = ProgressBar("Downloading")
    let size = download.size.map(Double.init)
    defer { ProgressBar.clear() }
    let outcome = try Interruption.cooperating {
      try download.run(
        progress: { progress in
          bar.show(
            // Where the size is not known, the files are counted.
            size.map { Double(progress.bytes) / $0 }
              ?? Double(progress.files) / Double(max(progress.allFiles, 1)),
            "\(ByteCount(progress.bytes))  file \(progress.files)/\(progress.allFiles)")
        }, isCancelled: { Interruption.isRequested })
    }
    guard let outcome else {
      throw Interrupted(advice: "What has arrived is kept: the same command goes on from there")
    }
    return outcome
  }

  /// Downloads what is missing, where the server can be reached, and says so where it cannot.
  ///
  /// - Returns: whether it could.
  mutating func runIfReachable() throws -> Bool {
    // Who wants a result does not want to wait for a network that is not there.
    download.firstRetries = RetryPolicy(attempts: 1)
    download.timeouts.connecting = 5
    do {
      _ = try run()
      return true
    } catch let error as FileError
      where error.kind == .unavailable && !UnfinishedFolder.isUnfinished(download.folder)
    {
      console.note("\(error.path) \(error.problem).")
      return false
    }
  }
}
