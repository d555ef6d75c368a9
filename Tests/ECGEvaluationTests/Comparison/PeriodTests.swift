import ECGEvaluation
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Which beats count at either end of the period compared. A sample is a millisecond.
@Suite struct PeriodTests {
  @Test func theFirstFiveMinutesAreLeftOut() throws {
    #expect(ComparisonSettings.standard == (try ComparisonSettings(start: 300)))
    let comparison = RecordComparison(
      record: "100", reference: marks("299999:V 300000:N"), test: marks("200000:N 300000:N"),
      samplingRate: 1000, sampleCount: 400_000)
    #expect(comparison.words == "300000:N=300000:N")
  }

  @Test func referenceBeatsBeforeTheBeginningDoNotCount() throws {
    #expect(try compare("990:V 2000:N", "995:V 2000:N", start: 1).words == "2000:N=2000:N")
  }

  @Test func aTestBeatBeforeTheBeginningMayBelongToTheFirstBeat() throws {
    #expect(
      try compare("1010:V 2000:N", "995:V 2000:N", start: 1).words == "1010:V=995:V 2000:N=2000:N")
  }

  @Test func unlessOneAfterItIsCloser() throws {
    #expect(
      try compare("1010:V 2000:N", "980:N 1020:V 2000:N", start: 1).words
        == "1010:V=1020:V 2000:N=2000:N")
  }

  /// Its partner may have been the reference's beat just before.
  @Test func aTestBeatRightAtTheBeginningIsPassedOverWhereTheNextSuitsBetter() throws {
    #expect(
      try compare("990:N 2000:N", "1020:N 2000:N", start: 1).words == "2000:N=2000:N")
    // Not so where nothing else comes near the reference's first beat…
    #expect(
      try compare("990:N 1100:N", "1020:N 2000:N", start: 1).words == "1100:N=1020:N O=2000:N")
    // …nor later than a window after the beginning.
    #expect(
      try compare("990:N 2000:N", "1151:N 2000:N", start: 1).words == "O=1151:N 2000:N=2000:N")
  }

  @Test func aComparisonFromTheBeginningTakesEveryBeat() throws {
    #expect(try compare("0:N 700:N", "10:V 700:N").words == "0:N=10:V 700:N=700:N")
    #expect(try compare("10:N 700:N", "0:V 700:N").words == "10:N=0:V 700:N=700:N")
    #expect(try compare("700:N", "1:V 700:N").words == "O=1:V 700:N=700:N")
  }

  @Test func theEndIsIncluded() throws {
    #expect(
      try compare("1000:N 2000:N 2001:V", "1000:N 2000:N", end: 2).words
        == "1000:N=1000:N 2000:N=2000:N")
  }

  @Test func aBeatPastTheEndCountsAsAPartnerOnly() throws {
    #expect(try compare("1990:N", "2010:N", end: 2).words == "1990:N=2010:N")
    #expect(try compare("2010:N", "1990:N", end: 2).words == "2010:N=1990:N")
    #expect(try compare("1000:N 2010:N", "1000:N 2020:N", end: 2).words == "1000:N=1000:N")
  }

  @Test func theRecordsEndIsTheEnd() throws {
    #expect(try compare("1000:N", "1000:N 9999:V").words == "1000:N=1000:N O=9999:V")
  }

  /// Nothing is known of what lies behind the reference's last beat.
  @Test func withoutALengthTheLastBeatIsTheEnd() throws {
    #expect(
      try compare("1000:N 2000:N", "1000:N 1500:V 2000:N 9999:V", sampleCount: nil).words
        == "1000:N=1000:N O=1500:V 2000:N=2000:N")
  }

  @Test func sidesMayBeEmpty() throws {
    #expect(try compare("", "").words.isEmpty)
    #expect(try compare("1000:N", "").words == "1000:N=O")
    #expect(try compare("", "1000:V").words == "O=1000:V")
    let nothing = try compare("", "")
    #expect(nothing.matrix.qrs.sensitivity == nil && nothing.matrix.accuracy == nil)
    #expect(nothing.matrix.jKappaIndex == nil && nothing.rmsIntervalError == nil)
  }

  @Test(arguments: [-1, .nan, .infinity, -.infinity, 1e10] as [Double])
  func timesThatAreNoneAreRefused(time: Double) {
    #expect(throws: ComparisonError.self) { try ComparisonSettings(start: time) }
    #expect(throws: ComparisonError.self) { try ComparisonSettings(start: 0, end: time) }
    #expect(throws: ComparisonError.self) { try ComparisonSettings(window: time) }
  }

  @Test func aPeriodWithoutLengthIsRefused() {
    #expect(throws: ComparisonError.empty(start: 300, end: 200)) {
      try ComparisonSettings(end: 200)
    }
    #expect(throws: ComparisonError.empty(start: 5, end: 5)) {
      try ComparisonSettings(start: 5, end: 5)
    }
    #expect(
      ComparisonError.empty(start: 5, end: 4).description.contains("from 5.0 s to 4.0 s"))
  }

  /// Rates and lengths that no recording has are no reason to break down.
  @Test(arguments: [.leastNonzeroMagnitude, 1e-9, 1e300] as [Double])
  func absurdRatesDoNoHarm(rate: Double) throws {
    for (own, record) in [(rate, 360), (360, rate)] {
      let comparison = RecordComparison(
        record: "100", reference: marks("0:N 10:N"),
        test: marks("0:N 10:N 20:~48", samplingRate: own), samplingRate: record,
        sampleCount: Int.max,
        settings: try ComparisonSettings(start: 0, end: 1e9))
      #expect(comparison.matrix.beats >= 1)
      #expect(!MatrixReport(comparison).description.isEmpty)
    }
  }

  /// One beat, or a hundredth of all, may lie past the record's end; it counts
  /// nowhere, and is told.
  @Test func fewBeatsPastTheEndAreLeftOut() throws {
    func comparison(_ late: [Int]) throws -> RecordComparison {
      try withTemporaryFolder { folder in
        let beats = (Array(1...50).map { $0 * 100 } + late)
          .map { Annotation(sample: $0, symbol: "N") }
        return try RecordComparison(
          pair("a", seconds: 60, beats, in: folder), settings: ComparisonSettings(start: 0))
      }
    }
    let found = try comparison([6_500])
    #expect(found.pairs.count == 50)
    #expect(found.remarks.count == 2)
    #expect(
      found.remarks[0].hasSuffix("1 of 51 beats lie past the recording's end and are left out"))
    #expect(try comparison([6_000]).remarks.isEmpty)
    for late in [[6_500, 6_600], [12_500]] {
      let error = #expect(throws: FileError.self) { try comparison(late) }
      #expect(error?.problem.contains("within the recording's 60.0 s") == true)
    }
  }

  @Test func recordsThatEndBeforeItBeginsAreLeftOut() throws {
    try withTemporaryFolder { folder in
      let pairs = try [("short", 299), ("long", 400), ("s", 20)].map { name, seconds in
        let beats = [100 * seconds - 200, 100 * seconds - 100]
        return try pair(
          name, seconds: seconds, beats.map { Annotation(sample: $0, symbol: "N") }, in: folder)
      }
      let summary = try ComparisonSummary(pairs)
      #expect(summary.records.map(\.record) == ["long"] && summary.leftOut == ["short", "s"])
      let whole = try ComparisonSummary(pairs, settings: ComparisonSettings(start: 0))
      #expect(whole.records.count == 3 && whole.leftOut.isEmpty)
      let error = #expect(throws: FileError.self) { try ComparisonSummary([pairs[2], pairs[0]]) }
      #expect(error?.kind == .badData && error?.problem.hasSuffix("found one of 20 s") == true)
    }
  }
}
