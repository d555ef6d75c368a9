import ECGSignals
import ECGEvaluation
import Foundation
import ECGTestSupport
import Testing

/// What PhysioNet's programs print, line for line.
@Suite struct BxbAgreementTests {
  private func made(start: Double, end: Double? = nil, window: Double = 0.15) throws
    -> RecordComparison
  {
    RecordComparison(
      record: "made", reference: marks(BxbTables.reference), test: marks(BxbTables.test),
      annotators: ("atr", "tst"), samplingRate: 360, sampleCount: 10_800,
      settings: try ComparisonSettings(start: start, end: end, window: window))
  }

  @Test func syntheticAnnotationsGiveItsTable() throws {
    #expect(try MatrixReport(made(start: 0)).description == BxbTables.whole)
    #expect(
      try MatrixReport(made(start: 0, end: 25, window: 0.03)).description == BxbTables.narrow)
  }

  @Test func syntheticAnnotationsGiveItsMismatches() throws {
    let words = try made(start: 0).disagreements.map { pair in
      // `bxb` names one place where a side has no beat, or none with a class.
      let reference = pair.expected.isBeat ? pair.reference : pair.test
      let test = pair.found.isBeat ? pair.test : pair.reference
      return "\(pair.expected.letter)(\(reference?.sample ?? -1))"
        + "/\(pair.found.letter)(\(test?.sample ?? -1))"
    }
    #expect(words == BxbTables.mismatches.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private static let records = ["100", "105", "207", "208", "222", "232"]
  private static let isThere = RealData.mitdb != nil && RealData.bxb != nil

  /// The two modes: from the beginning, and as the standard has it.
  enum Mode: String, CaseIterable {
    case full, standard

    func compare(_ record: String) throws -> RecordComparison {
      let folders = (try #require(RealData.mitdb).path, try #require(RealData.bxb).path)
      return try RecordComparison(
        AnnotationPair(
          reference: "\(folders.0)/\(record).atr", test: "\(folders.1)/\(record).blm"),
        settings: self == .full ? ComparisonSettings(start: 0) : .standard)
    }

    func expected(_ name: String) throws -> String {
      let file = try #require(RealData.bxb).appending(path: name)
      return try String(contentsOf: file, encoding: .utf8)
    }
  }

  @Test(
    .enabled(if: isThere, "ECG_DATA has no mitdb with bxb's tables beside it"),
    arguments: records, Mode.allCases)
  func recordsGiveItsTable(record: String, mode: Mode) throws {
    let report = MatrixReport(try mode.compare(record)).description + "\n"
    #expect(report == (try mode.expected("\(record).\(mode).txt")))
  }

  @Test(
    .enabled(if: isThere, "ECG_DATA has no mitdb with bxb's tables beside it"),
    arguments: Mode.allCases)
  func sixRecordsGiveItsLinesAndTheSummary(mode: Mode) throws {
    let summary = ComparisonSummary(try Self.records.map(mode.compare))
    let table = LineTable(summary).description + "\n"
    #expect(table == (try mode.expected("\(mode).beat.summary.txt")))
    #expect(table.hasPrefix(try mode.expected("\(mode).beat.txt")))
    let shutdown = ShutdownTable(summary)
    #expect(shutdown.description.hasPrefix(try mode.expected("\(mode).run.txt")))
    #expect(shutdown.isEmpty)
  }

  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA has no mitdb"),
    arguments: [(ClassMap.bxb, 0.0), (.literature, 0.0), (.bxb, 300.0)])
  func theTestRecordsHaveAsManyBeatsAsPublished(map: ClassMap, start: Double) throws {
    let folder = try #require(RealData.mitdb).path
    let settings = try ComparisonSettings(start: start, map: map)
    // DS2 of de Chazal (IEEE Transactions on Biomedical Engineering 51, 2004).
    let records = [
      100, 103, 105, 111, 113, 117, 121, 123, 200, 202, 210, 212, 213, 214, 219, 221, 222, 228, 231,
      232, 233, 234,
    ]
    let pairs = records.map {
      AnnotationPair(reference: "\(folder)/\($0).atr", test: "\(folder)/\($0).atr")
    }
    let matrix = try ComparisonSummary(pairs, settings: settings).matrix
    let counts = BeatLabel.classes.map { matrix.tally(of: $0).beats }
    switch (map, start) {
    case (.literature, _): #expect(counts == [44_259, 1837, 3221, 388, 7])
    case (_, 0): #expect(counts == [44_046, 2050, 3221, 388, 7])
    default: #expect(counts == [36_713, 1821, 2686, 288, 7])
    }
    #expect(matrix.accuracy == 1)
  }
}
