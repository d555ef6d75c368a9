import ECGAnalysis
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Synchronization
import Testing

/// Runs over many recordings that are gone on with.
@Suite struct BatchRunTests {
  /// Goes over all files of a folder `in`, and returns the names of those that were worked on.
  @discardableResult
  private func run(
    in folder: URL, isCancelled: Bool = false, failing: FileError.Kind? = nil,
    with change: @Sendable (inout BatchResult) -> Void = { _ in }
  ) throws -> [String] {
    let collection = try RecordingCollection(
      [folder.appending(path: "in").path], excluding: nil, takesTables: true)
    let run = try BatchRun(
      collection, to: folder.appending(path: "out").path, settings: [:], resumes: true)
    let done = Collected()
    _ = try run.run(jobs: 1, isCancelled: { isCancelled }, progress: { _ in }) { item in
      done.add(item.output)
      var result = BatchResult(path: item.path)
      result.error = failing.map { .init(message: "no", exitCode: $0.rawValue) }
      change(&result)
      return result
    }
    return done.names
  }

  private func withRecordings<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      let recordings = folder.appending(path: "in")
      try FileManager.default.createDirectory(at: recordings, withIntermediateDirectories: true)
      for name in ["a", "b"] { try add(name, to: folder) }
      return try body(folder)
    }
  }

  private func add(_ name: String, to folder: URL) throws {
    try Data("ECG\n0\n1\n".utf8).write(to: folder.appending(path: "in/\(name).csv"))
  }

  /// What an earlier run came to is not what this one does.
  @Test func aRunThatIsEndedLeavesNoResultsOfAnEarlierOne() throws {
    try withRecordings { folder in
      let results = folder.appending(path: "out").path
      try run(in: folder)
      #expect(try CohortSummary(of: results).all.recordings == 2)
      // Nothing is to do.
      try run(in: folder, isCancelled: true)
      #expect(try CohortSummary(of: results).all.recordings == 2)
      try add("c", to: folder)
      try run(in: folder, isCancelled: true)
      let error = #expect(throws: FileError.self) { try CohortSummary(of: results) }
      #expect(error?.problem == "expected the results of a run, found one that has not ended")
      #expect(
        !FileManager.default.fileExists(atPath: "\(results)/\(BatchRun.tableName)"))
      #expect(try run(in: folder) == ["c"])
      #expect(try CohortSummary(of: results).all.recordings == 3)
    }
  }

  /// How many beats were left unclassified stands in the table as in the lines.
  @Test func resultsSayWhatIsLeftUnclassified() throws {
    try withRecordings { folder in
      try run(in: folder) { result in
        (result.abstainBelow, result.unclassified) = (0.5, 7)
        result.unclassifiedEctopic = 2
        result.remarks = ["one"]
      }
      let table = try String(
        contentsOf: folder.appending(path: "out/\(BatchRun.tableName)"), encoding: .utf8)
      let rows = table.split(separator: "\n")
      #expect(rows[0].hasSuffix(",abstainBelow,unclassified,unclassifiedEctopic"))
      #expect(rows.dropFirst().allSatisfy { $0.hasSuffix(",0.5,7,2") } && rows.count == 3)
      let lines = try String(
        contentsOf: folder.appending(path: "out/\(BatchRun.resultsName)"), encoding: .utf8)
      #expect(lines.contains(#""unclassifiedEctopic":2"#))
    }
  }

  /// A file that may be read again has the same size and time.
  @Test(arguments: [
    (FileError.Kind.noInput, true), (.inputOutput, true), (.unavailable, true), (.badData, false),
  ])
  func whatCouldNotBeReadIsTriedAgain(kind: FileError.Kind, isTried: Bool) throws {
    try withRecordings { folder throws in
      #expect(try run(in: folder, failing: kind) == ["a", "b"])
      #expect(try run(in: folder) == (isTried ? ["a", "b"] : []))
    }
  }
}

/// Names that were collected from threads.
private final class Collected: Sendable {
  private let state = Mutex<[String]>([])

  var names: [String] { state.withLock { $0 } }

  func add(_ name: String) { state.withLock { $0.append(name) } }
}
