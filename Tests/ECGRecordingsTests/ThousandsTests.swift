import ECGRecordings
import Foundation
import Testing

/// Numbers of which all have three digits behind their mark, which may be a decimal one
/// or part thousands.
@Suite struct ThousandsTests {
  /// A trace of whole numbers about a level, as a converter counts them.
  private static func counts(_ level: Int) -> [Int] {
    SyntheticTrace().samples.map { level + Int(($0 * 400).rounded()) }
  }

  /// A number with a mark between thousands.
  private static func marked(_ number: Int, _ mark: String) -> String {
    guard abs(number) >= 1_000 else { return "\(number)" }
    let rest = String(abs(number) % 1_000)
    return "\(number / 1_000)\(mark)" + String(repeating: "0", count: 3 - rest.count) + rest
  }

  private static func read(_ cells: [String], name: String = "ECG;n") throws -> [Float] {
    let rows = cells.enumerated().map { "\($1);\($0 % 97 * 7 % 11)\n" }
    let file = try TableColumnTests.open("\(name)\n" + rows.joined(), rate: 250)
    return try file.samples(ofSignal: 0)
  }

  /// A signal that goes up through a thousand has whole numbers little below it.
  @Test(arguments: [".", ","], [900, 700, -970])
  func numbersUpToAThousandSayThatTheMarkPartsThousands(mark: String, level: Int) throws {
    let counts = Self.counts(level)
    let read = try Self.read(counts.map { Self.marked($0, mark) }, name: "ECG (uV);n")
    #expect(counts.contains { abs($0) >= 1_000 })
    #expect(zip(read, counts).allSatisfy { abs(Double($0) - Double($1) / 1_000) < 1e-6 })
  }

  /// So does one of several columns.
  @Test func anyColumnSaysIt() throws {
    let counts = Self.counts(900)
    let rows = counts.map { "\(Self.marked($0 + 1_000, "."));\(Self.marked($0, "."))\n" }
    let file = try TableColumnTests.open("I (uV);II (uV)\n" + rows.joined(), rate: 250)
    for (signal, level) in [1_000, 0].enumerated() {
      let read = try file.samples(ofSignal: signal)
      #expect(
        zip(read, counts).allSatisfy { abs(Double($0) - Double($1 + level) / 1_000) < 1e-6 })
    }
  }

  /// Where a converter stops, or a sample is missing, there are whole numbers beside decimals.
  @Test(
    arguments: [".", ","],
    [["3"], ["0"], ["-1"], ["5", "0"], ["3", "-3"], ["-999"], ["1234", "100"], ["12000"]])
  func fewWholeNumbersAreDecimals(mark: String, whole: [String]) throws {
    let samples = Self.counts(1_600)
    var cells = samples.map { Self.marked($0, mark) }
    for (row, text) in whole.enumerated() { cells[3 + row] = text }
    let read = try Self.read(cells, name: "ECG (mV);n")
    for row in samples.indices.dropFirst(3 + whole.count) {
      #expect(abs(Double(read[row]) - Double(samples[row]) / 1_000) < 1e-6)
    }
    #expect(zip(read[3...], whole).allSatisfy { $0.isNaN || $0 == Float($1) })
  }

  /// Numbers about a thousand with three decimals, whole ones among them.
  @Test func wholeNumbersAmongTheDecimalsAreDecimals() throws {
    let samples = Self.counts(500).enumerated().map { Double($1) + ($0 % 9 == 0 ? 0 : 0.125) }
    let cells = samples.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
    #expect(!samples.contains { !(100..<1_000).contains($0) })
    let read = try Self.read(cells, name: "ECG (uV);n")
    #expect(zip(read, samples).allSatisfy { abs(Double($0) - $1 / 1_000) < 1e-6 })
  }

  /// What has an exponent has a decimal mark.
  @Test(arguments: [".", ","])
  func exponentsAreThoseOfDecimals(mark: String) throws {
    let samples = Self.counts(100)
    let cells = samples.map { sample in
      sample % 5 == 0
        ? "\(sample)" : String(format: "%.3e", Double(sample)).replacing(".", with: mark)
    }
    let read = try Self.read(cells, name: "ECG (uV);n")
    #expect(zip(read, samples).allSatisfy { abs(Double($0) - Double($1) / 1_000) < 1e-6 })
  }
}
