import ECGEvaluation
import Foundation
import Testing

/// Planes of examples, beside those of scikit-learn.
@Suite struct EmbeddingTests {
  /// Three groups of waves, which `numpy` makes by the same formula:
  ///
  ///     i = np.arange(240)[:, None]; d = np.arange(12)[None, :]; c = i % 3
  ///     x = (3 * np.sin(1.7 * c + d * (c + 1))
  ///          + 0.8 * np.sin(0.37 * i * (d + 1) + c)).astype(np.float32)
  private static let examples: [Float] = (0..<240).flatMap { i in
    (0..<12).map { d in
      let (i, d, c) = (Double(i), Double(d), Double(i % 3))
      return Float(3 * sin(1.7 * c + d * (c + 1)) + 0.8 * sin(0.37 * i * (d + 1) + c))
    }
  }

  /// scikit-learn 1.9.1: `PCA(2).fit(x.astype(np.float64))`, up to the sign of each component.
  @Test func componentsAreThoseOfScikitLearn() throws {
    let found = PrincipalComponents(of: Self.examples, dimensions: 12)
    let variance = [19.01421827051503, 13.618613879583794]
    let ratio = [0.5304760581724421, 0.37994455022201856]
    let directions = [
      [-0.32830682909142955, 0.3764416328779442, 0.39252023947628406, -0.28802497221609685],
      [0.2137859293369372, 0.113700667983971, 0.16448945234336398, 0.21769579384578897],
    ]
    let positions = [
      [4.50210938216745, 3.4487618707532874], [-5.7789927326286685, 1.8177258371166052],
      [1.3786847529792492, -4.721986869160265],
    ]
    let own = found.positions(of: Array(Self.examples.prefix(36)))
    for axis in 0..<2 {
      #expect(abs(found.explainedVariance[axis] - variance[axis]) < 1e-5)
      #expect(abs(found.explainedVarianceRatio[axis] - ratio[axis]) < 1e-6)
      let sign = found.components[axis][0] * directions[axis][0] < 0 ? -1.0 : 1
      for place in 0..<4 {
        #expect(abs(sign * found.components[axis][place] - directions[axis][place]) < 1e-5)
      }
      for example in 0..<3 {
        #expect(abs(sign * own[example][axis] - positions[example][axis]) < 1e-4)
      }
    }
  }

  /// Fewer dimensions than components, and examples that are all the same.
  @Test func oddExamplesHaveComponents() {
    let line = PrincipalComponents(of: [1, 2, 3, 4], dimensions: 1)
    #expect(line.components.count == 1 && abs(line.explainedVariance[0] - 5.0 / 3) < 1e-9)
    // All on one line through three dimensions: numpy.linalg.norm([1, 2, 2]) ** 2 *
    // var([0...4], ddof=1).
    let slanted = PrincipalComponents(
      of: (0..<5).flatMap { [Float($0), 2 * Float($0), 2 * Float($0)] }, dimensions: 3)
    #expect(abs(slanted.explainedVariance[0] - 22.5) < 1e-9)
    #expect(abs(slanted.explainedVariance[1]) < 1e-9)
    let same = PrincipalComponents(of: [Float](repeating: 2, count: 40), dimensions: 4)
    #expect(same.explainedVariance == [0, 0] && same.explainedVarianceRatio == [0, 0])
    #expect(same.positions(of: [2, 2, 2, 2])[0].allSatisfy { abs($0) < 1e-9 })
  }

  /// scikit-learn 1.9.1: `trustworthiness(x, PCA(2).fit_transform(x), n_neighbors=12)`.
  @Test func trustworthinessIsThatOfScikitLearn() {
    let plane = PrincipalComponents(of: Self.examples, dimensions: 12)
      .positions(of: Self.examples)
    let found = NeighbourEmbedding.trustworthiness(of: plane, values: Self.examples)
    #expect(abs(found - 0.901973601705543) < 2e-4)
  }

  /// scikit-learn 1.9.1: `TSNE(2, init="pca", perplexity=30, random_state=0, method="exact")` has a
  /// trustworthiness of 0.9671322422874342 with 12 neighbours; ours may be 0.02 below it.
  @Test func neighboursStayNeighbours() {
    let found = NeighbourEmbedding(of: Self.examples, dimensions: 12)
    let trust = NeighbourEmbedding.trustworthiness(of: found.points, values: Self.examples)
    #expect(trust > 0.9671322422874342 - 0.02, "\(trust)")
    #expect(found == NeighbourEmbedding(of: Self.examples, dimensions: 12))
  }

  @Test func examplesThatAreTheSameLieTogether() {
    let values = (0..<40).flatMap { [Float]([Float($0 % 2) * 5, 1, 0]) }
    let points = NeighbourEmbedding(of: values, dimensions: 3).points
    #expect(points.allSatisfy { $0.allSatisfy(\.isFinite) })
    let same = NeighbourEmbedding(of: [Float](repeating: 1, count: 60), dimensions: 3)
    #expect(same.points.allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  /// statsmodels 0.14: `proportion_confint(k, n, method="wilson")`.
  @Test func wilsonIsThatOfStatsmodels() {
    for (correct, count, low, high) in [
      (9, 10, 0.5958499732047615, 0.9821237869049271), (10, 10, 0.7224672001371107, 1),
      (0, 5, 0, 0.43448246478317487),
    ] {
      let found = Interval.wilson(share: Double(correct) / Double(count), of: count)
      #expect(abs(found.low - low) < 1e-6 && abs(found.high - high) < 1e-4, "\(found)")
    }
    #expect(Interval.wilson(share: .nan, of: 0) == Interval(low: 0, high: 1))
  }
}
