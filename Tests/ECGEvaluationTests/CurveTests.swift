import ECGEvaluation
import Testing

/// Numbers of scikit-learn 1.9.1; `y`, `p` are made by the program quoted in ``Golden``:
///
///     precision, recall, thresholds = m.precision_recall_curve(y == c, p[:, c])
///     fpr, tpr, thresholds = m.roc_curve(y == c, p[:, c])
@Suite struct CurveTests {
  @Test func precisionRecallCurveWithTiesEqualsScikitLearn() throws {
    let curve = try #require(try GoldenCase.tied.evaluation().precisionRecallCurve(ofClass: 1))
    #expect(agree(curve.precision, TiedCurves.precision))
    #expect(agree(curve.recall, TiedCurves.recall))
    #expect(agree(curve.thresholds.map(Double.init), TiedCurves.thresholds))
    #expect(agree([curve.averagePrecision], [GoldenCase.tied.golden.averagePrecision[1]]))
  }

  @Test func rocCurveWithTiesEqualsScikitLearn() throws {
    let curve = try #require(try GoldenCase.tied.evaluation().rocCurve(ofClass: 1))
    #expect(agree(curve.falsePositiveRate, TiedCurves.falsePositiveRate))
    #expect(agree(curve.truePositiveRate, TiedCurves.truePositiveRate))
    #expect(agree(curve.thresholds.map(Double.init), TiedCurves.rocThresholds))
    #expect(agree([curve.area], [GoldenCase.tied.golden.rocAUC[1]]))
  }

  /// The number of thresholds, the sums of precision, of `recall * arange` and of the thresholds.
  @Test(
    arguments: zip(
      0..<5,
      [
        [21645.0, 21195.868142862833, 92945059.26878469, 7449.056680134265],
        [21595.0, 2557.189205684804, 214762416.425, 3471.210076942458],
        [21585.0, 4353.689949578933, 208939693.76366562, 3616.4246303229884],
        [21573.0, 2406.4068258001944, 215324863.26430976, 3469.198125830473],
        [21581.0, 4326.302673783579, 209387681.88370186, 3609.3475633921626],
      ]))
  func precisionRecallCurvesOfManyBeatsEqualScikitLearn(index: Int, sums: [Double]) throws {
    let curve = try #require(
      try GoldenCase.kaggleLike.evaluation().precisionRecallCurve(ofClass: index))
    let found = [
      Double(curve.thresholds.count), curve.precision.reduce(0, +), weightedSum(curve.recall),
      curve.thresholds.reduce(0) { $0 + Double($1) },
    ]
    #expect(agree(found, sums, to: 1e-11))
  }

  /// The number of thresholds, the sums of the false positive rates, of `tpr * arange` and of the
  /// thresholds after the first.
  @Test(
    arguments: zip(
      0..<5,
      [
        [2246.0, 318.57285752906193, 2353819.7101082834, 615.404229550506],
        [1141.0, 303.57622811970634, 608027.446875, 277.1236935687193],
        [1555.0, 325.17381828748546, 1115371.7733118972, 404.3415125211468],
        [1158.0, 311.22438726641, 631886.6565656565, 277.48449935531244],
        [1509.0, 337.76696821634175, 1057686.5012285013, 384.9089223725896],
      ]))
  func rocCurvesOfManyBeatsEqualScikitLearn(index: Int, sums: [Double]) throws {
    let curve = try #require(try GoldenCase.kaggleLike.evaluation().rocCurve(ofClass: index))
    let found = [
      Double(curve.thresholds.count), curve.falsePositiveRate.reduce(0, +),
      weightedSum(curve.truePositiveRate),
      curve.thresholds.dropFirst().reduce(0) { $0 + Double($1) },
    ]
    #expect(agree(found, sums, to: 1e-11))
  }

  @Test func curvesWithoutPositivesOrNegativesAreMissing() throws {
    let absent = try GoldenCase.absentAndNeverPredicted.evaluation()
    #expect(absent.precisionRecallCurve(ofClass: 2) == nil)
    #expect(absent.rocCurve(ofClass: 2) == nil)
    let single = try GoldenCase.oneClass.evaluation()
    #expect(single.rocCurve(ofClass: 2) == nil)
    #expect(single.precisionRecallCurve(ofClass: 2)?.averagePrecision == 1)
  }

  @Test func aPerfectRankingHasAreaOneAndAReversedOneZero() {
    let labels = [1, 1, 0, 0, 0]
    let rising: [Float] = [0.9, 0.8, 0.3, 0.2, 0.1]
    #expect(ranking(labels, rising).areaUnderROC == 1)
    #expect(ranking(labels, rising).averagePrecision == 1)
    #expect(ranking(labels, rising.map { -$0 }).areaUnderROC == 0)
  }

  @Test func aRisingTransformationOfTheScoresChangesNothing() {
    let labels = GoldenCase.twoClasses.labels
    let scores = stride(from: 1, to: 2 * labels.count, by: 2).map {
      GoldenCase.twoClasses.probabilities[$0]
    }
    let area = ranking(labels, scores).areaUnderROC
    #expect(ranking(labels, scores.map { 8 * $0 - 5 }).areaUnderROC == area)
    #expect(area != 0.5)
  }

  @Test func negativeAndZeroScoresAreOrderedAndPlusAndMinusZeroAreEqual() {
    let ranking = ranking([1, 0, 1, 0], [0, -0.0, -1, -2])
    #expect(ranking.steps.map(\.score) == [0, -1, -2])
    #expect(ranking.steps.map(\.truePositives) == [1, 2, 2])
    #expect(ranking.steps.map(\.falsePositives) == [1, 1, 2])
  }

  private func ranking(_ labels: [Int], _ scores: [Float]) -> Ranking {
    // Class 1 of two, as labels 1 are the positives; column 0 is not read.
    Ranking(class: 1, of: 2, labels: labels, probabilities: scores.flatMap { [0, $0] })
  }

  private func weightedSum(_ values: [Double]) -> Double {
    values.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }
}

