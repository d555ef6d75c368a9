import ECGText
import Foundation
import ECGRandom
import Testing

@Suite struct ScientificFormatTests {
  /// The edges of the type, ties, carries into a new digit, powers of ten.
  @Test(arguments: [
    0, -0, 1, -1, 10, 9.999_999, 0.1, 0.5, 0.977_941_2, 1e-10, 1e10, 1e19, 1e20, 123_456_792,
    9_999_999, 99_999_992, Float.leastNonzeroMagnitude, -Float.leastNonzeroMagnitude,
    Float.leastNormalMagnitude, Float.leastNormalMagnitude.nextDown,
    Float.greatestFiniteMagnitude, -Float.greatestFiniteMagnitude, .ulpOfOne, .pi,
    Float.infinity, -Float.infinity, Float.nan,
  ])
  func equalsC(value: Float) {
    #expect(text(value) == reference(value))
  }

  /// All powers of two, and their neighbours on both sides.
  @Test func equalsCAroundPowersOfTwo() {
    for exponent in -149...127 {
      let power = Float(sign: .plus, exponent: exponent, significand: 1)
      for value in [power.nextDown, power, power.nextUp] {
        #expect(text(value) == reference(value))
      }
    }
  }

  @Test func equalsCForRandomBitPatterns() {
    var generator = SeededGenerator(seed: 1)
    expectEquality(
      (0..<400_000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())) })
  }

  /// What the files hold: quotients of small whole numbers.
  @Test func equalsCForQuotients() {
    var generator = SeededGenerator(seed: 2)
    expectEquality(
      (0..<400_000).map { _ in
        let range = Int.random(in: 1...4095, using: &generator)
        return Float(Double(Int.random(in: 0...range, using: &generator)) / Double(range))
      })
  }

  private func expectEquality(_ values: [Float]) {
    let different = values.filter { text($0) != reference($0) }
    #expect(different.isEmpty, "\(different.prefix(5).map(\.bitPattern))")
  }

  private func text(_ value: Float) -> String {
    String(unsafeUninitializedCapacity: ScientificFormat.longest) {
      $0.baseAddress.map { ScientificFormat.write(value, to: $0) } ?? 0
    }
  }

  /// C's own text.
  private func reference(_ value: Float) -> String {
    value.isNaN ? "nan" : String(format: "%.18e", Double(value))
  }
}
