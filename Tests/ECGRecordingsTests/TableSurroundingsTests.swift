import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// What stands above and beside a table's samples: a start and a rate, dates in a column of their
/// own, names in several lines.
@Suite struct TableSurroundingsTests {
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

  /// Two lines of numbers say when the recording began and its rate, as Empatica's
  /// devices write them.
  @Test func aStartAndARateAboveTheSamplesAreNone() throws {
    let text = "1573742001.000000\n250.000000\n" + Self.rows { "\($1)" }
    let file = try Self.open(text)
    #expect(Self.trace.isTrace(try Self.samples(file)))
    #expect(file.signals[0].samplingRate == 250)
    #expect(file.start?.year == 2019 && file.start?.second == 21)
    #expect(
      file.decisions == ["the time on the first line is in UTC, and so is the beginning"])
    let axes = "1573742001.0, 1573742001.0\n32.0, 32.0\n" + Self.rows { "\($0 * $0 % 7),\($1)" }
    #expect(try Self.open(axes).signals.map(\.samplingRate) == [32, 32])
  }

  /// A file without names that is called after another sensor is no electrocardiogram.
  @Test func theNameOfAFileWithoutNamesCounts() throws {
    let text = "1573742001.000000\n64.000000\n" + Self.rows { "\($1)" }
    let file = try RecordingFile.open(
      "BVP.csv", in: InputFolder(files: ["BVP.csv": Data(text.utf8)]))
    #expect(throws: FileError.self) { try file.chooseLead() }
  }

  @Test(arguments: ["2023-05-04", "04.05.2023", "5/14/2023"])
  func aDateInAColumnOfItsOwnSaysTheBeginning(date: String) throws {
    let mark = date.contains(".") ? "," : "."
    let text =
      "Date;Time;ECG (mV)\n"
      + Self.rows {
        let milliseconds = 400 + $0 * 4
        let fraction = String(format: "%02d\(mark)%03d", milliseconds / 1_000, milliseconds % 1_000)
        return "\(date);10:11:\(fraction);\($1)"
      }
    let file = try Self.open(text)
    #expect(Self.trace.isTrace(try Self.samples(file)))
    #expect(file.start?.year == 2023 && file.start?.month == 5 && file.start?.minute == 11)
    #expect(file.decisions.first == "column 1, Date, is a date")
  }

  /// A birthday says nothing of when the recording began, and stands in no other date's way.
  @Test(arguments: [
    "dob", "Date of Birth", "BirthDate", "Geburtsdatum", "admission_date", "export date",
  ])
  func datesOfSomethingElseAreNoBeginning(name: String) throws {
    func open(_ names: String, _ dates: String) throws -> RecordingFile {
      try Self.open(
        "\(names),Time,ECG (mV)\n"
          + Self.rows {
            "\(dates),10:11:0\($0 / 250).\(String(format: "%03d", $0 % 250 * 4)),\($1)"
          })
    }
    let alone = try open(name, "1980-01-02")
    #expect(alone.start == nil)
    #expect(alone.decisions.first == "column 1, \(name), is a date, but not of the recording")
    let both = try open("\(name),Date", "1980-01-02,2023-05-14")
    #expect(RecordingClock(start: both.start).timestamp() == "2023-05-14T10:11:00")
    #expect(
      both.decisions.contains(
        "the times in column 'Time' are those of the date in column 'Date'"))
  }

  /// By dates in a column of their own gaps of days keep their length, and midnight is none.
  @Test func gapsOfDaysAreSeenByDatesInAColumn() throws {
    let text =
      "Date,Time,ECG (mV)\n"
      + Self.rows {
        let (day, second) = $0 < 200 ? (4, 86_399.2) : $0 < 300 ? (5, -0.8) : (8, -0.8)
        let time = second + Double($0) / 250
        return "2023-05-0\(day),\(Int(time) / 3_600):\(Int(time) / 60 % 60):"
          + String(format: "%06.3f", time.truncatingRemainder(dividingBy: 60)) + ",\($1)"
      }
    let file = try Self.open(text)
    #expect(abs(file.duration - 3 * 86_400 - 2) < 1e-3)
    #expect(file.decisions.last == "by the times, rows are missing in 1 place")
  }

  /// Names in several lines, as pandas writes them, above one for the index alone.
  @Test func namesInSeveralLinesAreFound() throws {
    let text =
      "signal,ecg,ecg,resp\nlead,I,II,thorax\ntime,,,\n"
      + Self.rows { "\(Double($0) / 250),\($1 / 2),\($1),\(Double($0 * $0 % 50) / 9)" }
    let file = try Self.open(text)
    #expect(file.signals.map(\.name) == ["I", "II", "thorax"])
    #expect(Self.trace.isTrace(try Self.samples(file)))
  }

  /// Rows that end in a separator have a cell more than the lines of names and units.
  @Test func unitsBelowNamesCountWhereRowsEndInASeparator() throws {
    let text =
      "Timestamp\tECG\tStatus\nms\tuV\tno_units\n" + Self.rows { "\($0 * 4)\t\($1 * 1_000)\t128\t" }
    let file = try Self.open(text)
    #expect(file.signals.first?.name == "ECG" && file.signals.first?.storedUnit == "uV")
    #expect(Self.trace.isTrace(try Self.samples(file)))
  }

  /// Sensors of Polar count nanoseconds from 2000 on.
  @Test func nanosecondsSince2000AreTimes() throws {
    let text =
      "timestamp,ecg (mV)\n"
      + Self.rows { "\(736_000_000_123_456_789 + ($0 < 300 ? $0 : $0 + 50) * 4_000_000),\($1)" }
    let file = try Self.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(try Self.samples(file).count { $0.isNaN } == 50)
  }
}
