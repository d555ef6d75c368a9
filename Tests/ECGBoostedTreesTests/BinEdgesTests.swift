import ECGBoostedTrees
import ECGRandom
import Testing

@Suite struct BinEdgesTests {
  @Test func fewValuesHaveABinEach() {
    let edges = BinEdges(of: [3, 1, 2, 3, 1, 8], bins: 4)
    #expect(edges.thresholds == [1.5, 2.5, 5.5])
    #expect([0, 1, 1.5, 2, 3, 5, 6, 100].map(edges.bin) == [0, 0, 0, 1, 2, 2, 3, 3])
    #expect(BinEdges(of: [5, 5], bins: 4).thresholds.isEmpty)
    #expect(BinEdges(of: [], bins: 4).thresholds.isEmpty)
    #expect(BinEdges(of: [-0.0, 0], bins: 4).thresholds.isEmpty)
  }

  @Test func missingValuesHaveTheFirstBin() {
    let edges = BinEdges(of: [2, .nan, 4], bins: 4)
    #expect(edges.thresholds == [-.greatestFiniteMagnitude, 3])
    #expect([.nan, -1e30, 2, 4].map(edges.bin) == [0, 1, 1, 2])
    #expect(BinEdges(of: [.nan, .nan], bins: 4).count == 1)
    #expect(BinEdges(of: [1, 2, 3, .nan], bins: 2).count == 2)
    #expect(BinEdges(of: [.nan, -.greatestFiniteMagnitude, 0], bins: 9).count == 2)
  }

  @Test func neighboursAndExtremesAreKeptApart() {
    let value: Float = 0.1
    let edges = BinEdges(of: [value, value.nextUp, value.nextUp.nextUp], bins: 9)
    #expect([value, value.nextUp, value.nextUp.nextUp].map(edges.bin) == [0, 1, 2])
    let largest = Float.greatestFiniteMagnitude
    let extremes = BinEdges(of: [-largest, largest, largest.nextDown], bins: 9)
    #expect(extremes.count == 3)
    #expect(extremes.thresholds.allSatisfy { $0.isFinite })
  }

  @Test(arguments: [2, 5, 63, 255]) func manyValuesHaveBinsOfEqualNumbers(_ bins: Int) {
    var generator = SeededGenerator(seed: 3)
    let values = (0..<10_000).map { _ in Float(generator.normal()) }
    let edges = BinEdges(of: values, bins: bins)
    #expect(edges.count == bins)
    #expect(edges.thresholds == edges.thresholds.sorted())
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[edges.bin(of: value)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000 / bins) <= 1 + 10_000 / bins / 50 })
  }

  @Test func frequentValuesHaveBinsOfTheirOwn() {
    let values = [Float](repeating: 0, count: 500) + (1...500).map { Float($0) }
    let edges = BinEdges(of: values, bins: 11)
    #expect(edges.thresholds.first == 0.5)
    #expect(edges.count == 11)
    #expect(values.allSatisfy { (edges.bin(of: $0) == 0) == ($0 == 0) })
    // A bin ends early before one, so that it need not share.
    let middle = [Float](repeating: 7, count: 100) + [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13]
    #expect(BinEdges(of: middle, bins: 4).thresholds == [4.5, 6.5, 7.5])
  }
}
