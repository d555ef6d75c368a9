import ECGDatasets
import ECGEvaluation
import ECGTestSupport
import Testing

@Suite struct PairedComparisonTests {
  /// statsmodels 0.15.0: `mcnemar([[0, b], [c, 0]], exact=True).pvalue`.
  @Test(arguments: [
    (0, 0, 1), (5, 5, 1), (2, 3, 1), (1, 9, 0.021484375), (12, 31, 0.005401572654591291),
    (700, 600, 0.0060157938610449395), (0, 91, 8.077935669463161e-28),
    (193, 53, 7.021042540746405e-20),
  ]) func mcNemarIsExact(first: Int, second: Int, pValue: Double) {
    let found = McNemarTest(firstOnly: first, secondOnly: second).pValue
    #expect(abs(found - pValue) <= 1e-12 * pValue)
  }

  /// Two classifiers of the same beats: of every fifty beats the second is surer of a wrong class
  /// in one, and of the right one in another.
  private func evaluations() throws -> (Evaluation, Evaluation) {
    let first = try GoldenCase.kaggleLike.evaluation()
    var probabilities = first.probabilities
    for beat in stride(from: 0, to: first.labels.count, by: 50) {
      probabilities[beat * 5 + (first.labels[beat] + 1) % 5] += 0.25
    }
    for beat in stride(from: 7, to: first.labels.count, by: 50) {
      probabilities[beat * 5 + first.labels[beat]] += 0.25
    }
    return (
      first,
      try Evaluation(task: first.task, labels: first.labels, probabilities: probabilities)
    )
  }

  /// SciPy 1.17.1, `y`, `q` and `v` being labels and predictions of ``evaluations()``:
  ///
  ///     stats.bootstrap((y, q, v), difference, paired=True, vectorized=False, n_resamples=5000,
  ///                     method="percentile", rng=np.random.default_rng(0))
  @Test func differencesAreThoseOfSciPy() throws {
    let (first, second) = try evaluations()
    let pair = try PairedComparison(first, second, resamples: 2000, seed: 1)
    #expect(pair.beats == 21_892)
    #expect(pair.mcNemar == McNemarTest(firstOnly: 193, secondOnly: 53))
    let golden: [(key: String, value: Double, low: Double, high: Double)] = [
      ("accuracy", -0.006395030147999248, -0.007765393751141938, -0.00502466654485656),
      ("macroF1", -0.010574376984222256, -0.013268669200361929, -0.00793020189952946),
      ("f1 S", -0.05104946006707689, -0.06007547038700559, -0.04210377073862076),
    ]
    for (key, value, low, high) in golden {
      let found = try #require(pair.differences.first { $0.key == key })
      #expect(abs(try #require(found.value) - value) < 1e-12)
      let interval = try #require(found.interval)
      // Both are drawn: a twentieth of the interval is what draws differ by.
      #expect(abs(interval.low - low) < (high - low) / 20)
      #expect(abs(interval.high - high) < (high - low) / 20)
      #expect(found.isClear)
    }
    let brier = try #require(pair.differences.first { $0.key == "brierScore" })
    #expect(
      brier.interval == nil && !brier.isClear && brier.value == second.brierScore - first.brierScore
    )
    #expect(pair.differences.count == Metric.all.count + 6)
  }

  /// Both find every beat of N, and the second the only one of S, which the first takes for N. In a
  /// draw without it both have the same.
  @Test func meansAreOverTheSameClassesInEveryDraw() throws {
    let task = BeatTask(name: "three", classes: Array(BeatTask.arrhythmia.classes.prefix(3)))
    let labels = Array(repeating: 0, count: 9) + [1]
    func evaluation(last: [Float]) throws -> Evaluation {
      try Evaluation(
        task: task, labels: labels,
        probabilities: (0..<9).flatMap { _ in [1, 0, 0] as [Float] } + last)
    }
    let pair = try PairedComparison(
      evaluation(last: [1, 0, 0]), evaluation(last: [0, 1, 0]), resamples: 500, seed: 1)
    let found = try #require(pair.differences.first { $0.key == "macroF1" }?.interval)
    // scikit-learn 1.9.1, f1_score(y, p, labels=[0, 1], average="macro", zero_division=0): 1/2 each
    // without the beat.
    #expect(found.low == 0 && found.high > 0.5)
  }

  @Test func aClassifierDoesNotDifferFromItself() throws {
    let one = try GoldenCase.tied.evaluation()
    let pair = try PairedComparison(one, one, resamples: 50, seed: 3)
    #expect(pair.mcNemar == McNemarTest(firstOnly: 0, secondOnly: 0))
    #expect(pair.differences.allSatisfy { $0.value == 0 && !$0.isClear })
    #expect(
      pair.differences.compactMap(\.interval).allSatisfy { $0 == Interval(low: 0, high: 0) })
  }

  @Test func beatsMustBeTheSame() throws {
    let one = try GoldenCase.tied.evaluation()
    let other = try GoldenCase.twoClasses.evaluation()
    #expect(throws: EvaluationError.otherBeats) { try PairedComparison(one, other, seed: 1) }
  }
}
