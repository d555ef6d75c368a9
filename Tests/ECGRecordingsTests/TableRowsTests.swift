import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Lines between and behind the rows of a table that are no samples, and cells that hold none.
@Suite struct TableRowsTests {
  private static let trace = SyntheticTrace()

  private static func lines(_ row: (Int, Double) -> String) -> [String] {
    trace.samples.enumerated().map { row($0, $1) }
  }

  /// Words behind the last row, with a time in front of the samples and without.
  @Test(
    arguments: [
      ["Total samples,500"], ["", "End of file"], ["# end"], ["time,ecg", "Total", ""],
      ["End of recording, 500, 2"],
    ], [true, false])
  func wordsAtTheEndAreNoSamples(footer: [String], isTimed: Bool) throws {
    let rows = Self.lines { isTimed ? "\(Double($0) / 250),\($1)" : "\($1)" }
    let text = ([isTimed ? "time,ECG" : "ECG"] + rows + footer).joined(separator: "\n")
    let file = try TableColumnTests.open(text, rate: isTimed ? nil : 250)
    #expect(file.signals.map(\.samplingRate) == [250])
    #expect(Self.trace.isTrace(try file.samples(ofSignal: 0)))
    #expect(
      file.decisions.last?.hasSuffix("passed over") == true
        || file.decisions.last?.hasPrefix("the last") == true)
  }

  /// Remarks are no rows, and errors below them name their line in the file.
  @Test func remarksBetweenRowsAreNone() throws {
    var rows = Self.lines { "\(Double($0) / 250),\($1)" }
    rows.insert("# electrode changed, lead off", at: 400)
    rows.insert("## seen by nobody", at: 100)
    rows.insert("#", at: 100)
    let text = (["time,ECG"] + rows).joined(separator: "\n") + "\n"
    let file = try TableColumnTests.open(text)
    #expect(file.signals.map(\.samplingRate) == [250])
    #expect(Self.trace.isTrace(try file.samples(ofSignal: 0)))
    #expect(file.decisions.last == "3 remarks between the rows: passed over")
    rows[300] = "1.2,x1"
    let damaged = try TableColumnTests.open((["time,ECG"] + rows).joined(separator: "\n"))
    let error = #expect(throws: FileError.self) { try damaged.samples(ofSignal: 0) }
    #expect(error?.location == .line(302))
  }

  /// What programs write where there is no sample.
  @Test(arguments: ["?", "--", "LEAD_OFF", "lead off", "#NUM!", "#N/A"])
  func wordsForWhatIsMissingAreGaps(word: String) throws {
    for isTimed in [true, false] {
      let rows = Self.lines { row, sample in
        let cell = 200..<250 ~= row ? word : "\(sample)"
        return isTimed ? "\(Double(row) / 250),\(cell)" : cell
      }
      let text = ([isTimed ? "time,ECG" : "ECG"] + rows).joined(separator: "\n")
      let read = try TableColumnTests.open(text, rate: isTimed ? nil : 250).samples(ofSignal: 0)
      #expect(read.count == 500)
      #expect(read[200..<250].allSatisfy { $0.isNaN })
      #expect(read.count { $0.isNaN } == 50)
    }
  }

  @Test(arguments: ["ECG_uV", "ECG uV", "ecg_\u{B5}V"]) func namesMayEndInAUnit(name: String) throws
  {
    let text =
      "time,\(name)\n"
      + Self.lines { "\(Double($0) / 250),\($1 * 1_000)" }
      .joined(separator: "\n")
    let file = try TableColumnTests.open(text)
    // Who asks for the column calls it as the file does.
    #expect(file.signals.map(\.name) == [name])
    #expect(Self.trace.isTrace(try file.samples(ofSignal: 0)))
    let said = "# unit: uV\n" + text.replacing(name, with: "ECG")
    #expect(Self.trace.isTrace(try TableColumnTests.open(said).samples(ofSignal: 0)))
  }

  @Test(arguments: [("time (s)", 4, "milliseconds"), ("t_ms", 4_000, "microseconds")])
  func unitsThatCannotBeAreRefused(name: String, step: Int, unit: String) throws {
    let text = "\(name),ECG\n" + TableColumnTests.rows { "\($0 * step),\($1)" }
    let error = #expect(throws: FileError.self) { try TableColumnTests.open(text) }
    #expect(error?.remedy.text() == "They seem to be \(unit): correct the unit in the header")
  }

  /// A first time of 0 before a clock's makes no unit of time.
  @Test func aFirstTimeFarOffSaysNoRate() throws {
    let rows = (0..<2_900).map { row in
      "\(row == 0 ? 0 : 1_700_000_000 + Double(row) / 250),\(row * row % 97)"
    }
    let text = "time,ECG\n" + rows.joined(separator: "\n")
    #expect(throws: FileError.self) { try TableColumnTests.open(text) }
    let file = try TableColumnTests.open(text, rate: 250)
    #expect(file.signals.last?.samplingRate == 250)
  }

  /// Spreadsheets and programs end some rows in separators of cells that are not there; what C writes
  /// for no number is a sample that is missing.
  @Test func emptyCellsAtTheEndOfARowAreNone() throws {
    let rows = (0..<500).map { row in
      "\(Double(row) / 250),\(row == 7 ? "-1.#IND" : row == 8 ? "-nan(ind)" : "0.\(row * row % 97)")"
        + (row % 100 == 99 ? ",," : "")
    }
    let text = "time (s),ecg (mV)\n" + rows.joined(separator: "\n")
    let file = try TableColumnTests.open(text)
    let samples = try file.samples(ofSignal: 0)
    #expect(samples.indices.filter { samples[$0].isNaN } == [7, 8])
    let damaged = try TableColumnTests.open(text + "\n2,0.1,,3\n")
    #expect(throws: FileError.self) { try damaged.samples(ofSignal: 0) }
  }
}
