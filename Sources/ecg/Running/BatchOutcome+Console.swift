import ECGAnalysis
import ECGFiles
import ECGText

extension BatchRun.Outcome {
  /// Tells how many recordings were done and what was not as it should be.
  ///
  /// - Parameters:
  ///   - verb: what was done: `classified`.
  ///   - clock: how long it took.
  /// - Throws: `Interrupted` where the person ended the run; `FileError` where some failed.
  func tell(_ verb: String, in clock: Clock, _ console: Console) throws {
    guard !files.isEmpty else { throw Interrupted.batch(done: kept + done, of: count) }
    warn(console)
    // Those that failed earlier count as done.
    let earlier = failed == 0 ? "of them" : "of all tried"
    try console.answer(
      BatchDocument(recordings: count, failed: failed, files: files),
      text: """
        \((count - failed).grouped) of \(count.counted("recording")) \(verb)\
        \(kept > 0 ? ", \(kept.grouped) \(earlier) earlier" : ""), in \(clock.description): \
        \(files.joined(separator: ", "))
        """)
    guard failed == 0 else {
      throw FileError(
        .badData, path: files[0], "\(failed.grouped) of \(count.counted("recording")) failed",
        remedy: "Their lines say why; mend them and go on with --resume")
    }
  }

  private func warn(_ console: Console) {
    for failure in failures { console.warn(failure.error?.message ?? "") }
    let rest = failed - failures.count
    if rest > 0 { console.warn("\(rest.grouped) more failed, see \(files[0]).") }
    if remarked > 0 {
      console.warn(
        "\(remarked.grouped) of \(count.counted("recording")) "
          + "\(remarked == 1 ? "has" : "have") remarks, see \(files[0]).")
    }
    if abandoned > 0 {
      console.warn(
        "\(abandoned.counted("result")) of the earlier run \(abandoned == 1 ? "is" : "are") left out of "
          + "\(files[0]), of recordings that are not named now or have changed; other files of theirs stay."
      )
    }
  }
}

extension Interrupted {
  /// The person ended a run over many recordings.
  static func batch(done: Int, of count: Int) -> Interrupted {
    Interrupted(
      advice: """
        \(done.grouped) of \(count.grouped) recordings are done; go on with \
        the rest by: \(ResumeCommand(arguments: CommandLine.arguments, checkpoint: nil).text)
        """)
  }
}

/// The document of a run over many recordings.
private struct BatchDocument: Encodable {
  let recordings, failed: Int
  let files: [String]
}
