import ECGFiles
import Testing

/// Names of files as bytes, where texts would be the same.
@Suite struct NameTableTests {
  private let composed = "\u{E9}.dat"
  private let decomposed = "e\u{301}.dat"

  @Test func namesAreToldApartByTheirBytes() {
    #expect(composed == decomposed)
    #expect(ExactName(composed) != ExactName(decomposed))
    #expect(Set([composed, decomposed, composed].map(ExactName.init)).count == 2)
    var table = NameTable<Int>()
    table.add(1, named: composed)
    table.add(2, named: decomposed)
    #expect(table[composed] == 1 && table[decomposed] == 2 && table["e.dat"] == nil)
    #expect(table.sorted.map { Array($0.utf8) } == [Array(decomposed.utf8), Array(composed.utf8)])
  }

  /// An archive of one system, and a header that was written on another.
  @Test func aNameIsFoundAsATextWhereNoneHasItsBytes() {
    var table = NameTable<Int>()
    table.add(1, named: decomposed)
    #expect(table[composed] == 1)
    #expect(table.match(composed) == ExactName(decomposed))
  }
}
