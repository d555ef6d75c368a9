import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// Tables as devices and programs export them: codes for what is missing, dates,
/// headers of their own.
@Suite struct TableExportTests {
  private static let trace = SyntheticTrace()

  private static func open(_ text: String, rate: Double? = nil) throws -> RecordingFile {
    try TableColumnTests.open(text, rate: rate)
  }

  private static func rows(_ row: (Int, Double) -> String) -> String {
    TableColumnTests.rows(row)
  }

  private static func samples(_ file: RecordingFile) throws -> [Float] {
    try file.samples(ofSignal: file.chooseLead().signal)
  }

  // MARK: - Codes

  @Test(arguments: [
    "-9999", "99999", "999999", "-32768", "32767", "8388607", "-8388608", "-2147483648",
    "3.4028235E+38",
  ])
  func codesOfMissingSamplesAreNone(code: String) throws {
    let text =
      "ms,ECG (uV)\n"
      + Self.rows { 100..<140 ~= $0 || $0 == 300 ? "\($0 * 4),\(code)" : "\($0 * 4),\($1 * 1_000)" }
    let file = try Self.open(text)
    let read = try Self.samples(file)
    let missing = read.indices.filter { read[$0].isNaN }
    #expect(missing == Array(100..<140) + [300])
    #expect(abs(Double(read[99]) - Self.trace.samples[99]) < 1e-5)
    #expect(file.decisions.contains { $0.contains("says that a sample is missing") })
  }

  /// A code that only comes far below the rows that are looked at first, and one that
  /// all of these have.
  @Test(arguments: [false, true])
  func codesCountWhereverTheyAre(isAtBeginning: Bool) throws {
    let count = 20_000
    let text =
      "ms,ECG (mV)\n"
      + (0..<count).map { row in
        let isMissing = isAtBeginning ? row < 12_000 : row >= 15_000
        return "\(row * 4),\(isMissing ? -999 : Self.trace.samples[row % 500])\n"
      }.joined()
    let file = try Self.open(text)
    let read = try file.samples(ofSignal: 0)
    #expect(read.count { $0.isNaN } == (isAtBeginning ? 12_000 : 5_000))
    let told = "-999 in column 2, far off all other numbers, says that a sample is missing"
    #expect(file.decisions.contains(told))
  }

  /// Where the first rows are all alike or empty, all rows say what is far off: no peak of a beat
  /// in microvolts is, nor what a converter counts.
  @Test(arguments: ["0", ""])
  func rowsAllAlikeMakeNoCodes(first: String) throws {
    func open(_ sample: (Int) -> Int) throws -> RecordingFile {
      let rows = (0..<20_000).map { "\($0 * 4),\($0 < 15_000 ? first : "\(sample($0))")\n" }
      return try Self.open("ms,ECG (uV)\n" + rows.joined())
    }
    for (peak, base) in [(999, 0), (-999, 0), (9_999, 9_000), (32_767, 30_000)] {
      let file = try open { $0 % 200 == 0 ? peak : base + $0 % 97 * 10 }
      let read = try file.samples(ofSignal: 0)
      #expect(!read[15_000...].contains { $0.isNaN })
      #expect(!file.decisions.contains { $0.contains("is missing") })
    }
    let file = try open { $0 % 200 == 0 ? -9_999 : $0 % 97 * 10 }
    #expect(try file.samples(ofSignal: 0)[15_000...].count { $0.isNaN } == 25)
    #expect(file.decisions.contains { $0.hasPrefix("-9999 in column 2") })
  }

  /// Numbers that look like codes and are near the others are samples: of a converter that stops at
  /// its end, of a beat in microvolts.
  @Test func numbersNearOthersAreSamples() throws {
    let converter = Self.rows { "\(min(32_767, Int($1 * 40_000)))" }
    #expect(try !Self.samples(Self.open("ECG\n" + converter, rate: 250)).contains { $0.isNaN })
    let beats = Self.rows { "\($0 == 250 ? -999 : Int($1 * 300))" }
    #expect(try !Self.samples(Self.open("ECG\n" + beats, rate: 250)).contains { $0.isNaN })
  }

  // MARK: - Dates

  static func stamped(
    _ format: String, from start: String, gap: (row: Int, seconds: Double)? = nil
  ) throws -> String {
    let reader = formatter("yyyy-MM-dd HH:mm:ss")
    let writer = formatter(format)
    let date = try #require(reader.date(from: start))
    return "time,ECG\n"
      + rows { row, sample in
        let late = gap.map { row >= $0.row ? $0.seconds : 0 } ?? 0
        let now = date.addingTimeInterval(Double(row) / 250 + late)
        return "\(writer.string(from: now)),\(sample)"
      }
  }

