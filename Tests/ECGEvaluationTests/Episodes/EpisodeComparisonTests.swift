import ECGEvaluation
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Episodes of a rhythm beside a reference, with counts and durations that are plain to see.
@Suite struct EpisodeComparisonTests {
  /// Annotations at 100 Hz, where a rhythm begins, in seconds.
  private func file(_ rhythms: [(Double, String)]) -> AnnotationFile {
    AnnotationFile(
      annotations: rhythms.map {
        Annotation(sample: Int($0.0 * 100), symbol: "+", aux: "(\($0.1)")
      })
  }

  private func compare(
    _ reference: [(Double, String)], _ test: [(Double, String)], rhythms: Set<String> = ["AFIB"],
    from start: Double = 0
  ) throws -> EpisodeComparison {
    EpisodeComparison(
      record: "r", rhythms: rhythms, reference: file(reference), test: file(test),
      samplingRate: 100, sampleCount: 100_000, settings: try ComparisonSettings(start: start))
  }

  @Test func anyOverlapCounts() throws {
    let found = try compare(
      [(0, "N"), (100, "AFIB"), (200, "N"), (500, "AFIB"), (600, "N")],
      [(190, "AFIB"), (250, "N"), (700, "AFIB"), (740, "N")])
    #expect((found.found, found.missed, found.right, found.wrong) == (1, 1, 1, 1))
    #expect(found.seconds == 1_000)
    #expect((found.referenceSeconds, found.testSeconds, found.sharedSeconds) == (200, 100, 10))
    #expect(found.episodeSensitivity == 0.5 && found.episodePredictivity == 0.5)
    #expect(found.durationSensitivity == 0.05 && found.durationPredictivity == 0.1)
  }

  /// A header may give any rate: 10,000 samples are then longer than seconds can be counted.
  @Test(arguments: [1e-15, 1e-300]) func timesOfAnyLengthAreWritten(_ rate: Double) throws {
    let marks = file([(0, "AFIB"), (100, "N")])
    let found = EpisodeComparison(
      record: "r", rhythms: ["AFIB"], reference: marks, test: marks, samplingRate: rate,
      sampleCount: 100_000, settings: try ComparisonSettings(start: 0))
    let text = EpisodeSummary([found], rhythms: ["AFIB"]).description
    #expect(text.contains("277777777:46:40"), "\(text)")
  }

  @Test func oneEpisodeThatIsFoundInPartsIsOne() throws {
    let found = try compare(
      [(100, "AFIB"), (400, "N")],
      [(100, "AFIB"), (200, "N"), (300, "AFIB"), (400, "N")])
    #expect((found.found, found.missed, found.right, found.wrong) == (1, 0, 2, 0))
    #expect(found.durationSensitivity == 2.0 / 3 && found.durationPredictivity == 1)
  }

  @Test func flutterNeitherHelpsNorHarms() throws {
    let reference = [(100.0, "AFL"), (300, "AFIB"), (400, "N")]
    let alone = try compare(reference, [(200, "AFIB"), (350, "N")])
    #expect((alone.found, alone.missed, alone.right, alone.wrong) == (1, 0, 1, 0))
    #expect((alone.testSeconds, alone.sharedSeconds) == (50, 50))
    let within = try compare(reference, [(120, "AFIB"), (180, "N")])
    #expect((within.right, within.wrong, within.testSeconds) == (0, 0, 0))
    let both = try compare(reference, [(200, "AFIB"), (350, "N")], rhythms: ["AFIB", "AFL"])
    #expect((both.referenceSeconds, both.testSeconds, both.sharedSeconds) == (300, 150, 150))
    #expect(both.found == 1 && both.missed == 0)
  }

  @Test func theBeginningIsLeftOutAndTheEndOpen() throws {
    let found = try compare([(200, "AFIB")], [(0, "AFIB"), (350, "N")], from: 300)
    #expect((found.referenceSeconds, found.testSeconds, found.sharedSeconds) == (700, 50, 50))
    #expect(found.seconds == 700)
  }

  @Test func whatIsNotDefinedIsNil() throws {
    let none = try compare([(0, "N")], [])
    #expect(none.episodeSensitivity == nil && none.durationPredictivity == nil)
  }

  @Test func recordsAreSummed() throws {
    let first = try compare([(100, "AFIB"), (200, "N")], [(100, "AFIB"), (150, "N")])
    let second = try compare([(0, "N")], [(0, "AFIB"), (50, "N")])
    let summary = EpisodeSummary([first, second], rhythms: ["AFIB"])
    #expect(summary.gross.durationSensitivity == 0.5)
    #expect(summary.gross.durationPredictivity == 0.5)
    #expect(summary.gross.episodeSensitivity == 1 && summary.gross.episodePredictivity == 0.5)
    #expect(summary.falseShare == 0.05)
    #expect(summary.description.contains("5.00 % of the time"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(summary)) as? [String: Any])
    #expect((json["records"] as? [[String: Any]])?.count == 2)
    #expect(json["falseShare"] as? Double == 0.05)
  }

  @Test func recordsThatEndBeforeItBeginsAreLeftOut() throws {
    try withTemporaryFolder { folder in
      let mark = Annotation(sample: 10, symbol: "+", aux: "(AFIB")
      let pairs = try [("short", 299), ("long", 400), ("s", 20)].map { name, seconds in
        try pair(name, seconds: seconds, [mark], in: folder)
      }
      let both = try EpisodeSummary(pairs, rhythms: ["AFIB"])
      #expect(both.records.map(\.record) == ["long"] && both.leftOut == ["short", "s"])
      #expect(both.gross.referenceSeconds == 100)
      let all = try EpisodeSummary(
        pairs, rhythms: ["AFIB"], settings: ComparisonSettings(start: 0))
      #expect(all.records.count == 3 && all.leftOut.isEmpty)
      let error = #expect(throws: FileError.self) {
        try EpisodeSummary([pairs[0], pairs[2]], rhythms: ["AFIB"])
      }
      #expect(error?.kind == .badData)
      #expect(
        error?.problem
          == "expected a record that reaches beyond 300 s, where the comparison begins, found one of 299 s"
      )
    }
  }

  @Test func filesThatMarkNoRhythmAreRefused() throws {
    try withTemporaryFolder { folder in
      try Data("r 1 100 1000\nr.dat 16 200 0 0 0 0 0 II\n".utf8)
        .write(to: folder.appending(path: "r.hea"))
      let path = folder.appending(path: "r.atr").path
      try AnnotationFile(annotations: [Annotation(sample: 10, symbol: "N")]).write(to: path)
      let error = #expect(throws: FileError.self) {
        try EpisodeSummary(
          [AnnotationPair(reference: path, test: path)], rhythms: ["AFIB"],
          settings: try ComparisonSettings(start: 0))
      }
      #expect(error?.kind == .badData)
      try AnnotationFile(annotations: [Annotation(sample: 10, symbol: "+", aux: "(N")])
        .write(to: path, overwrite: true)
      let other = try EpisodeSummary(
        [AnnotationPair(reference: path, test: path)], rhythms: ["AFB"],
        settings: try ComparisonSettings(start: 0))
      #expect(
        other.remarks == ["neither side marks AFB; the rhythms that they mark are N"])
    }
  }
}
