import ECGDatasets
import Testing

/// Shares of beats.
@Suite struct StratifiedSampleTests {
  private let labels = (0..<1000).map { $0 < 900 ? 0 : $0 < 990 ? 1 : 2 }

  @Test func everyClassKeepsItsShare() {
    let taken = StratifiedSample.indices(0.1, labels: labels, seed: 1).map { labels[$0] }
    #expect(taken.count { $0 == 0 } == 90 && taken.count { $0 == 1 } == 9)
    #expect(taken.count { $0 == 2 } == 1)
    // One beat of each class is left at least.
    #expect(
      Set(StratifiedSample.indices(0.001, labels: labels, seed: 1).map { labels[$0] }).count == 3)
  }

  @Test func largerSharesHoldSmallerOnes() {
    var smaller: Set<Int> = []
    for share in [0.01, 0.05, 0.1, 0.5, 1] {
      let taken = Set(StratifiedSample.indices(share, labels: labels, seed: 7))
      #expect(taken.isSuperset(of: smaller))
      smaller = taken
    }
    #expect(smaller.count == labels.count)
    #expect(
      StratifiedSample.indices(0.1, labels: labels, seed: 1)
        != StratifiedSample.indices(0.1, labels: labels, seed: 2))
  }
}
