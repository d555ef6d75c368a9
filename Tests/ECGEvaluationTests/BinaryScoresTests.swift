import ECGDatasets
import ECGEvaluation
import Foundation
import ECGTestSupport
import Testing

/// Two classes as medicine scores them.
@Suite struct BinaryScoresTests {
  private static func label(_ beat: Int) -> Int {
    let (first, second) = (Double(beat * 53 % 19), Double(beat * 37 % 101))
    return first + second / 8 > 14 ? 1 : 0
  }

  private func evaluation(threshold: Double? = nil) throws -> Evaluation {
    let positive = (1...40).map { Float(Double($0 * 37 % 101) / 101) }
    let labels = (1...40).map(Self.label)
    return try Evaluation(
      task: .infarction, labels: labels, probabilities: positive.flatMap { [1 - $0, $0] },
      threshold: threshold.flatMap(DecisionThreshold.init))
  }

  /// scikit-learn 1.9.1: `recall_score`, `precision_score` with `pos_label` 1 and 0, and
  /// `roc_auc_score` of the numbers in `DecisionThresholdTests`, with 0.48 as threshold.
  @Test func equalThoseOfScikitLearn() throws {
    let scores = try #require(BinaryScores(evaluation(threshold: 0.48)))
    #expect(abs(try #require(scores.sensitivity) - 0.7391304347826086) < 1e-12)
    #expect(abs(try #require(scores.specificity) - 0.7647058823529411) < 1e-12)
    #expect(abs(try #require(scores.positivePredictiveValue) - 0.8095238095238095) < 1e-12)
    #expect(abs(try #require(scores.negativePredictiveValue) - 0.6842105263157895) < 1e-12)
    #expect(abs(try #require(scores.rocAUC) - 0.7749360613810742) < 1e-12)
  }

  @Test func theThresholdDecides() throws {
    let (low, high) = (try evaluation(threshold: 0), try evaluation(threshold: 1))
    #expect(Set(low.predictions) == [1] && Set(high.predictions) == [0])
    #expect(try evaluation().predictions == evaluation(threshold: 0.5).predictions)
    let all = try #require(BinaryScores(low))
    #expect(all.sensitivity == 1 && all.specificity == 0 && all.negativePredictiveValue == nil)
    #expect(all.rocAUC == (try #require(BinaryScores(high)).rocAUC))
    // The confidence is that in the class a beat is taken for.
    #expect(
      low.confidences
        == low.probabilities.indices.filter { $0 % 2 == 1 }.map {
          low.probabilities[$0]
        })
  }

  @Test func textAndDocumentNameThem() throws {
    let evaluation = try evaluation(threshold: 0.48)
    let intervals = BootstrapIntervals(evaluation.confusionMatrix, resamples: 50, seed: 1)
    let scores = try #require(BinaryScores(evaluation, intervals: intervals))
    let text = scores.description
    #expect(text.contains("sensitivity: myocardial infarction found  0.739 ("))
    #expect(text.contains("specificity: healthy control recognised") && text.contains("0.765 ("))
    #expect(text.contains("MI from a probability of 0.4800 on, chosen on the validation beats"))
    #expect(try #require(BinaryScores(self.evaluation())).description.contains("no threshold"))
    let document = try JSONEncoder().encode(
      EvaluationReport(evaluation: evaluation, intervals: intervals, isSynthetic: false))
    let json = try #require(try ExactJSON.object(with: document) as? [String: Any])
    let binary = try #require(json["binary"] as? [String: Any])
    #expect(binary["threshold"] as? Double == 0.48 && binary["positiveClass"] as? String == "MI")
    #expect(binary["sensitivity"] as? Double == scores.sensitivity)
    let bounds = try #require(binary["intervals"] as? [String: [String: Double]])
    #expect(bounds["specificity"]?["low"] == intervals.classes[0].recall?.low)
  }

  @Test func moreClassesHaveNone() throws {
    let five = try Evaluation(
      task: .arrhythmia, labels: [1], probabilities: [0, 1, 0, 0, 0],
      threshold: DecisionThreshold(0.9))
    #expect(BinaryScores(five) == nil && five.threshold == nil && five.predictions == [1])
    let document = try JSONEncoder().encode(
      EvaluationReport(
        evaluation: five,
        intervals: BootstrapIntervals(five.confusionMatrix, resamples: 2, seed: 1),
        isSynthetic: false))
    let json = try #require(try ExactJSON.object(with: document) as? [String: Any])
    #expect(json["binary"] == nil)
  }
}
