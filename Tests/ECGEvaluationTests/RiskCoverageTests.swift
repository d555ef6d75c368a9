import ECGDatasets
import ECGEvaluation
import Testing

/// What is reached where unsure beats are left out.
@Suite struct RiskCoverageTests {
  /// What scikit-learn 1.9.1 (NumPy 2.4.6) gives the cases of ``GoldenCase``, with `cases` as in
  /// ``Golden``, printed by:
  ///
  ///     for name, (y, p) in cases.items():
  ///         p = p.astype(float)
  ///         q, c = p.argmax(1), p.max(1)
  ///         s = np.sort(c)
  ///         kept = len(c) - np.searchsorted(s, c, "left")
  ///         wrong = np.cumsum((q != y)[np.argsort(-c)])
  ///         print(name, np.mean([wrong[n - 1] / n for n in kept]))
  ///         for t in (0, 0.4, 0.5, 0.6):
  ///             k = c >= t
  ///             if k.any():
  ///                 f1 = m.f1_score(y[k], q[k], average="macro", zero_division=0)
  ///                 print(k.sum(), m.accuracy_score(y[k], q[k]), f1)
  struct Expected: Sendable {
    let example: GoldenCase
    let area: Double
    let beats: [Int]
    let accuracy, macroF1: [Double?]
  }

  static let thresholds = [0, 0.4, 0.5, 0.6]
  static let expected = [
    Expected(
      example: .kaggleLike, area: 0.032517943051784105, beats: [21892, 8751, 2440, 464],
      accuracy: [0.8690845971131007, 0.9867443720717632, 0.9991803278688525, 1],
      macroF1: [0.707071613003347, 0.9632993106630904, 0.9971469851779482, 1]),
    Expected(
      example: .tied, area: 0.02526415926258694, beats: [60, 10, 1, 0],
      accuracy: [0.8833333333333333, 1, 1, nil], macroF1: [0.8906092153460575, 1, 1, nil]),
    Expected(
      example: .absentAndNeverPredicted, area: 0.35342051564953075, beats: [300, 258, 165, 81],
      accuracy: [0.53, 0.5697674418604651, 0.6303030303030303, 0.7283950617283951],
      macroF1: [
        0.3645131401617251, 0.38446969696969696, 0.41610305958132043, 0.43209876543209874,
      ]),
    Expected(
      example: .twoClasses, area: 0.14400388429756814, beats: [200, 200, 200, 116],
      accuracy: [0.705, 0.705, 0.705, 0.8103448275862069],
      macroF1: [0.6844835423407043, 0.6844835423407043, 0.6844835423407043, 0.7947232947232947]),
    Expected(
      example: .oneBeat, area: 0, beats: [1, 1, 1, 0], accuracy: [1, 1, 1, nil],
      macroF1: [1, 1, 1, nil]),
    Expected(
      example: .oneClass, area: 0.07703389372213071, beats: [50, 16, 6, 1],
      accuracy: [0.76, 1, 1, 1], macroF1: [0.2159090909090909, 1, 1, 1]),
  ]

  @Test(arguments: expected)
  func equalsScikitLearn(_ expected: Expected) throws {
    let curve = RiskCoverageCurve(try expected.example.evaluation())
    #expect(agree([curve.area], [expected.area]))
    let points = Self.thresholds.map(curve.point)
    #expect(points.map(\.threshold) == Self.thresholds)
    #expect(points.map(\.beats) == expected.beats)
    #expect(agree(points.map(\.accuracy), expected.accuracy))
    #expect(agree(points.map(\.macroF1), expected.macroF1))
    let all = Double(expected.beats[0])
    #expect(agree(points.map(\.coverage), expected.beats.map { Double($0) / all }))
  }

  @Test(arguments: GoldenCase.all)
  func coverageRisesToOneAsTheThresholdFalls(_ example: GoldenCase) throws {
    let scores = try example.evaluation()
    let curve = RiskCoverageCurve(scores)
    #expect(Set(curve.points.map(\.threshold)) == Set(scores.confidences.map(Double.init)))
    for (higher, lower) in zip(curve.points, curve.points.dropFirst()) {
      #expect(higher.threshold > lower.threshold && higher.coverage < lower.coverage)
    }
    let last = try #require(curve.points.last)
    #expect(last.coverage == 1 && last.beats == example.labels.count)
    #expect(agree([last.accuracy, last.macroF1], [scores.accuracy, scores.f1.macro]))
  }

  /// By hand: kept at a confidence that a beat has exactly; beats of one confidence go together.
  @Test func beatsAtTheThresholdAreKept() throws {
    let confidences: [Float] = [0.875, 0.75, 0.75, 0.625]
    let scores = try Evaluation(
      task: BeatTask(name: "two", classes: Array(BeatTask.arrhythmia.classes.prefix(2))),
      labels: [0, 1, 0, 0], probabilities: confidences.flatMap { [$0, 1 - $0] })
    let curve = RiskCoverageCurve(scores)
    #expect(curve.points.map(\.beats) == [1, 3, 4])
    #expect(curve.point(at: 0.75).beats == 3 && curve.point(at: 0.7500001).beats == 1)
    #expect(curve.point(at: 0.9).beats == 0 && curve.point(at: 0.9).accuracy == nil)
    // The risks of the four beats: 0, 1/3 twice, 1/4.
    let area: Double = 11.0 / 48
    #expect(agree([curve.area], [area]))
  }

  @Test func theTableHasARowForEachThreshold() throws {
    #expect(
      AbstainingTable(try GoldenCase.twoClasses.evaluation()).description == """
        unclassified below  coverage  accuracy  macro-F1  beats
        none left out          1.000     0.705     0.684    200
        0.50                   1.000     0.705     0.684    200
        0.70                   0.350     0.871     0.861     70
        0.80                   0.140     1.000     1.000     28
        0.90                   0.065     1.000     1.000     13
        0.95                   0.020     1.000     1.000      4
        0.99                   0.000         –         –      0
        """)
  }
}
