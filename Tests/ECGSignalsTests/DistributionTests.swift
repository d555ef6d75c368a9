import ECGSignals
import Testing

/// How numbers are distributed, beside NumPy.
@Suite struct DistributionTests {
  ///     numpy.mean([2, 3, 5, 11]), numpy.std([2, 3, 5, 11], ddof=1)
  @Test func meanAndDeviationAreThoseOfTheSample() throws {
    let values = [2.0, 3, 5, 11]
    #expect(values.mean == 5.25)
    #expect(abs(try #require(values.sampleDeviation) - 4.031128874149275) < 1e-12)
  }

  @Test func whatIsNotDefinedIsNil() {
    #expect([Double]().mean == nil && [Double]().sampleDeviation == nil)
    #expect([3.0].mean == 3 && [3.0].sampleDeviation == nil)
  }

  ///     numpy.percentile([2, 3, 5, 11], [0, 5, 50, 90, 100])
  @Test(arguments: [(0.0, 2.0), (0.05, 2.15), (0.5, 4), (0.9, 9.2), (1, 11)])
  func quantilesLieBetweenNumbers(share: Double, expected: Double) {
    #expect(abs([2.0, 3, 5, 11].risingQuantile(share) - expected) < 1e-12)
    #expect([7.0].risingQuantile(share) == 7)
  }
}
