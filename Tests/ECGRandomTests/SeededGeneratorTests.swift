import ECGRandom
import Testing

@Suite struct SeededGeneratorTests {
  /// Numbers of the authors' C programs: SplitMix64 seeded with 42 fills the state of xoshiro256++.
  ///
  ///     cc -O2 reference.c && ./a.out   # splitmix64.c and xoshiro256plusplus.c of prng.di.unimi.it
  @Test func equalsTheReferenceProgram() {
    var generator = SeededGenerator(seed: 42)
    let numbers = (0..<4).map { _ in generator.next() }
    #expect(
      numbers == [
        0xD076_4D4F_4476_689F, 0x519E_4174_576F_3791, 0xFBE0_7CFB_0C24_ED8C, 0xB37D_9F60_0CD8_35B8,
      ])
  }

  @Test func streamsAreApartAndRepeatable() {
    var first = SeededGenerator(seed: 1, stream: 2, 3)
    var again = SeededGenerator(seed: 1, stream: 2, 3)
    var swapped = SeededGenerator(seed: 1, stream: 3, 2)
    let numbers = (0..<8).map { _ in first.next() }
    #expect(numbers == (0..<8).map { _ in again.next() })
    #expect(numbers != (0..<8).map { _ in swapped.next() })
  }

  @Test func purposesAreApartAndRepeatable() {
    func numbers(_ generator: SeededGenerator) -> [UInt64] {
      var generator = generator
      return (0..<8).map { _ in generator.next() }
    }
    let order = numbers(SeededGenerator(seed: 1, purpose: "order", stream: 2))
    #expect(order == numbers(SeededGenerator(seed: 1, purpose: "order", stream: 2)))
    let others = [
      SeededGenerator(seed: 1, purpose: "order", stream: 3),
      SeededGenerator(seed: 2, purpose: "order", stream: 2),
      SeededGenerator(seed: 1, purpose: "dropout", stream: 2),
      SeededGenerator(seed: 1, purpose: "", stream: 2),
      SeededGenerator(seed: 1, purpose: "order"),
      SeededGenerator(seed: 1, stream: 2),
    ]
    for other in others { #expect(Set(numbers(other)).isDisjoint(with: order)) }
  }

  @Test func normalDeviatesHaveMeanZeroAndVarianceOne() {
    var generator = SeededGenerator(seed: 7)
    let deviates = (0..<100_000).map { _ in generator.normal() }
    let mean = deviates.reduce(0, +) / 100_000
    let variance = deviates.reduce(0) { $0 + $1 * $1 } / 100_000
    // Five standard errors.
    #expect(abs(mean) < 5 / 100_000.0.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / 100_000.0).squareRoot())
  }

  @Test func uniformNumbersStayInRangeAndFillIt() {
    var generator = SeededGenerator(seed: 8)
    let numbers = (0..<10_000).map { _ in generator.uniform(in: -2...3) }
    #expect(numbers.allSatisfy { (-2...3).contains($0) })
    #expect(numbers.min()! < -1.99 && numbers.max()! > 2.99)
  }
}
