import ECGDatasets
import ECGEvaluation
import Testing

/// Curves of scores by the number of beats.
@Suite struct LearningCurveTests {
  /// A curve of one point for each list of classes that beats are taken for; all beats are
  /// of the first two.
  private func curve(_ calls: [[Int]]) throws -> LearningCurve {
    let points = try calls.enumerated().map { index, calls in
      let evaluation = try Evaluation(
        task: .arrhythmia, labels: calls.indices.map { $0 % 2 },
        probabilities: calls.flatMap { call in (0..<5).map { $0 == call ? Float(0.6) : 0.1 } })
      return LearningCurve.Point(
        share: Double(index + 1) / Double(calls.count), beats: 10, trainedBeats: 9,
        scores: [LearningCurve.Scores(evaluation, seed: 1)])
    }
    return LearningCurve(
      task: .arrhythmia, recipe: "fast", scoredBeats: calls[0].count, isSynthetic: false,
      points: points)
  }

  @Test func whatTheMeanIsOverIsSaidWhereItIsNotAllClasses() throws {
    let same = try curve([[0, 1, 0, 1, 0], [0, 1, 1, 1, 0]])
    #expect(same.description.contains("The macro F1 is over 2 of 5 classes (N, S): "))
    #expect(same.csv.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",N S") })
    let other = try curve([[0, 1, 2, 1, 0], [0, 1, 1, 1, 0]])
    #expect(other.description.contains("2 to 3 of 5, and not the same for all"))
    let all = try curve([[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]])
    #expect(!all.description.contains("The macro F1 is over"))
  }
}
