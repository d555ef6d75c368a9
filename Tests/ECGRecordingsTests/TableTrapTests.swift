import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// Ordinary tables that seem to say something else than they do: what is not certain is
/// asked, never guessed.
@Suite struct TableTrapTests {
  private static let trace = SyntheticTrace()

  private static func open(_ text: String, rate: Double? = nil) throws -> RecordingFile {
    try TableColumnTests.open(text, rate: rate)
  }

  private static func rows(_ row: (Int, Double) -> String) -> String {
    TableColumnTests.rows(row)
  }

  /// A number far off the others, as programs write one that is missing, does not make a
  /// signal a counter.
  @Test(arguments: [-999.0, 9_999, 32_767, 1e6], [0, 1, 499])
  func oneNumberFarOffMakesNoCounter(value: Double, row: Int) throws {
    let text =
      "ecg,channel2\n"
      + Self.rows { "\($0 == row ? value : $1),\(sin(Double($0) / 130))" }
    let file = try Self.open(text, rate: 250)
    #expect(file.signals.map(\.name).contains("ecg"))
    #expect(!file.decisions.contains { $0.contains("ecg") }, "\(file.decisions)")
    let lead = try file.chooseLead(named: "ecg")
    var read = try file.samples(ofSignal: lead.signal)
    read[row] = Float(Self.trace.samples[row])
    #expect(Self.trace.isTrace(read))
  }

  struct Stated: Sendable, CustomTestStringConvertible {
    let line: String
    /// The rate that it says; nil where it says none.
    let rate: Double?
    var testDescription: String { line }
  }

  @Test(arguments: [
    Stated(line: "Sampling rate: 250", rate: 250), Stated(line: "# fs = 250", rate: 250),
    Stated(line: "Sampling rate: 1,000", rate: 1_000),
    Stated(line: "Sampling rate: 1.000 Hz", rate: 1_000),
    Stated(line: "Sampling rate: 1 000 Hz", rate: 1_000),
    Stated(line: "Sampling rate: 360,5 Hz", rate: 360.5),
    Stated(line: "Sample rate: 1 kHz", rate: 1_000),
    Stated(line: "Sampling Rate = 1k", rate: 1_000),
    Stated(line: "Sampling rate (kHz): 1", rate: 1_000), Stated(line: "Fs: 1.0E3", rate: 1_000),
    Stated(line: "Sampling rate: 4 ms", rate: 250),
    Stated(line: "sampling interval (ms): 4", rate: 250),
    Stated(line: "Sampling frequency: 250 samples/s", rate: 250),
    Stated(line: "ECG sampling rate: 250", rate: 250),
    Stated(line: "Sampling rate,250 Hz", rate: 250), Stated(line: "fs,250", rate: 250),
    Stated(line: "Sampling rate,1,000 Hz", rate: 1_000),
    Stated(line: "ACC sampling rate,50 Hz", rate: nil),
    Stated(line: "ACC sampling rate: 50", rate: nil),
    Stated(line: "Sampling rate ACC: 50 Hz", rate: nil),
    Stated(line: "Sampling rate: 15000 samples/min", rate: nil),
    Stated(line: "Heart rate sampling rate: 1 Hz", rate: nil),
    Stated(line: "Downsampling rate: 4", rate: nil),
  ])
  func ratesAreThoseThatAreSaid(stated: Stated) throws {
    let text = "\(stated.line)\nECG\n" + Self.rows { "\($1)" }
    if let rate = stated.rate {
      #expect(try Self.open(text).signals[0].samplingRate == rate)
    } else {
      let error = #expect(throws: FileError.self) { try Self.open(text) }
      #expect(error?.problem.contains("does not say its sampling rate") == true)
      #expect(try Self.open(text, rate: 250).signals[0].samplingRate == 250)
    }
  }

