import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// Times that are too coarse to say the sampling rate and yet contradict a wrong one, and blank
/// rows beside times.
@Suite struct TablePaceTests {
  private static func text(_ time: (Int) -> String, rows: Int = 3_000) -> String {
    (0..<rows).map { "\(time($0)),\(Double($0 * $0 % 97 + 5) / 100)\n" }.joined()
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let rate: Double
    let wrong: Double
  }

  @Test(arguments: [
    Case(
      testDescription: "whole seconds",
      text: "time,ecg (mV)\n" + text { "\(1_714_558_830 + $0 / 250)" },
      rate: 250, wrong: 125),
    Case(
      testDescription: "times of day",
      text: "time,ecg (mV)\n" + text { String(format: "10:20:%02d", 30 + $0 / 250) }, rate: 250,
      wrong: 500),
    Case(
      testDescription: "packets", text: "timestamp,ecg (mV)\n" + text { "\($0 / 16 * 128)" },
      rate: 125, wrong: 250),
    Case(
      testDescription: "each row twice",
      text: "t (s),ecg (mV)\n" + text { String(format: "%.3f", Double($0 / 2) / 250) }, rate: 500,
      wrong: 250),
  ])
  func coarseTimesContradictAWrongRate(_ table: Case) throws {
    let file = try TableColumnTests.open(table.text, rate: table.rate)
    #expect(file.signals[0].samplingRate == table.rate)
    let error = try #require(throws: FileError.self) {
      try TableColumnTests.open(table.text, rate: table.wrong)
    }
    #expect(
      error.description.contains(
        "expected about \(Int(table.rate)) Hz, as there are so many rows in a second of column"))
    // Without a rate they say which to give.
    let open = try #require(throws: FileError.self) { try TableColumnTests.open(table.text) }
    #expect(open.description.contains("and about \(Int(table.rate)) rows in a second"))
  }

  /// The clock of a receiver is uneven, and packets that were lost are no other rate.
  @Test func unevenTimesOfPacketsAgreeWithTheirRate() throws {
    let late = [0, 11, 3, 25, 7]
    let text =
      "phone time (ms),ecg (mV)\n"
      + Self.text { row in
        let packet = row / 73 + (row > 1_500 ? 9 : 0)
        return "\(1_714_558_830_000 + packet * 562 + late[packet % 5])"
      }
    #expect(try TableColumnTests.open(text, rate: 130).signals[0].samplingRate == 130)
    #expect(throws: FileError.self) { try TableColumnTests.open(text, rate: 260) }
  }

  /// Three packets of so different lengths say no rate that another could contradict.
  @Test func fewUnevenTimesSayNothing() throws {
    let times = [0, 2_000, 5_000, 6_200, 9_000]
    let text = "phone time (ms),ecg (mV)\n" + Self.text({ "\(times[$0 / 500])" }, rows: 2_500)
    for rate in [180.0, 222, 250] {
      #expect(try TableColumnTests.open(text, rate: rate).signals[0].samplingRate == rate)
    }
    let error = try #require(throws: FileError.self) { try TableColumnTests.open(text) }
    #expect(!error.description.contains("rows in a second"))
  }

  @Test func aRateOfTheHeaderIsHeldAgainstThem() throws {
    let rows = "time,ecg (mV)\n" + Self.text { "\(1_714_558_830 + $0 / 250)" }
    #expect(
      try TableColumnTests.open("# sampling rate: 250 Hz\n" + rows).signals[0].samplingRate == 250)
    let error = try #require(throws: FileError.self) {
      try TableColumnTests.open("# sampling rate: 360 Hz\n" + rows)
    }
    #expect(error.description.contains("found 360 Hz on this line and about 250 rows in a second"))
  }

  @Test func timesThatCannotBeReadAreNamed() throws {
    let text = "Time,ecg (mV)\n" + Self.text { "\(Double($0) / 250) ticks" }
    let error = try #require(throws: FileError.self) { try TableColumnTests.open(text) }
    #expect(error.description.contains("the times in column 'Time' cannot be read"))
  }

  /// Blank rows are samples that are missing; times that leave no room for these are
  /// of no other rate.
  @Test func blankRowsForWhichThereIsNoTimeAreNamed() throws {
    let rows = Self.text { String(format: "%.3f", Double($0) / 250) }.split(separator: "\n")
    let text =
      "time (s),ecg (mV)\n" + rows[..<1_000].joined(separator: "\n")
      + String(repeating: "\n", count: 40) + rows[1_000...].joined(separator: "\n")
    let error = try #require(throws: FileError.self) { try TableColumnTests.open(text) }
    #expect(error.problem.contains("found 39 blank rows, for which the times in column 'time'"))
  }

  /// Rows of several leads one below the other, far below the first ones.
  @Test func blocksOfLeadsAreRefused() throws {
    let blocks = "ch,value\n" + (0..<20_000).map { "\($0 / 10_000 + 1),\($0 * $0 % 97)\n" }.joined()
    let error = try #require(throws: FileError.self) {
      try TableColumnTests.open(blocks, rate: 250)
    }
    #expect(
      error.description.contains(
        "line 10002: expected rows of one recording, with a column for each lead, found '2' after '1' in column 'ch'"
      ))
    let many = "ch,value\n" + (0..<20_000).map { "\($0 / 200 + 1),\($0 * $0 % 97)\n" }.joined()
    #expect(throws: FileError.self) { try TableColumnTests.open(many, rate: 250) }
    // A state that comes again, and samples under such a name.
    let state =
      "ch,value\n"
      + (0..<20_000).map { "\($0 / 5_000 % 2),\($0 * $0 % 97)\n" }.joined()
    #expect(throws: Never.self) { try TableColumnTests.open(state, rate: 250) }
    let quality =
      "signal,value\n" + (0..<3_000).map { "\($0 < 2_000 ? 1 : 0),\($0 * $0 % 97)\n" }.joined()
    #expect(throws: Never.self) { try TableColumnTests.open(quality, rate: 250) }
    let samples = "lead,resp\n" + (0..<3_000).map { "\($0 * $0 % 97),\($0 % 89)\n" }.joined()
    #expect(throws: Never.self) { try TableColumnTests.open(samples, rate: 250) }
  }

  /// Spreadsheets save in the character set of their system.
  @Test func namesMayBeInLatin1() throws {
    let text =
      "Temps (s);Dérivation II (µV)\n"
      + Self.text { "\(Double($0) / 250)" }
      .replacing(",", with: ";")
    let bytes = Data(text.unicodeScalars.map { UInt8($0.value) })
    let file = try RecordingFile.open("r.csv", in: InputFolder(files: ["r.csv": bytes]))
    #expect(file.signals.map(\.name) == ["Dérivation II"])
    #expect(abs(try file.samples(ofSignal: 0)[1] - 0.000_06) < 1e-9)
  }

  /// Shimmer's programs write names, whether a column is calibrated, and units below one another.
  @Test func namesOfShimmerAreRead() throws {
    let text =
      "Timestamp,ECG_LA-RA_24BIT,Accel_X\nCAL,CAL,CAL\nms,mV,m/(s^2)\n"
      + (0..<3_000).map { "\($0 * 4),\(Double($0 * $0 % 97 + 5) / 100),\($0 * $0 % 89)\n" }.joined()
    let file = try TableColumnTests.open(text)
    #expect(file.signals.map(\.name) == ["ECG_LA-RA_24BIT", "Accel_X"])
    #expect(file.signals[0].storedUnit == "mV")
    #expect(file.signals[0].samplingRate == 250)
  }

  /// A column that has the rate in each row says it as a line of the header does.
  @Test func aColumnMaySayTheRate() throws {
    let text = "sampling_rate,ecg (mV)\n" + Self.text { _ in "360" }
    #expect(try TableColumnTests.open(text).signals.last?.samplingRate == 360)
    let told = try TableColumnTests.open(text, rate: 250)
    #expect(told.decisions.contains("line 2 says 360 Hz: read at 250 Hz as told"))
    let broken = "fs,ecg (mV)\n" + Self.text { _ in "128.125" }
    #expect(try TableColumnTests.open(broken).signals.last?.samplingRate == 128.125)
    let other = "rate,ecg (mV)\n" + Self.text { _ in "72" }
    #expect(throws: FileError.self) { try TableColumnTests.open(other) }
  }

  /// Rows that are lost here and there make the pace slower than the rate, of which the fullest
  /// seconds tell; how many are missing is told. Rows that come evenly at another rate are refused.
  @Test(arguments: ["time,ecg (mV)\n", "time (s),ecg (mV)\n"])
  func lostRowsAreNoOtherRate(header: String) throws {
    var (text, row) = (header, 0)
    for sample in 0..<15_000 where sample % 37 != 0 || sample / 250 % 3 == 0 {
      text += "\(sample / 250),\(Double(row * row % 97 + 5) / 100)\n"
      row += 1
    }
    let file = try TableColumnTests.open(text, rate: 250)
    #expect(
      file.remarks.contains {
        $0.contains("which do not say where, about 2") && $0.contains("are missing")
      }, "\(file.remarks)")
    let even = header + Self.text { "\($0 / 243)" }
    #expect(throws: FileError.self) { try TableColumnTests.open(even, rate: 250) }
    let whole = try TableColumnTests.open(header + Self.text { "\($0 / 250)" }, rate: 250)
    #expect(whole.remarks.isEmpty)
  }
}
