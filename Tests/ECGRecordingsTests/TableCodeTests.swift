import ECGRecordings
import Foundation
import Testing

/// Small numbers of tables that may stand for a sample that is missing, or be one.
@Suite struct TableCodeTests {
  /// -1 off all steps of a converter, and -1 without decimals among numbers that have
  /// them, are no samples.
  @Test(arguments: [
    (1_024.0, 200.0, "0", "-1"), (-0.5, 1, "4", "-1"), (-0.5, 1, "4", "-99"),
  ])
  func minusOneMaySayThatASampleIsMissing(
    zero: Double, gain: Double, decimals: String, code: String
  ) throws {
    let samples = (0..<2_000).map { row in
      300..<400 ~= row
        ? code : String(format: "%.\(decimals)f", zero + gain * Double(row * row % 97) / 97)
    }
    let file = try TableColumnTests.open("ecg\n" + samples.joined(separator: "\n"), rate: 250)
    let found = try file.samples(ofSignal: 0)
    #expect(found.indices.filter { found[$0].isNaN } == Array(300..<400))
    #expect(
      file.decisions == [
        "\(code) in column 1, unlike all other numbers, says that a sample is missing"
      ])
    // Nor do they count for what the unit may be.
    #expect((file.signals[0].unit == "") == (gain > 1))
  }

  /// A sample of -1 among others: written as they are, as short as it may be, or a single one.
  @Test(arguments: ["-1.0000", "-1", "-0.9999"])
  func minusOneMayBeASample(text: String) throws {
    let samples = (0..<2_000).map { row in
      if 300..<400 ~= row { return text == "-0.9999" && row == 310 ? "-1" : text }
      return text == "-1" && row == 1_000
        ? "0" : String(format: "%.4f", -0.5 + Double(row * row % 97) / 97)
    }
    let file = try TableColumnTests.open("ecg\n" + samples.joined(separator: "\n"), rate: 250)
    #expect(try !file.samples(ofSignal: 0).contains(where: \.isNaN))
  }

  /// The lower end of a range, which a trace reaches step by step and stays at.
  @Test func minusOneMayBeTheEndOfARange() throws {
    let samples = (0..<2_000).map { row in
      let value = 1.5 * sin(Double(row) / 40)
      return value <= -1 ? "-1" : String(format: "%.4f", min(value, 1))
    }
    let file = try TableColumnTests.open("ecg\n" + samples.joined(separator: "\n"), rate: 250)
    #expect(try !file.samples(ofSignal: 0).contains(where: \.isNaN))
  }

  /// Among whole numbers of which none else is below zero: within what they span off these.
  @Test(arguments: ["-1", "-9", "-99"], [0.0, 300])
  func aConverterHasNoNumberBelowZero(code: String, zero: Double) throws {
    let trace = SyntheticTrace(count: 2_000).samples
    let low = trace.min() ?? 0
    let samples = trace.enumerated().map { row, value in
      300..<400 ~= row ? code : "\(Int(zero + (value - low + 0.2) * 700))"
    }
    let file = try TableColumnTests.open("ecg\n" + samples.joined(separator: "\n"), rate: 250)
    let found = try file.samples(ofSignal: 0)
    #expect(found.indices.filter { found[$0].isNaN } == Array(300..<400))
  }

  /// Steps with a sign that were written as if they had none come back below zero; a trace that is
  /// anywhere between has none.
  @Test(arguments: [12, 16, 24, 32]) func stepsBelowZeroMayBeLargeNumbers(bits: Int) throws {
    let steps = SyntheticTrace(count: 2_000).samples.map { Int($0 * 800) }
    #expect(steps.contains { $0 < 0 })
    let text =
      "ecg\n" + steps.map { "\($0 < 0 ? $0 + 1 << bits : $0)" }.joined(separator: "\n")
    let file = try TableColumnTests.open(text, rate: 250)
    #expect(try file.samples(ofSignal: 0) == steps.map(Float.init))
    #expect(file.decisions.contains { $0.contains("written in \(bits) bits without a sign") })
    let between = try TableColumnTests.open(text + "\n\(1 << (bits - 1))", rate: 250)
    #expect(try between.samples(ofSignal: 0).contains { $0 > Float(1 << (bits - 1)) })
  }

  /// The lowest of a trace that is below zero by one, also where it stays there for some rows.
  @Test func minusOneMayBeTheLowestOfSteps() throws {
    let samples = (0..<2_000).map { "\(Int((100 * (1 - cos(Double($0) / 40))).rounded()) - 1)" }
    #expect(samples.count { $0 == "-1" } > 4)
    let file = try TableColumnTests.open("ecg\n" + samples.joined(separator: "\n"), rate: 250)
    #expect(try !file.samples(ofSignal: 0).contains(where: \.isNaN))
  }
}