  @Test(arguments: [
    ["ACC sampling rate: 50", "ECG sampling rate: 250"],
    ["Sampling rate: 50", "ECG sampling rate: 250"],
    ["ECG sampling rate: 250", "Sampling rate: 50"],
  ])
  func theRateOfTheElectrocardiogramComesFirst(lines: [String]) throws {
    let text = lines.joined(separator: "\n") + "\nECG\n" + Self.rows { "\($1)" }
    #expect(try Self.open(text).signals[0].samplingRate == 250)
  }

  /// Lines of a key and a value above one column, as many programs write them, make no export of
  /// Apple Health, and nothing in them is a rate but what is called so.
  @Test(
    arguments: [
      ["Samples,30000 points", "Height,178 cm", "fs,250"], ["Height,178 cm", "Sample Rate,250 Hz"],
      ["Patient,12", "Low pass,150 Hz", "Sampling interval,4 ms"],
      ["Start,2024-01-01 10:00:00", "Notch,50 Hz", "Sampling Rate,250"],
      ["Duration,120 s", "Filter,150 Hz", "Weight,120 kg", "Fs,250 Hz"],
      ["Patient,12", "Start,2024-01-01 10:00:00", "High pass,100 Hz", "Sampling Frequency,250 Hz"],
    ], ["mV", "uV"])
  func linesAboutARecordingAreNone(lines: [String], unit: String) throws {
    let text =
      "Device,Acme\n" + (lines + ["Unit,\(unit)"]).joined(separator: "\n") + "\n\n"
      + Self.rows { "\($1)" }
    let file = try Self.open(text)
    #expect(file.format == .table)
    #expect(file.signals.map(\.samplingRate) == [250])
    #expect(
      try isClose(
        file.samples(ofSignal: 0), Self.trace.samples.map { unit == "mV" ? $0 : $0 / 1_000 }, 1e-4))
    // Without a line that says the rate it is asked for, and can be given.
    let silent = "Device,Acme\nWeight,120 kg\nLow pass,150 Hz\nECG\n" + Self.rows { "\($1)" }
    #expect(throws: FileError.self) { try Self.open(silent) }
    let given = try Self.open(silent, rate: 250)
    #expect(given.signals.map(\.name) == ["ECG"])
    #expect(try Self.trace.isTrace(given.samples(ofSignal: 0)))
  }

  @Test(arguments: [
    ["Original sampling rate: 1000 Hz", "Downsampled rate: 250 Hz"],
    ["Display sample rate: 125 Hz", "Acquisition sample rate: 250 Hz"],
    ["Sampling rate: 1000 Hz", "Sampling interval: 4 ms"],
    ["Sampling Rate,1000", "Resampled frequency,250 Hz"],
  ])
  func ratesThatContradictOneAnotherAreAsked(lines: [String]) throws {
    let text = lines.joined(separator: "\n") + "\nECG\n" + Self.rows { "\($1)" }
    let error = #expect(throws: FileError.self) { try Self.open(text) }
    #expect(error?.location == .line(2))
    #expect(error?.problem.contains("on line 1 and 250 Hz on this one") == true)
    #expect(error?.remedy.settings == [.samplingRate])
    #expect(try Self.open(text, rate: 250).signals[0].samplingRate == 250)
    // Times tell which is right.
    let timed =
      lines.joined(separator: "\n") + "\ntime,ECG\n"
      + Self.rows { "\(Double($0) / 250),\($1)" }
    if !lines[0].contains(",") { #expect(try Self.open(timed).signals[0].samplingRate == 250) }
  }

  /// What a device can do at most is not what it did.
  @Test func theHighestRateIsNone() throws {
    let text = "Max sampling rate: 1000 Hz\nSampling rate: 250 Hz\nECG\n" + Self.rows { "\($1)" }
    #expect(try Self.open(text).signals[0].samplingRate == 250)
  }

  /// A line of the header is known better by whoever says the rate; times are not.
  @Test func aRateThatIsGivenIsAboveThatOfALine() throws {
    let text = "Sampling rate: 1000 Hz\nECG\n" + Self.rows { "\($1)" }
    let file = try Self.open(text, rate: 250)
    #expect(file.signals[0].samplingRate == 250)
    #expect(file.decisions == ["line 1 says 1000 Hz: read at 250 Hz as told"])
  }

  /// Steps between samples in a unit that nobody says, by which no heart can be read.
  @Test(arguments: ["Sampling interval: 4", "Sampling period: 4000", "Interval: 5"])
  func stepsWithoutAUnitAreAsked(line: String) throws {
    let text = "\(line)\nECG\n" + Self.rows { "\($1)" }
    let error = #expect(throws: FileError.self) { try Self.open(text) }
    #expect(error?.problem == "the file does not say its sampling rate")
    #expect(try Self.open(text, rate: 250).signals[0].samplingRate == 250)
  }

  /// Rows of several leads by turns, of which a number says which it is.
  @Test(arguments: ["ch", "channel", "Lead"], [2, 3, 12])
  func leadsByTurnsAreToldByTheirNumbers(name: String, count: Int) throws {
    let text = "\(name),value\n" + Self.rows { "\($0 % count),\($1)" }
    let error = #expect(throws: FileError.self) { try Self.open(text, rate: 250) }
    #expect(error?.problem.contains("with a column for each lead, found '1' after '0'") == true)
    // A lead may be called so.
    let signal = "\(name),n\n" + Self.rows { "\($1),\($0)" }
    #expect(try Self.trace.isTrace(Self.open(signal, rate: 250).samples(ofSignal: 0)))
  }

  /// Times in a unit that nobody says, and that may be another than the likely ones.
  @Test(arguments: [
    "\(638_500_000_000_000_000)+20000", "\(638_500_000_000_000_000)+10000", "0+20",
    "0.0+0.0001666667",
  ])
  func unitsOfTimeAreNotGuessed(clock: String) throws {
    let parts = clock.split(separator: "+").map { String($0) }
    let text =
      "time,ECG\n"
      + Self.rows { row, sample in
        if let start = Int(parts[0]), let step = Int(parts[1]) {
          return "\(start + row * step),\(sample)"
        }
        return "\(String(format: "%.7f", (Double(parts[1]) ?? 0) * Double(row))),\(sample)"
      }
    let error = #expect(throws: FileError.self) { try Self.open(text) }
    #expect(error?.problem.contains("does not say its sampling rate") == true)
    let file = try Self.open(text, rate: 250)
    #expect(try Self.trace.isTrace(file.samples(ofSignal: file.chooseLead().signal)))
  }

  /// Thousands that are parted by a point or a comma, unquoted, beside whole numbers.
  @Test(arguments: [(".", ";"), (",", ";"), (",", "\t"), (".", ",")])
  func marksBetweenThousandsAreNone(mark: String, separator: String) throws {
    let text =
      "n\(separator)ecg (uV)\n"
      + Self.rows { row, sample in
        let value = Int((sample * 3_000).rounded())
        let digits = String(abs(value))
        let grouped =
          digits.count > 3 ? digits.dropLast(3) + mark + digits.suffix(3) : digits[...]
        return "\(row)\(separator)\(value < 0 ? "-" : "")\(grouped)"
      }
    let file = try Self.open(text, rate: 250)
    let read = try file.samples(ofSignal: file.chooseLead().signal)
    #expect(Self.trace.isTrace(read, times: 3), "\(read.prefix(80))")
  }

  @Test func timesThatFallAreRefused() throws {
    let text = "time,ECG\n" + Self.rows { "\(Double(499 - $0) / 250),\($1)" }
    let stated = "Sampling rate: 250\n" + text
    let cases: [(text: String, rate: Double?, line: Int)] = [
      (text, nil, 3), (text, 250, 3), (stated, nil, 4),
    ]
    for (text, rate, line) in cases {
      let error = #expect(throws: FileError.self) { try Self.open(text, rate: rate) }
      #expect(error?.location == .line(line))
      #expect(error?.problem.contains("expected times that grow in column 'time'") == true)
    }
  }

  @Test func clocksThatContradictOneAnotherAreAsked() throws {
    let text =
      "time_ms,unix,ECG\n"
      + Self.rows { "\($0 * 4),\(1_700_000_000 + Double($0) / 360),\($1)" }
    let error = #expect(throws: FileError.self) { try Self.open(text) }
    #expect(error?.problem.contains("250 Hz") == true && error?.problem.contains("360 Hz") == true)
    for rate in [250.0, 360] {
      let file = try Self.open(text, rate: rate)
      #expect(file.signals[0].samplingRate == rate)
      #expect(try file.samples(ofSignal: file.chooseLead().signal).count == 500)
    }
  }

  @Test(arguments: ["lead", "Channel", "patient"]) func rowsByTurnsAreRefused(name: String) throws {
    let byTurns =
      "\(name),value\n" + Self.rows { "\($0 % 2 + 1)\(name == "patient" ? "" : "a"),\($1)" }
    var error = #expect(throws: FileError.self) { try Self.open(byTurns, rate: 250) }
    #expect(error?.location == .line(3))
    let oneByOne =
      "\(name),value\n" + Self.rows { "\($0 < 250 ? 1 : 2)\(name == "patient" ? "" : "a"),\($1)" }
    error = #expect(throws: FileError.self) { try Self.open(oneByOne, rate: 250) }
    #expect(error?.location == .line(252))
    #expect(error?.problem.contains("expected rows of one recording") == true)
    // Of one alone the column says nothing against it.
    let alone = "\(name),value\n" + Self.rows { "1\(name == "patient" ? "" : "a"),\($1)" }
    #expect(throws: Never.self) { try Self.open(alone, rate: 250) }
  }

  /// Ends of lines that a program doubled make no samples; a blank row alone is one
  /// that is missing.
  @Test(arguments: ["\n\n", "\r\n\r\n", "\r\r", "\n \n"], ["ECG\n", "time,ECG\n", ""])
  func doubleSpacedRowsAreTheirOwn(end: String, header: String) throws {
    let isTimed = header.hasPrefix("time")
    let rows = Self.trace.samples.enumerated().map {
      isTimed ? "\(Double($0) / 250),\($1)" : "\($1)"
    }
    let text = header.replacing("\n", with: end) + rows.joined(separator: end) + end
    let file = try Self.open(text, rate: isTimed ? nil : 250)
    #expect(file.signals[0].samplingRate == 250)
    #expect(Self.trace.isTrace(try file.samples(ofSignal: 0)), "\(file.duration)")
    // Errors name the line of the file.
    let damaged = (rows[..<300] + ["x,y,z"] + rows[300...]).joined(separator: end) + end
    let error = #expect(throws: FileError.self) {
      try Self.open(damaged, rate: 250).samples(ofSignal: 0)
    }
    #expect(error?.location == .line(601))
    // Nothing is lost where rows are single-spaced.
    let alone = (rows[..<300] + [""] + rows[300...]).joined(separator: "\n")
    let read = try Self.open(alone, rate: 250).samples(ofSignal: 0)
    #expect(read.count == 501 && read[300].isNaN)
  }

  /// A time on every hundredth row is none of the rows in between.
  @Test func timesOnFewRowsSayNoRate() throws {
    let text =
      "time,ECG\n"
      + Self.rows { "\($0.isMultiple(of: 25) ? "12:00:00.\($0 * 4 / 100 % 10)" : ""),\($1)" }
    #expect(throws: FileError.self) { try Self.open(text) }
    #expect(try Self.open(text, rate: 250).signals.last?.samplingRate == 250)
  }
}
