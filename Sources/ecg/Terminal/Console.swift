import ECGAnalysis
import Foundation
import Logging
import Synchronization

/// Where a command's words go: what it found out to standard output, what it is doing to standard
/// error. With `--json` standard output is kept for the document alone.
struct Console: Sendable {
  /// Whether standard output is for one JSON document.
  let isJSON: Bool
  /// Whether another process says it all.
  var isQuiet = false

  private static let logger = Logger(label: "ecg")

  /// Has messages go to standard error.
  static func prepare() {
    LoggingSystem.bootstrap { _ in PlainLogHandler() }
  }

  /// Prints a result, or tells it on standard error where standard output is for JSON.
  func say(_ text: String) throws {
    if isQuiet { return }
    ProgressBar.clear()
    try (isJSON ? Descriptor.error : .output).write(text + "\n")
  }

  /// Tells what came out: as a document where standard output is for JSON, in words where not.
  func answer(_ outcome: some Encodable, text: @autoclosure () throws -> String) throws {
    try isJSON ? printJSON(outcome) : say(text())
  }

  /// Tells what is being done.
  func note(_ text: String) {
    if isQuiet { return }
    Console.logger.notice("\(text)")
  }

  /// Tells what the person should know before they trust the result.
  func warn(_ text: String) {
    if isQuiet { return }
    Console.logger.warning("\(text)")
  }

  /// Where a study tells how far it is.
  var studyReport: StudyReport {
    let bars = Mutex([String: ProgressBar]())
    return StudyReport(
      note: note,
      progress: { title, share, words in
        if isQuiet { return }
        let bar = bars.withLock { bars in
          if let bar = bars[title] { return bar }
          let bar = ProgressBar(title)
          bars[title] = bar
          return bar
        }
        bar.show(share, words)
      }, end: ProgressBar.clear, isCancelled: { Interruption.isRequested })
  }

  /// Prints the one JSON document.
  func printJSON(_ value: some Encodable) throws {
    if isQuiet { return }
    try Descriptor.output.write(JSONText(value).text)
  }
}
