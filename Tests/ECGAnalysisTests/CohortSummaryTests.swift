import ECGAnalysis
import ECGFiles
import ECGSignals
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
    ("fibrillationSeconds", "1e300"), ("ventricularFlutterSeconds", "-1"),
    ("unusableShare", "1e300"), ("fibrillation", "-1e300"),
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

  /// What is neither nothing nor all is told as neither.
  @Test func sharesAreNotRoundedAway() throws {
    func line(unusable: Int, fibrillation: Int) -> String {
      #"{"path":"a","seconds":1000,"missingSeconds":0,"beats":1000,"unusableShare":\#(unusable),"#
        + #""fibrillationSeconds":\#(fibrillation)}"#
    }
    let (line, other) = (line(unusable: 0, fibrillation: 0), line(unusable: 10, fibrillation: 900))
    func summary(_ lines: Int, of line: String, _ last: String) throws -> CohortSummary {
      try self.summary(of: Array(repeating: line, count: lines) + [last])
    }
    let few = try summary(25_000, of: line, other)
    #expect(few.text.contains(" h, < 0.1 % of the "), "\(few.text)")
    #expect(few.findingRows.first { $0[0] == "a tenth or more unusable" }?[3] == "< 0.01")
    let many = try summary(25_000, of: other, line)
    #expect(many.findingRows.first { $0[0] == "a tenth or more unusable" }?[3] == "> 99.9")
  }

  @Test func beatsThatAreLeftUnclassifiedAreTold() throws {
    let lines = [
      #"{"path":"a","abstainBelow":0.5,"beats":50,"unclassified":1200,"unclassifiedEctopic":3}"#,
      #"{"path":"b","abstainBelow":0.5,"beats":50,"unclassified":34,"unclassifiedEctopic":0}"#,
    ]
    let summary = try summary(of: lines)
    #expect(summary.all.unclassified == 1234)
    #expect(
      summary.text.contains("1,234 beats left unclassified, counted as Q"), "\(summary.text)")
    #expect(!(try self.summary(of: [#"{"path":"a","beats":50}"#])).text.contains("unclassified"))
  }

  /// A result of so many seconds with a normal beat in each, of which a part is usable.
  private func line(seconds: Int, usable: Bool, fibrillation: Double = 0) throws -> String {
    let times = (0..<seconds).map { Double($0) + 0.5 }
    let events = RhythmEvents(
      times: times, labels: times.map { _ in AAMIClass.normal.label },
      unusable: usable ? [] : [0..<Double(seconds)])
    var result = BatchResult(path: "r")
    result.summary = RhythmSummary(events, in: 0..<Double(seconds))
    (result.seconds, result.missingSeconds) = (Double(seconds), 0)
    result.unusableShare = usable ? 0 : 100
    (result.fibrillationEpisodes, result.bradycardiaEpisodes) = (fibrillation > 0 ? 1 : 0, 0)
    (result.fibrillationSeconds, result.fibrillation) = (fibrillation, 0)
    return try result.line().trimmingCharacters(in: .newlines)
  }

  /// No run among no beats is no finding, and neither is no episode of 30 s in less than that.
  @Test func whatCannotBeSaidIsNotCounted() throws {
    let summary = try summary(of: [
      line(seconds: 60, usable: true), line(seconds: 60, usable: false),
      line(seconds: 20, usable: true),
    ])
    func asked(_ name: String) -> Int? { summary.all.findings.first { $0.name == name }?.of }
    for name in ["a run of V", "V in 10 % of the beats or more", "a pause"] {
      #expect(asked(name) == 2, "\(name)")
    }
    #expect(asked("an episode of bradycardia") == 2)
    #expect(asked("an episode of AF or flutter") == 1)
    #expect(asked("a tenth or more unusable") == 3)
    let counts = summary.all.quantities.filter { ["summary.ectopicBurden"].contains($0.key) }
    #expect(counts.map(\.count) == [2] && counts.map(\.missing) == [1])
    // Annotations may mark shorter ones.
    let marked = try self.summary(of: [line(seconds: 20, usable: true, fibrillation: 10)])
    #expect(
      marked.all.findings.first { $0.name == "an episode of AF or flutter" }?.count == 1)
  }

  /// Of recordings whose rhythm was not told, as they were searched for beats alone or are too short
  /// for an episode, nobody knows whether there was fibrillation.
  @Test func fibrillationIsAShareOfWhatWasJudged() throws {
    let detected =
      #"{"path":"a","seconds":9000,"missingSeconds":0,"beats":9000,"unusableShare":0}"#
    let summary = try summary(of: [
      line(seconds: 3_600, usable: true, fibrillation: 900), line(seconds: 20, usable: true),
      line(seconds: 3_600, usable: false), detected,
    ])
    #expect(summary.all.fibrillationHours == 0.25 && summary.all.rhythmHours == 1)
    #expect(summary.all.fibrillationShare == 25)
    #expect(summary.text.contains("in 0.25 h, 25.0 % of the 1.00 h in which it can be told"))
    let none = try self.summary(of: [detected])
    #expect(none.all.fibrillationHours == nil && none.all.fibrillationShare == nil)
  }

  /// Ventricles that flutter need no beats to be counted; where nothing can be said, they are not
  /// known to be still.
  @Test func flutterOfTheVentriclesIsCounted() throws {
    func line(unusable: Int, flutter: Int) -> String {
      #"{"path":"a","seconds":1000,"missingSeconds":0,"beats":0,"unusableShare":\#(unusable),"#
        + #""fibrillationSeconds":0,"ventricularFlutterEpisodes":\#(flutter > 0 ? 1 : 0),"#
        + #""ventricularFlutterSeconds":\#(flutter)}"#
    }
    let summary = try summary(of: [
      line(unusable: 100, flutter: 900), line(unusable: 10, flutter: 0),
      line(unusable: 100, flutter: 0), #"{"path":"old","seconds":1000}"#,
    ])
    let finding = try #require(summary.all.findings.first)
    #expect(finding.name == "an episode of VF or flutter" && finding.count == 1 && finding.of == 2)
    let shares = summary.all.quantities.first { $0.key == "ventricularFlutterSeconds" }
    #expect(shares?.count == 2 && shares?.maximum == 90 && shares?.missing == 2)
    #expect(summary.all.ventricularFlutterHours == 0.25)
    // Of no beats fibrillation is not known.
    #expect(summary.all.fibrillationHours == nil)
    #expect(summary.text.contains("0 beats; VF or flutter for 0:15:00\n"), "\(summary.text)")
    let still = try self.summary(of: [line(unusable: 10, flutter: 0)])
    #expect(still.all.ventricularFlutterHours == 0 && !still.text.contains("VF or flutter for"))
  }

  /// A share of no beats, or of no samples, is none, and not 0 %.
  @Test func nothingHasNoShares() throws {
    var result = BatchResult(path: "r")
    result.summary = RhythmSummary(RhythmEvents(times: [], labels: []), in: 0..<10, missing: 10)
    let line = try result.line()
    #expect(!line.contains("urden") && line.contains(#""beats":0"#), "\(line)")
    #expect(result.summary?.unusableShare == nil)
  }

  @Test func recordingsWithRemarksAreCounted() throws {
    let summary = try summary(of: [
      #"{"path":"a","remarks":["the end is missing"]}"#, #"{"path":"b"}"#,
      #"{"path":"c","error":{"message":"c: no","exitCode":65}}"#,
    ])
    let finding = try #require(summary.all.findings.first { $0.name == "a remark" })
    #expect(finding.count == 1 && finding.of == 2)
  }

  /// What failed has no numbers, whatever its line says.
  @Test func failuresAreCountedAlone() throws {
    let failure =
      #"{"path":"b","seconds":1e300,"error":{"message":"b: there is no such file","exitCode":66}}"#
    let summary = try summary(of: [#"{"path":"a","seconds":3600}"#, failure])
    #expect(summary.all.recordings == 2 && summary.all.failed == 1 && summary.all.hours == 1)
  }
}
