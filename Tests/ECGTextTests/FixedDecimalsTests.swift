import ECGRandom
import ECGText
import Foundation
import Testing

@Suite struct FixedDecimalsTests {
  private func expectEquality(_ values: some Sequence<Double>, _ decimals: ClosedRange<Int> = 0...9)
  {
    for value in values {
      for decimals in decimals {
        let (found, expected) = (value.fixed(decimals), String(format: "%.\(decimals)f", value))
        // One issue for each difference, not for each number.
        if found != expected { Issue.record("\(value): expected \(expected), found \(found)") }
      }
    }
  }

  /// Signs, ties that binary numbers hit, carries, what is too large for the quick way, and
  /// what is no number.
  @Test func equalsCAtTheEdges() {
    expectEquality([
      0, -0.0, 1, -1, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 0.0625, 0.00005, 0.99995, 0.999_95,
      9.999_999_999_5, 1e-300,
      -1e-300, .leastNonzeroMagnitude, 0.1, 0.2, 0.3, 1_234.567_85, 0x1p51, 0x1p52 + 0.5,
      0x1p52 - 0.5, 0x1p53,
      1e22, 1e300, -1e300,
      .infinity, -.infinity, .nan, .pi,
    ])
  }

  @Test func equalsCForRandomNumbers() {
    var generator = SeededGenerator(seed: 1)
    expectEquality((0..<40_000).map { _ in Double.random(in: -1_000...1_000, using: &generator) })
    expectEquality(
      (0..<40_000).map { _ in Double(Float.random(in: 0...1, using: &generator)) }, 3...4)
    expectEquality((0..<20_000).map { _ in Double(bitPattern: generator.next()) }, 4...4)
  }

  /// Decimal ties and their neighbours: what is rounded twice falls on the wrong side.
  @Test func equalsCBesideTies() {
    var generator = SeededGenerator(seed: 2)
    expectEquality(
      (0..<20_000).flatMap { _ -> [Double] in
        let tie = (Double(Int.random(in: 0...99_999_999, using: &generator)) + 0.5) / 1e4
        return [tie.nextDown, tie, tie.nextUp]
      }, 3...5)
  }
}
