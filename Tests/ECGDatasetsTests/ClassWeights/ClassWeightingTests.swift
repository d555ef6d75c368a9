import ECGDatasets
import Testing

@Suite struct ClassWeightingTests {
  /// `sklearn.utils.class_weight.compute_class_weight("balanced", classes=numpy.arange(5), y=…)` on
  /// the classes of Kaggle's train file.
  @Test func balancedEqualsScikitLearn() {
    let weights = ClassWeighting.balanced.weights(counts: [72471, 2223, 5788, 641, 6431])
    let expected = [
      0.24162492583240192, 7.877103013945119, 3.0253628196268143, 27.317940717628705,
      2.7228735810915876,
    ]
    for (weight, expected) in zip(weights, expected) { #expect(abs(weight - expected) < 1e-13) }
    #expect(weights.count == 5)
  }

  /// `compute_class_weight("balanced", classes=[0, 2], y=[0] * 3 + [2] * 9)`.
  @Test func classesWithoutBeatsDoNotCount() {
    #expect(ClassWeighting.balanced.weights(counts: [3, 0, 9]) == [2, 0, 0.6666666666666666])
    #expect(ClassWeighting.balanced.weights(counts: [0, 0]) == [0, 0])
    #expect(ClassWeighting.none.weights(counts: [3, 0]) == [1, 1])
  }

  @Test func sqrtIsTheRootOfBalanced() {
    let counts = [8, 1, 0, 3]
    let roots = ClassWeighting.balanced.weights(counts: counts).map { $0.squareRoot() }
    #expect(ClassWeighting.sqrt.weights(counts: counts) == roots)
    #expect(roots[1] == 2)
  }
}
