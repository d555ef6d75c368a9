import ECGAnalysis
import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// Results of many recordings that somebody else may have written.
@Suite struct CohortSummaryTests {
  private func summary(of lines: [String]) throws -> CohortSummary {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "results.jsonl").path
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
      return try CohortSummary(of: path)
    }
  }

  @Test(arguments: [
    ("seconds", "1e300"), ("seconds", "-1"), ("missingSeconds", "1e300"),
    ("fibrillationSeconds", "1e300"), ("unusableShare", "1e300"), ("fibrillation", "-1e300"),
    ("medianInterval", "1e-300"), ("longestInterval", "1e300"), ("beats", "\(Int.max)"),
    ("beats", "-1"),
  ])
  func numbersOfNoRecordingAreRefusedByTheirLine(_ key: String, _ value: String) throws {
    let line = #"{"path":"b","\#(key)":\#(value)}"#
    let error = try #require(throws: FileError.self) {
      try summary(of: [#"{"path":"a","seconds":60}"#, line])
    }
    #expect(error.kind == .badData && "\(error)".contains("line 2: expected what a recording"))
    #expect("\(error)".contains("found \(key) "), "\(error)")
  }

  @Test func theLargestNumbersAreSummedUpAndTold() throws {
    let line =
      #"{"path":"a","seconds":1e10,"missingSeconds":0,"unusableShare":0,"beats":100000000000,"fibrillationSeconds":1e10,"longestInterval":1e15}"#
    let summary = try summary(of: [line, line])
    #expect(summary.all.beats == 200_000_000_000 && summary.all.fibrillationShare == 100)
    #expect(summary.text.contains("200,000,000,000 beats"), "\(summary.text)")
    #expect(summary.text.contains("1,000,000,000,000,000"), "\(summary.text)")
  }

  /// What failed has no numbers, whatever its line says.
  @Test func failuresAreCountedAlone() throws {
    let failure =
      #"{"path":"b","seconds":1e300,"error":{"message":"b: there is no such file","exitCode":66}}"#
    let summary = try summary(of: [#"{"path":"a","seconds":3600}"#, failure])
    #expect(summary.all.recordings == 2 && summary.all.failed == 1 && summary.all.hours == 1)
  }
}
