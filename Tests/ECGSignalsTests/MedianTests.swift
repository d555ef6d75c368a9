import ECGRandom
import Testing

import ECGSignals

@Suite struct MedianTests {
  private func expectThatOfSorted(_ values: [Double]) {
    let sorted = values.sorted()
    let (middle, isEven) = (sorted.count / 2, sorted.count.isMultiple(of: 2))
    #expect(values.upperMedian == sorted[middle])
    #expect(values.median == (isEven ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]))
    #expect(values[...].median == values.median)
  }

  @Test func ofNothingIsNone() {
    #expect([Float]().median == nil)
    #expect([Float]().upperMedian == nil)
  }

  /// Few values and many, with and without repeats, in order and out of order, and in one whose
  /// middle is the largest again and again, so that what is left is sorted in the end.
  @Test(arguments: [1, 2, 3, 4, 10, 20, 59, 60, 511, 512, 513, 2_000])
  func isThatOfSortedNumbers(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    for repeats in [2, 5, 1_000_000] {
      for _ in 0..<20 {
        expectThatOfSorted(
          (0..<count).map { _ in Double(Int.random(in: 0..<repeats, using: &generator)) })
      }
    }
    expectThatOfSorted((0..<count).map(Double.init))
    expectThatOfSorted((0..<count).reversed().map(Double.init))
    expectThatOfSorted((0..<count).map { Double(min($0, count - $0)) })
    expectThatOfSorted(Array(repeating: 1, count: count))
  }

  /// Samples that are missing may come anywhere: they have no order, and must not lead
  /// beyond the list.
  @Test func endsWhereNumbersAreMissing() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let values = (0..<60).map { _ in
        Bool.random(using: &generator) ? Double.nan : Double.random(in: 0...1, using: &generator)
      }
      #expect(values.median != nil)
    }
  }
}