  static func formatter(_ format: String) -> DateFormatter {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = format
    return formatter
  }

  @Test(
    arguments: [
      "dd/MM/yyyy HH:mm:ss.SSS", "MM/dd/yyyy HH:mm:ss.SSS", "dd.MM.yyyy HH:mm:ss.SSS",
      "d.M.yyyy HH:mm:ss.SSS", "HH:mm:ss.SSS dd/MM/yyyy", "M/d/yy h:mm:ss.SSS a",
      "yyyy-MM-dd'T'HH:mm:ss.SSS", "yyyy/MM/dd HH:mm:ss.SSS",
    ], ["2024-05-30 12:00:00", "2024-05-04 12:00:00", "2024-05-30 23:59:59"])
  func gapsOfDaysKeepTheirLength(format: String, start: String) throws {
    let gap = 3.0 * 86_400
    let text = try Self.stamped(format, from: start, gap: (row: 300, seconds: gap))
    let file = try Self.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 2 - gap) < 0.01)
  }

  @Test(arguments: ["dd/MM/yyyy HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss.SSS"])
  func jumpsOfMonthsAreRefusedByLine(format: String) throws {
    let text = try Self.stamped(
      format, from: "2023-05-30 12:00:00", gap: (row: 300, seconds: 300 * 86_400))
    var limits = RecordingLimits()
    limits.gap = 7 * 86_400
    let options = RecordingOptions(limits: limits)
    let folder = InputFolder(files: ["r.csv": Data(text.utf8)])
    let error = #expect(throws: FileError.self) {
      try RecordingFile.open("r.csv", in: folder, options: options)
    }
    #expect(error?.location == .line(302))
    #expect(error?.problem.contains("a jump of 300 days") == true)
  }

  @Test(arguments: [
    ("yyyy-MM-dd'T'HH:mm:ss.SSS", false), ("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", true),
    ("yyyy-MM-dd HH:mm:ss.SSS'+02:00'", false), ("dd.MM.yyyy HH:mm:ss.SSS", false),
    ("MM/dd/yyyy hh:mm:ss.SSS a", false),
  ])
  func datesSayWhenTheRecordingBegan(format: String, isUniversal: Bool) throws {
    let file = try Self.open(Self.stamped(format, from: "2024-05-30 13:14:15"))
    let start = RecordingClock(start: file.start).timestamp(decimals: 3)
    #expect(start == "2024-05-30T13:14:15.000")
    #expect(file.decisions.contains { $0.contains("are in UTC") } == isUniversal)
  }

  @Test(arguments: [1.0, 1e3, 1e6])
  func epochsSayWhenTheRecordingBegan(unit: Double) throws {
    let text =
      "timestamp,ECG\n"
      + Self.rows { row, sample in
        let seconds = 1_700_000_000 + Double(row) / 250
        return unit == 1
          ? "\(String(format: "%.3f", seconds)),\(sample)"
          : "\(Int((seconds * unit).rounded())),\(sample)"
      }
    let file = try Self.open(text)
    #expect(RecordingClock(start: file.start).timestamp() == "2023-11-14T22:13:20")
    #expect(file.decisions.contains { $0.contains("are in UTC") })
  }

  /// Nobody can tell the fourth of May from the fifth of April, and elapsed times say no beginning.
  @Test func whatIsNotCertainIsNoBeginning() throws {
    let either = try Self.stamped("dd/MM/yyyy HH:mm:ss.SSS", from: "2024-05-04 12:00:00")
    #expect(try Self.open(either).start == nil)
    let elapsed = "time,ECG\n" + Self.rows { "\(Double($0) / 250),\($1)" }
    #expect(try Self.open(elapsed).start == nil)
  }

  // MARK: - Columns

  /// Numbers of packets, the same in all rows of one, that begin anew.
  @Test(arguments: [(256, 5), (16, 10), (64, 2)])
  func numbersOfPacketsAreNoSignal(count: Int, rowsEach: Int) throws {
    let text = (0..<3_000).map { row in
      "\(row / rowsEach % count),\(Self.trace.samples[row % 500])\n"
    }.joined()
    let file = try Self.open(text, rate: 250)
    #expect(try file.chooseLead().name == "column 2")
  }

  /// Beats on a baseline that drifts evenly are a signal: with decimals, or under
  /// the name of a lead.
  @Test(arguments: [("ecg", 1_000.0), ("II", 1_000), ("voltage", 1), ("value", 1)])
  func spikesOnADriftAreASignal(name: String, scale: Double) throws {
    let text =
      "time_s,\(name)\n"
      + (0..<2_000).map { row in
        let sample = (Double(row) * 0.001 + (row % 250 == 125 ? 1 : 0)) * scale
        return "\(Double(row) / 250),\(scale == 1 ? "\(sample)" : "\(Int(sample.rounded()))")\n"
      }.joined()
    let file = try Self.open(text)
    #expect(file.signals.map(\.name) == [name])
  }

  /// What grows slowly is no clock, and the end of each row no column.
  @Test func otherColumnsAreNeitherTimesNorSignals() throws {
    let warming = Self.rows { "\($0 / 61),\($1)" }
    #expect(try Self.open(warming, rate: 250).chooseLead().name == "column 2")
    let ending = Self.rows { "\($1)\t" }
    #expect(try Self.open(ending, rate: 250).chooseLead().name == "column 1")
    let numbered = "Var1,Var2\n" + Self.rows { "\(Double($0) / 250),\($1)" }
    #expect(try Self.open(numbered).chooseLead().name == "Var2")
  }

  // MARK: - Headers

  @Test(arguments: [["ECG"], ["EDA", "ECG"], ["RAW", "ECG"]])
  func headersInJSONNameSensorsAndRate(sensors: [String]) throws {
    let labels = sensors.indices.map { "\"A\($0 + 1)\"" }.joined(separator: ", ")
    let names = sensors.map { "\"\($0)\"" }.joined(separator: ", ")
    let header =
      "# OpenSignals Text File Format. Version 1\n"
      + "# {\"20:16\": {\"device\": \"x\", \"column\": [\"nSeq\", \"I1\", \"O1\", \(labels)], "
      + "\"sampling rate\": 250, \"sensor\": [\(names)], \"label\": [\(labels)]}}\n"
      + "# EndOfHeader\n"
    let text =
      header
      + Self.rows { row, sample in
        let others = sensors.dropLast().map { _ in "\(500 + row % 7 * row % 11)\t" }.joined()
        return "\(row % 16)\t0\t1\t\(others)\(Int(512 + sample * 200))\t"
      }
    let file = try Self.open(text)
    let lead = try file.chooseLead()
    #expect(lead.name == "ECG")
    #expect(file.signals[lead.signal].samplingRate == 250)
    #expect(try Self.samples(file).count == 500)
  }

  @Test(arguments: ["4 msec/sample", "250 samples/second"], [true, false])
  func headersOfChannelsNameEachWithItsUnit(rate: String, isTimed: Bool) throws {
    let header =
      "rec.acq\n\(rate)\n2 channels\nRSP, X, RSPEC-R\nV\nECG, X, RSPEC-R\nuV\n"
      + (isTimed ? "min,CH1,CH2,\n,500,500,\n" : "CH1,CH2,\n500,500,\n")
    let text =
      header
      + Self.rows { row, sample in
        let time = isTimed ? String(format: "%.9f,", Double(row) / 15_000) : ""
        return time + "\(sin(Double(row) / 130)),\(sample * 1_000),"
      }
    let file = try Self.open(text)
    let lead = try file.chooseLead()
    #expect(lead.name == "ECG, X, RSPEC-R")
    #expect(abs(file.signals[lead.signal].samplingRate - 250) < 1e-6)
    #expect(file.signals[lead.signal].storedUnit == "uV")
    #expect(try Self.trace.isTrace(Self.samples(file)))
  }

  @Test func channelsOfRowsWithoutTimesAreNamed() throws {
    let text =
      "Interval=\t0.004 s\nChannelTitle=\tResp\tECG\nRange=\t5.000 V\t500.0 \u{B5}V\n"
      + Self.rows { "\(sin(Double($0) / 130))\t\($1 * 1_000)" }
    let file = try Self.open(text)
    #expect(try file.chooseLead().name == "ECG")
    #expect(try Self.trace.isTrace(Self.samples(file)))
  }

  @Test func linesOfUnitsMaySayThatThereIsNone() throws {
    let text =
      "\"sep=\t\"\nX_Timestamp_Unix_CAL\tX_ECG_LL-RA_24BIT_CAL\tX_ECG_Status_CAL\nms\tuV\tno_units\n"
      + Self.rows { "\(1_700_000_000_000 + $0 * 4)\t\($1 * 1_000)\t128.0" }
    let file = try Self.open(text)
    #expect(try file.chooseLead().name == "X_ECG_LL-RA_24BIT_CAL")
    #expect(try Self.trace.isTrace(Self.samples(file)))
  }
}
