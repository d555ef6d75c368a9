import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// What times say of the rows of a table: their rate, and where some are missing.
@Suite struct TableTimesTests {
  /// A row's time in seconds; nil where its cell is empty.
  private typealias Times = [Double?]

  private static func even(_ count: Int) -> Times { (0..<count).map { Double($0) / 250 } }

  /// Times of which those from a row on are so many seconds later.
  private static func late(_ times: Times, by seconds: Double, from row: Int) -> Times {
    times.enumerated().map { index, time in time.map { index < row ? $0 : $0 + seconds } }
  }

  private static func text(_ times: Times) -> String {
    "time (s),ECG (mV)\n"
      + times.enumerated().map { row, time in
        "\(time.map { String(format: "%.4f", $0) } ?? ""),\(row * row % 97 + 5)\n"
      }.joined()
  }

  private static func open(_ times: Times, rate: Double? = nil) throws -> RecordingFile {
    try TableColumnTests.open(text(times), rate: rate)
  }

  /// The rows before which others are missing, with how many samples are.
  private static func gaps(_ file: RecordingFile) throws -> [Int: Int] {
    var gaps: [Int: Int] = [:]
    var (row, missing) = (0, 0)
    for sample in try file.samples(ofSignal: 0) {
      if sample.isNaN {
        missing += 1
      } else {
        if missing > 0 { gaps[row] = missing }
        (row, missing) = (row + 1, 0)
      }
    }
    return gaps
  }

  /// Cells without a time at the gap, at either end, and here and there: the nearest row
  /// that has one counts.
  @Test(arguments: [
    [], [1_000], [999, 1_000, 1_001], [0], [0, 1, 2], [2_499], [0, 500, 1_000, 2_499],
  ])
  func rowsWithoutATimeHideNoGap(rows: [Int]) throws {
    var times = Self.late(Self.even(2_500), by: 10, from: 1_000)
    for row in rows { times[row] = nil }
    for rate in [nil, 250.0] {
      let file = try Self.open(times, rate: rate)
      #expect(file.signals[0].samplingRate == 250)
      #expect(abs(file.duration - 20) < 1e-6)
      // Rows at the gap that have no time stand before it.
      let behind = times[1_000...].firstIndex { $0 != nil } ?? 0
      #expect(try Self.gaps(file) == [behind: 2_500])
    }
  }

  /// Short gaps are found with a rate and without one, wherever they are.
  @Test(arguments: [nil, 250.0, 250.5]) func shortGapsAreFound(rate: Double?) throws {
    var times = Self.even(15_000)
    let rows = [1_000, 2_500, 5_000, 7_500, 10_000, 12_500]
    for row in rows { times = Self.late(times, by: 0.1, from: row) }
    let file = try Self.open(times, rate: rate)
    #expect(file.signals[0].samplingRate == rate ?? 250)
    #expect(file.decisions.last == "by the times, rows are missing in 6 places")
    let gaps = try Self.gaps(file)
    #expect(gaps.keys.sorted() == rows)
    if rate != 250.5 { #expect(gaps.values.allSatisfy { $0 == 25 }) }
  }

  /// Samples that were lost and a clock that was set back later: the end fits, the middle does not.
  @Test(arguments: [nil, 250.0]) func whatTheEndMakesUpForIsTold(rate: Double?) throws {
    let times = Self.late(
      Self.late(Self.even(9_000), by: 0.2, from: 6_000), by: -0.2, from: 7_000)
    let error = #expect(throws: FileError.self) { try Self.open(times, rate: rate) }
    #expect(error?.location == .line(7_002))
  }

  /// A packet that comes late is no gap, and the rate is that of the whole.
  @Test func packetsThatComeLateAreNoGaps() throws {
    let times = Self.even(5_000).enumerated().map { row, time in
      time.map { $0 + [0, 0.011, 0.008, 0.0105, 0.007, 0.0035][row / 16 % 6] }
    }
    let file = try Self.open(times)
    #expect(abs(file.signals[0].samplingRate - 250) < 0.05)
    #expect(try Self.gaps(file).isEmpty)
  }

  /// A row that lacks a cell has another number where its time should be: the row is what is wrong.
  @Test(arguments: [0.2, 5e3, -40])
  func aRowThatLacksACellIsNamed(sample: Double) throws {
    var lines = Self.text(Self.even(5_000)).split(separator: "\n").map(String.init)
    lines[3_000] = "\(sample)"
    let text = lines.joined(separator: "\n") + "\n"
    let error = #expect(throws: FileError.self) {
      let file = try TableColumnTests.open(text)
      _ = try file.samples(ofSignal: 0)
    }
    #expect(error?.location == .line(3_001))
    #expect(error?.problem == "expected 2 columns, found 1")
  }

  /// Rows far below the first are at another rate.
  @Test(arguments: [125.0, 200, 240, 500]) func aRateThatChangesIsToldByLine(other: Double) throws {
    let start = 9_000
    let times = Self.even(start) + (0..<3_000).map { Double(start) / 250 + Double($0) / other }
    let error = #expect(throws: FileError.self) { try Self.open(times) }
    #expect(error?.problem.hasPrefix("expected one sampling rate, found 250.0 Hz") == true)
    #expect(error?.remedy.settings == [.samplingRate])
    guard case .line(let line) = error?.location else {
      Issue.record("expected a line")
      return
    }
    #expect(start - 1_100...start + 3 ~= line)
    // Who says the rate gets the rows as they stand, and is told.
    let file = try Self.open(times, rate: 250)
    #expect(try file.samples(ofSignal: 0).count == times.count)
    #expect(file.decisions.last?.contains("of another rate soon behind line \(line)") == true)
  }

  /// Times that go back far below the first rows.
  @Test func timesThatGoBackBelowAreRefused() throws {
    let times = Self.late(Self.even(9_000), by: -3, from: 8_000)
    let error = #expect(throws: FileError.self) { try Self.open(times) }
    #expect(error?.location == .line(8_002))
    #expect(error?.problem.hasPrefix("expected times that grow in column 'time'") == true)
  }

  /// Times later than days can be counted, and steps smaller than those of any clock.
  @Test func timesBeyondAllClocksAreRead() throws {
    var limits = RecordingLimits()
    limits.gap = 7 * 86_400
    func open(_ text: String) throws -> RecordingFile {
      try RecordingFile.open(
        "r.csv", in: InputFolder(files: ["r.csv": Data(text.utf8)]),
        options: RecordingOptions(limits: limits))
    }
    let late = Self.text(Self.late(Self.even(3_000), by: 1e30, from: 2_990))
    #expect(throws: FileError.self) { try open(late) }
    let rows = (0..<500).map { "\($0 * $0 % 97 + 5)\n" }
    // What these are read as is of no matter, only that they can be.
    let small = rows.enumerated().map {
      String(format: "%.18f", Double($0) * 1e-18) + ",\($1)"
    }.joined()
    _ = try? open("time (ns),ECG (mV)\n" + small)
    let powers = rows.enumerated().map { "\($0).5e-9223372036854775808,\($1)" }.joined()
    _ = try? open("time (s),ECG (mV)\n" + powers)
    let hours = rows.enumerated().map {
      "2024-05-14 999999999999999:00:0\($0 / 250).\(String(format: "%03d", $0 % 250 * 4)),\($1)"
    }.joined()
    #expect((try? open("time,ECG (mV)\n" + hours))?.start == nil)
  }
}
