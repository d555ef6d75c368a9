import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// Which column of a table is the electrocardiogram, and how fast it was sampled: the forms in
/// which programs write tables.
@Suite struct TableColumnTests {
  static let trace = SyntheticTrace()
  static let other = SyntheticTrace(phase: 0.3)

  static func open(_ text: String, rate: Double? = nil, unit: String? = nil) throws -> RecordingFile
  {
    try RecordingFile.open(
      "r.csv", in: InputFolder(files: ["r.csv": Data(text.utf8)]),
      options: RecordingOptions(samplingRate: rate, unit: unit))
  }

  /// Rows made of the number of a row and its sample.
  static func rows(_ row: (Int, Double) -> String) -> String {
    trace.samples.enumerated().map { row($0, $1) + "\n" }.joined()
  }

  struct Form: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// The rate that has to be given, where the table says none.
    var given: Double?
    var scale = 1.0
    /// What the lead is called.
    var name: String?
  }

  static let forms: [Form] = [
    Form(
      testDescription: "a time in seconds",
      text: "time,ECG\n" + rows { "\(Double($0) / 250),\($1)" }),
    Form(testDescription: "a time without a name", text: rows { "\(Double($0) / 250),\($1)" }),
    Form(
      testDescription: "a time in milliseconds, of which the name says nothing",
      text: "millis,adc\n" + rows { "\($0 * 4),\(Int($1 * 1_000))" }, scale: 1_000),
    Form(
      testDescription: "Unix time",
      text: "unix_time,voltage\n"
        + rows { "\(1_700_000_000 + Double($0) / 250),\($1)" }),
    Form(
      testDescription: "Unix time in milliseconds",
      text: "timestamp,sample\n" + rows { "\(1_700_000_000_000 + $0 * 4),\($1)" }),
    Form(
      testDescription: "a counter", text: "id,value\n" + rows { "\($0),\($1)" }, given: 250,
      name: "value"),
    Form(
      testDescription: "a counter from 1 behind the samples",
      text: "value,point\n" + rows { "\($1),\($0 + 1)" }, given: 250, name: "value"),
    Form(
      testDescription: "a number of samples in uneven steps",
      text: "sample,value\n" + rows { "\($0 * 4 + $0 % 3),\($1)" }, given: 250, name: "value"),
    Form(
      testDescription: "a counter that begins anew, as of packets",
      text: rows { "\($0 % 16)\t0\t0\t\($1)" }, given: 250, name: "column 4"),
    Form(
      testDescription: "the index of pandas",
      text: ",signal\n" + rows { "\($0),\($1)" }, given: 250, name: "signal"),
    Form(
      testDescription: "the row names of R",
      text: "\"MLII\",\"V5\"\n" + rows { "\"\($0 + 1)\",\($1),\(other.samples[$0])" }, given: 250,
      name: "MLII"),
    Form(
      testDescription: "thousands in quotes",
      text: "ECG (uV)\n"
        + trace.samples.map { sample in
          let micro = Int((sample * 1_000).rounded())
          return micro < 1_000
            ? "\(micro)\n" : "\"\(micro / 1_000),\(String(format: "%03d", micro % 1_000)).0\"\n"
        }.joined(), given: 250, name: "ECG"),
    Form(
      testDescription: "a rate that never changes beside it",
      text: "HR,signal\n" + rows { "74,\($1)" }, given: 250, name: "signal"),
    Form(
      testDescription: "a column of labels",
      text: "time,ECG,label\n" + rows { "\(Double($0) / 250),\($1),N" }),
    Form(
      testDescription: "lines of a device",
      text: "Device: X\nSampling rate: 250\nGain: 1\nUnits: mV\ntime,ECG\n"
        + rows { "\(Double($0) / 250),\($1)" }),
    Form(
      testDescription: "LabChart",
      text: "Interval=\t0.004 s\nChannelTitle=\tECG\nRange=\t5.000 mV\n"
        + rows { "\(Double($0) / 250)\t\($1)" }),
    Form(
      testDescription: "comments of OpenBCI",
      text: "%OpenBCI Raw Data\n%Sample Rate = 250.0 Hz\nSample Index, EXG Channel 0, Timestamp\n"
        + rows { "\($0 % 256), \($1), 12:00:0\($0 / 250).\(String(format: "%03d", $0 % 250 * 4))" },
      name: "EXG Channel 0"),
    Form(
      testDescription: "blanks between columns",
      text: rows { String(format: "%.18e %.18e", Double($0) / 250, $1) }),
    Form(
      testDescription: "carriage returns alone",
      text: ("ECG\n" + rows { "\($1)" }).replacing("\n", with: "\r"), given: 250, name: "ECG"),
    Form(
      testDescription: "decimal commas between semicolons",
      text: ("time;EKG\n" + rows { "\(Double($0) / 250);\($1)" }).replacing(".", with: ",")),
    Form(
      testDescription: "names, then units",
      text: "time,II\ns,mV\n" + rows { "\(Double($0) / 250),\($1)" }, name: "II"),
    Form(
      testDescription: "ECG among other words",
      text: "heart_ecg\n" + rows { "\($1)" }, given: 250, name: "heart_ecg"),
  ]

  @Test(arguments: forms) func theSamplesAreFound(form: Form) throws {
    let file = try Self.open(form.text, rate: form.given)
    let lead = try file.chooseLead()
    #expect(abs(file.signals[lead.signal].samplingRate - 250) < 0.5)
    if let name = form.name { #expect(lead.name == name) }
    let read = try file.samples(ofSignal: lead.signal)
    // Numbers that a device counts are whole ones.
    let slack = form.scale == 1 ? 1e-4 : 1.01
    #expect(read.count == Self.trace.samples.count)
    #expect(
      zip(read, Self.trace.samples).allSatisfy { abs(Double($0) - $1 * form.scale) < slack })
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var rate: Double?
    var line: Int?
    let problem: String
  }

  static let refused: [Refused] = [
    Refused(
      testDescription: "a rate that the times contradict",
      text: "time,ECG\n" + rows { "\(Double($0) / 250),\($1)" }, rate: 360,
      problem: "expected 250 Hz, as column 'time' says, found a rate of 360 Hz"),
    Refused(
      testDescription: "decimal commas between commas",
      text: "time,ECG\n"
        + rows {
          "\(Double($0) / 250)".replacing(".", with: ",") + "," + "\($1)".replacing(".", with: ",")
        },
      line: 2, problem: "expected commas between numbers or within them"),
    Refused(
      testDescription: "thousands that may be decimals",
      text: "ECG (uV)\n"
        + rows { "\"1,\(String(format: "%03d", $0 % 7 * 90 + Int($1 * 100) + 20))\"" },
      rate: 250, line: 2, problem: "whose comma may be one or a decimal mark"),
    Refused(
      testDescription: "leads in rows",
      text: (0..<12).map { _ in trace.samples.map { "\($0)" }.joined(separator: ",") + "\n" }
        .joined(),
      rate: 250, line: 1, problem: "the samples stand in rows"),
    Refused(
      testDescription: "one lead in a row",
      text: trace.samples.map { "\($0)" }.joined(separator: ","),
      rate: 250, line: 1, problem: "the samples stand in rows"),
    Refused(
      testDescription: "nothing but a counter", text: "n\n" + rows { row, _ in "\(row)" },
      rate: 250,
      line: 2, problem: "found only columns that count, grow or hold words"),
    Refused(
      testDescription: "two columns without names", text: rows { "\($1),\(other.samples[$0])" },
      rate: 250, problem: "several signals may be the electrocardiogram"),
    Refused(
      testDescription: "no rate", text: "ECG\n" + rows { "\($1)" },
      problem: "the file does not say its sampling rate"),
    Refused(
      testDescription: "a line with a cell too many",
      text: "I,II\n" + rows { $0 == 7 ? "\($1),1,1" : "\($1),\($1)" }, rate: 250, line: 9,
      problem: "expected 2"),
  ]

  /// A number, a list, all of them, or nothing between commas.
  @Test func leadsAreNamedInSeveralWays() throws {
    let text = "time,I,II,V1\n" + Self.rows { "\(Double($0) / 250),\($1),\($1),\($1)" }
    let file = try Self.open(text)
    func leads(_ names: String?) throws -> [String] {
      try file.chooseLeads(named: names).map(\.name)
    }
    #expect(try leads(nil) == ["II", "I", "V1"])
    #expect(try leads("all") == ["II", "I", "V1"])
    #expect(try leads("v1, 2,V1") == ["V1", "I"])
    for names in [",", "V1,aVR", ""] {
      let error = #expect(throws: FileError.self) { try file.chooseLeads(named: names) }
      #expect(error?.problem.contains("there is no lead") == true, "\(names)")
    }
    #expect(throws: FileError.self) { try file.chooseLead(named: "I,II") }
  }

  @Test(arguments: refused) func whatIsNotClearIsAsked(table: Refused) throws {
    let error = #expect(throws: FileError.self) {
      let file = try Self.open(table.text, rate: table.rate)
      _ = try file.samples(ofSignal: file.chooseLead().signal)
    }
    let problem = try #require(error?.problem)
    #expect(problem.contains(table.problem), "\(problem)")
    #expect(error?.location == table.line.map(FileError.Location.line) ?? .whole)
    #expect(error?.remedy.isEmpty == false)
  }

  /// Times that go back in the part that the layout is told from are damage, by their line, and
  /// no missing rate.
  @Test(arguments: ["time", "time [ms]", ""]) func timesThatGoBackAreTold(name: String) throws {
    let scale = name == "time [ms]" ? 1_000.0 : 1
    let rows = Self.rows { "\(Double($0) / 250 * scale),\($1)" }.split(separator: "\n")
    var lines: [Substring] = Array(rows[..<300])
    lines += rows[150...]
    let header: [Substring] = name.isEmpty ? [] : ["\(name),ECG"]
    let text = (header + lines).joined(separator: "\n") + "\n"
    let error = #expect(throws: FileError.self) { try Self.open(text) }
    #expect(error?.location == .line(header.count + 301))
    #expect(error?.problem.hasPrefix("expected times that grow in column") == true)
    // Who says the rate gets the rows as they stand.
    #expect(try Self.open(text, rate: 250).signals.last?.samplingRate == 250)
  }

  /// Stamps with a date in front of the time of day.
  @Test(arguments: [10.0, 64_800, 172_810, 31_622_400], ["-", "/"])
  func datesCount(gap: Double, mark: String) throws {
    // The gap leads over midnight, and into a leap year's February.
    let day = ["2024", "02", "28"].joined(separator: mark)
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_US_POSIX")
    form.timeZone = TimeZone(secondsFromGMT: 0)
    form.dateFormat = "yyyy\(mark)MM\(mark)dd HH:mm:ss.SSS"
    let start = try #require(form.date(from: day + " 23:59:55.000"))
    let text =
      "time,ECG (mV)\n"
      + (0..<2_500).map { row in
        let second = Double(row) / 250 + (row < 2_000 ? 0 : gap)
        return
          "\(form.string(from: start.addingTimeInterval(second + 1e-5))),\(row * row % 97 + 5)\n"
      }.joined()
    let file = try Self.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 10 - gap) < 1e-3)
  }

  /// Without a date the time of day begins anew at midnight.
  @Test func midnightIsNoGap() throws {
    let text =
      "time,ECG (mV)\n"
      + (0..<2_500).map { row in
        let second = (86_395_000 + row * 4) % 86_400_000
        let clock = String(
          format: "%02d:%02d:%02d.%03d", second / 3_600_000, second / 60_000 % 60,
          second / 1_000 % 60, second % 1_000)
        return "\(clock),\(row * row % 97 + 5)\n"
      }.joined()
    let file = try Self.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(file.duration == 10)
  }

  /// Clocks are set for summer and winter while the recording goes on: their zone says so.
  @Test(arguments: [
    ("2024-03-31T01:59:5", "+01:00", "2024-03-31T03:00:0", "+02:00"),
    ("2024-10-27T02:59:5", "+02:00", "2024-10-27T02:00:0", "+01:00"),
    ("2024-03-31 01:59:5", "+0100", "2024-03-31 01:00:0", "Z"),
    ("2024-12-31 21:59:5", " -05:30", "2025-01-01 00:30:0", " -03"),
  ])
  func zonesCount(before: String, zone: String, after: String, other: String) throws {
    let text =
      "time,ECG (mV)\n"
      + (0..<5_000).map { row in
        let rest = String(format: "%d.%03d", row / 250 % 10, row % 250 * 4)
        let time = row < 2_500 ? "\(before)\(rest)\(zone)" : "\(after)\(rest)\(other)"
        return "\(time),\(row * row % 97 + 5)\n"
      }.joined()
    let file = try Self.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(file.duration == 20)
  }

  /// Times of half a day, over noon and over midnight.
  @Test(arguments: [(11, 12, "AM", "PM"), (23, 24, "PM", "AM"), (0, 1, "a.m.", "a.m.")])
  func halvesOfTheDayAreRead(hour: Int, next: Int, half: String, other: String) throws {
    func text(gap: Int) -> String {
      "Time,ECG (mV)\n"
        + (0..<5_000).map { row in
          let second = row / 250 + (row < 3_000 ? 0 : gap)
          let hours = (second < 10 ? hour + 11 : next + 11) % 12 + 1
          let clock = String(
            format: "%d:%02d:%02d.%03d", hours, second < 10 ? 59 : 0,
            second < 10 ? 50 + second : second - 10, row % 250 * 4)
          return "5/1/2024 \(clock) \(second < 10 ? half : other),\(row * row % 97 + 5)\n"
        }.joined()
    }
    #expect(try Self.open(text(gap: 0)).duration == 20)
    for rate in [nil, 250.0] {
      #expect(try Self.open(text(gap: 15), rate: rate).duration == 35)
    }
  }

  /// Rows that are missing cannot be seen where the times are in a form that nobody knows.
  @Test func timesThatCannotBeReadAreTold() throws {
    let text = "Time,ECG\n" + Self.rows { "day \($0 / 100) o'clock,\($1)" }
    let file = try Self.open(text, rate: 250)
    #expect(
      file.decisions == [
        "column 1, Time, is called a time and cannot be read as one: rows that are missing are not seen"
      ])
  }
}