/// The curves of class 1 of `tied`.
private enum TiedCurves {
  static let precision: [Double] = [
    0.15, 0.15254237288135594, 0.15789473684210525, 0.16666666666666666, 0.18, 0.20454545454545456,
    0.23076923076923078, 0.23684210526315788, 0.24324324324324326, 0.2571428571428571, 0.3,
    0.32142857142857145, 0.3333333333333333, 0.36, 0.391304347826087, 0.47368421052631576, 0.6,
    0.6923076923076923, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
  ]
  static let recall: [Double] = [
    1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
    1.0, 0.8888888888888888, 0.7777777777777778, 0.5555555555555556, 0.4444444444444444,
    0.3333333333333333, 0.1111111111111111, 0.0,
  ]
  static let thresholds: [Double] = [
    0.06666667014360428, 0.0714285746216774, 0.07692307978868484, 0.0833333358168602,
    0.09090909361839294, 0.10000000149011612, 0.1111111119389534, 0.13333334028720856,
    0.1428571492433548, 0.1538461595773697, 0.1666666716337204, 0.1818181872367859, 0.1875,
    0.20000000298023224, 0.2142857164144516, 0.23076923191547394, 0.25, 0.27272728085517883,
    0.30000001192092896, 0.3076923191547394, 0.3125, 0.3333333432674408, 0.3571428656578064,
    0.4000000059604645, 0.4166666567325592, 0.4545454680919647,
  ]
  static let falsePositiveRate: [Double] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0196078431372549, 0.0784313725490196, 0.11764705882352941,
    0.27450980392156865, 0.35294117647058826, 0.37254901960784315, 0.4117647058823529,
    0.5098039215686274, 0.5490196078431373, 0.5882352941176471, 0.6862745098039216,
    0.803921568627451, 0.8823529411764706, 0.9411764705882353, 0.9803921568627451, 1.0,
  ]
  static let truePositiveRate: [Double] = [
    0.0, 0.1111111111111111, 0.3333333333333333, 0.5555555555555556, 0.7777777777777778, 1.0, 1.0,
    1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
  ]
  static let rocThresholds: [Double] = [
    .infinity, 0.4545454680919647, 0.4166666567325592, 0.3571428656578064, 0.3333333432674408,
    0.3076923191547394, 0.30000001192092896, 0.27272728085517883, 0.25, 0.2142857164144516, 0.1875,
    0.1818181872367859, 0.1666666716337204, 0.1538461595773697, 0.1428571492433548,
    0.1111111119389534, 0.10000000149011612, 0.09090909361839294, 0.0833333358168602,
    0.07692307978868484, 0.0714285746216774, 0.06666667014360428,
  ]
}
