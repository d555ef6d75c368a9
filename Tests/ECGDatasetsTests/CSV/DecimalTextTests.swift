import ECGDatasets
import ECGRandom
import Testing

/// Numbers as the reader rounds them against the standard library's exact conversion.
@Suite struct DecimalTextTests {
  /// Reads numbers through the general path, one a row.
  private func read(_ texts: [String]) throws -> [Float] {
    let dataset = try CSVFile.read(
      texts.joined(separator: "\n"), labels: .absent, samplesPerBeat: 1, nonFinite: .accept)
    return Array(dataset.values)
  }

  @Test func hardCasesAreRoundedOnce() throws {
    let texts = [
      // Half way between 1 and its successor, just above and just below; by way of Double both
      // would be taken for the tie.
      "1.000000059604644775390625", "1.00000005960464477539062500000001",
      "1.00000005960464477539062499999999", "16777217", "16777219", "16777217.000000000000000001",
      "3.4028234663852886e38", "3.4028235677973366e38", "3.40282356e38", "1e39", "1e400",
      "1.17549435e-38", "1.1754943e-38", "1.4e-45", "7e-46", "7.1e-46", "1e-400", "0e999999999999",
      "0.00000000000000000000000000000000000000000000001e47", "123456789012345678901234567890",
      "9999999999999999999", "18446744073709551616", "00000000000000000000000000001.5",
      "0.000000000000000000000000000000123456789", "-2.5", "+2.5", "5.", ".5", "1E+2", "-0.0",
      "9007199791611905.00000000000000001", "1e38", "-1e-38", "33554435e-3",
    ]
    let expected = try texts.map { try #require(Float($0)) }
    #expect(try read(texts).map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func randomNumbersAreTheNearest() throws {
    var generator = SeededGenerator(seed: 11)
    let texts = (0..<20_000).map { _ -> String in
      let digits = String(generator.next()).prefix(Int.random(in: 1...20, using: &generator))
      let point = Int.random(in: 0...digits.count, using: &generator)
      let number = "\(digits.prefix(point)).\(digits.dropFirst(point))"
      return "\(number)e\(Int.random(in: -60...40, using: &generator))"
    }
    let expected = try texts.map { try #require(Float($0)) }
    #expect(try read(texts).map(\.bitPattern) == expected.map(\.bitPattern))
  }

  /// In rows of several columns, of which plain numbers are read in a row, and others
  /// between them are not.
  @Test(arguments: [",", ";", "\t"]) func randomNumbersInRowsAreTheNearest(delimiter: String) throws
  {
    var generator = SeededGenerator(seed: 14)
    let texts = (0..<7_000).map { _ -> String in
      let digits = String(generator.next()).prefix(Int.random(in: 1...19, using: &generator))
      let point = Int.random(in: 0...min(4, digits.count), using: &generator)
      let sign = generator.uniform() < 0.3 ? "-" : ""
      let power = generator.uniform() < 0.1 ? "e-05" : ""
      return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))\(power)"
    }
    let rows = stride(from: 0, to: texts.count, by: 7).map {
      texts[$0..<$0 + 7].joined(separator: delimiter)
    }
    let found = try CSVFile.read(
      rows.joined(separator: "\r\n"), labels: .absent, samplesPerBeat: 7)
    let expected = try texts.map { try #require(Float($0)) }
    #expect(Array(found.values).map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func randomTiesGoToEven() throws {
    var generator = SeededGenerator(seed: 12)
    // Numbers of 25 significant bits lie half way between two neighbours.
    let ties = (0..<2_000).map { _ in (generator.next() >> 40 | 1 << 23) << 1 | 1 }
    let texts = ties.map { "\($0)" } + ties.map { "\($0).000000000000000000000001" }
    let expected = try texts.map { try #require(Float($0)) }
    #expect(try read(texts) == expected)
  }

  @Test func fixedWidthNumbersAreTheNearest() throws {
    var generator = SeededGenerator(seed: 13)
    let texts = (0..<20_000).map { _ -> String in
      let digits = (0..<19).map { _ in "\(generator.next() % 10)" }
      let power = Int.random(in: 0...44, using: &generator)
      let sign = power > 37 || generator.uniform() < 0.5 ? "-" : "+"
      return "\(digits[0]).\(digits.dropFirst().joined())e\(sign)\(power < 10 ? "0" : "")\(power)"
    }
    let expected = try texts.map { try #require(Float($0)) }
    #expect(try read(texts).map(\.bitPattern) == expected.map(\.bitPattern))
  }
}
