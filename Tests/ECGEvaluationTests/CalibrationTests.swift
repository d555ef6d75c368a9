import ECGDatasets
import ECGEvaluation
import Foundation
import Testing

/// Calibration errors and Brier scores against scikit-learn's.
@Suite struct CalibrationTests {
  /// What scikit-learn 1.9.1 (NumPy 2.4.6) gives the cases of ``GoldenCase``, with `cases` as in
  /// ``Golden``, printed by:
  ///
  ///     from sklearn.calibration import calibration_curve
  ///
  ///     for name, (y, p) in cases.items():
  ///         p, k = p.astype(float), p.shape[1]
  ///         right, c = p.argmax(1) == y, p.max(1)
  ///         accuracy, confidence = calibration_curve(right, c, n_bins=15)
  ///         counts = np.bincount(np.searchsorted(np.linspace(0, 1, 16)[1:-1], c), minlength=15)
  ///         gaps = np.abs(accuracy - confidence)
  ///         brier = m.brier_score_loss(y, p if k > 2 else p[:, 1], scale_by_half=False,
  ///                                    **(dict(labels=range(k)) if k > 2 else {}))
  ///         print(name, counts[counts > 0] / len(y) @ gaps, gaps.max(), brier, counts)
  struct Expected: Sendable {
    let example: GoldenCase
    let expectedError, maximumError, brier: Double
    let counts: [Int]
  }

  static let expected = [
    Expected(
      example: .kaggleLike, expectedError: 0.48097810392327056, maximumError: 0.5518078731057571,
      brier: 0.5133811775156132,
      counts: [0, 0, 0, 1247, 5297, 6597, 4810, 2521, 956, 329, 103, 25, 5, 1, 1]),
    Expected(
      example: .tied, expectedError: 0.5479189485311508, maximumError: 0.6482140953126161,
      brier: 0.5715649274611105, counts: [0, 0, 0, 6, 21, 23, 9, 1, 0, 0, 0, 0, 0, 0, 0]),
    Expected(
      example: .absentAndNeverPredicted, expectedError: 0.057215602993965144,
      maximumError: 0.18657613794008887, brier: 0.7692624917480091,
      counts: [0, 0, 0, 0, 0, 42, 63, 66, 48, 42, 13, 12, 9, 4, 1]),
    Expected(
      example: .twoClasses, expectedError: 0.0924031028151512, maximumError: 0.17941410433162341,
      brier: 0.3705225823231807, counts: [0, 0, 0, 0, 0, 0, 0, 33, 51, 32, 29, 27, 11, 10, 7]),
    Expected(
      example: .oneClass, expectedError: 0.39579747289419176, maximumError: 0.6357034295797348,
      brier: 0.5512918571905422, counts: [0, 0, 0, 8, 14, 12, 7, 5, 3, 1, 0, 0, 0, 0, 0]),
  ]

  @Test(arguments: expected)
  func equalsScikitLearn(_ expected: Expected) throws {
    let scores = try expected.example.evaluation()
    let calibration = Calibration(scores)
    #expect(calibration.bins.map(\.beats) == expected.counts)
    #expect(agree([calibration.expectedError], [expected.expectedError]))
    #expect(agree([calibration.maximumError], [expected.maximumError]))
    // scikit-learn's binary score takes the second probability for one less the first.
    #expect(agree([scores.brierScore], [expected.brier], to: 1e-7))
  }

  private func scores(_ confidences: [Float], right: [Bool]) throws -> Evaluation {
    try Evaluation(
      task: BeatTask(name: "two", classes: Array(BeatTask.arrhythmia.classes.prefix(2))),
      labels: right.map { $0 ? 0 : 1 }, probabilities: confidences.flatMap { [$0, 1 - $0] })
  }

  /// By hand: two beats in (0.5, 0.75], one of them right; two in (0.75, 1], both right.
  @Test func binsHoldTheirUpperEdge() throws {
    let calibration = Calibration(
      try scores([0.625, 0.75, 0.875, 1], right: [false, true, true, true]), binCount: 4)
    #expect(calibration.bins.map(\.beats) == [0, 0, 2, 2])
    #expect(calibration.bins.map(\.confidence) == [nil, nil, 0.6875, 0.9375])
    #expect(calibration.bins.map(\.accuracy) == [nil, nil, 0.5, 1])
    #expect(calibration.bins.map(\.low) == [0, 0.25, 0.5, 0.75])
    #expect(calibration.bins[3].high == 1)
    #expect(calibration.maximumError == 0.1875)
    #expect(calibration.expectedError == (0.1875 + 0.0625) / 2)
  }

  @Test func oneBinComparesTheMeans() throws {
    let scores = try GoldenCase.kaggleLike.evaluation()
    let one = Calibration(scores, binCount: 1)
    let mean = scores.confidences.reduce(0) { $0 + Double($1) } / 21_892
    #expect(agree([one.expectedError], [abs(scores.accuracy - mean)]))
    #expect(one.expectedError == one.maximumError)
  }

  /// Right and sure: nothing to add. Wrong and sure: as far off as can be.
  @Test(arguments: [true, false])
  func extremes(isRight: Bool) throws {
    let scores = try scores([1, 1, 1], right: [isRight, isRight, isRight])
    #expect(Calibration(scores).expectedError == (isRight ? 0 : 1))
    #expect(scores.brierScore == (isRight ? 0 : 2))
  }

  /// What is no probability still lies in a bin.
  @Test func numbersThatAreNoProbabilitiesLieInTheOuterBins() throws {
    let calibration = Calibration(try scores([7, -3, 0.5], right: [true, false, true]))
    #expect(calibration.bins[14].beats == 2 && calibration.bins[7].beats == 1)
  }
}
