import ECGDatasets
import ECGEvaluation
import Foundation
import Testing

/// The catalogue, and that everything which shows metrics shows all of it.
@Suite struct MetricTests {
  @Test func keysAndNamesAreUnique() {
    #expect(Set(Metric.all.map(\.key)).count == Metric.all.count)
    #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
    #expect(Metric.all.allSatisfy { !$0.meaning.isEmpty && !$0.meaning.hasSuffix(".") })
  }

  @Test func valuesAreThoseOfTheEvaluation() throws {
    let scores = try GoldenCase.twoClasses.evaluation()
    let matrix = scores.confusionMatrix
    let values = Metric.all.map { $0.value(of: scores) }
    #expect(
      values == [
        scores.accuracy, scores.balancedAccuracy, matrix.cohensKappa, matrix.matthewsCorrelation,
        scores.macroROCAUC, scores.macroAveragePrecision, Calibration(scores).expectedError,
        Calibration(scores).maximumError, scores.brierScore, scores.logLoss,
        RiskCoverageCurve(scores).area,
      ])
    let falling = Metric.all.filter { $0.direction == .falling }.map(\.key)
    #expect(
      falling == [
        "expectedCalibrationError", "maximumCalibrationError", "brierScore", "logLoss",
        "riskCoverageArea",
      ])
  }

  /// What the counts decide has an interval, which holds the value; what probabilities
  /// decide has none.
  @Test func intervalsAreThoseOfTheCounts() throws {
    let scores = try GoldenCase.kaggleLike.evaluation()
    let intervals = BootstrapIntervals(scores.confusionMatrix, resamples: 200, seed: 1)
    let values = MetricValues(scores, intervals: intervals)
    for metric in Metric.all {
      let score = values[metric]
      #expect((score.interval != nil) == (metric.subject == .decisions), "\(metric.key)")
      if let interval = score.interval { #expect(interval.contains(try #require(score.value))) }
    }
  }

  @Test func valuesComeBackFromADocument() throws {
    let scores = try GoldenCase.absentAndNeverPredicted.evaluation()
    let intervals = BootstrapIntervals(scores.confusionMatrix, resamples: 20, seed: 1)
    let document = try JSONEncoder().encode(
      EvaluationReport(evaluation: scores, intervals: intervals, isSynthetic: true))
    let read = try JSONDecoder().decode(MetricValues.self, from: document)
    #expect(read == MetricValues(scores, intervals: intervals))
  }

  @Test func theTableNamesEveryMetric() throws {
    let scores = try GoldenCase.twoClasses.evaluation()
    let lines = MetricTable(scores).description.split(separator: "\n").map(String.init)
    #expect(lines.count == Metric.all.count + 2)
    for metric in Metric.all {
      let value = try #require(metric.value(of: scores))
      #expect(
        lines.contains { $0.hasPrefix(metric.name) && $0.hasSuffix(String(format: " %.4f", value)) }
      )
    }
    #expect(lines.first == "decisions" && lines.contains("probabilities"))
    #expect(lines.contains("Brier score                         0.3705"), "\(lines)")
  }

  @Test func narrowTerminalsGetNoIntervals() throws {
    let scores = try GoldenCase.kaggleLike.evaluation()
    let table = MetricTable(
      scores, intervals: BootstrapIntervals(scores.confusionMatrix, resamples: 20, seed: 1))
    #expect(table.text(width: 80) == table.description && table.description.contains("("))
    let narrow = table.text(width: 44)
    #expect(narrow == MetricTable(scores).description)
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 44 })
  }

  @Test func theCSVHasALineForEveryScore() throws {
    let scores = try GoldenCase.oneClass.evaluation()
    let intervals = BootstrapIntervals(scores.confusionMatrix, resamples: 20, seed: 1)
    let lines = MetricCSV(scores, intervals: intervals).description.split(
      separator: "\n", omittingEmptySubsequences: false)
    let classes = scores.task.classes.count
    #expect(lines.first == "metric,class,value,low,high" && lines.last == "")
    #expect(lines.count == 2 + Metric.all.count + 6 + 5 * classes)
    #expect(lines.dropLast().allSatisfy { $0.count { $0 == "," } == 4 })
    let accuracy = try #require(intervals.accuracy)
    #expect(lines[1] == "accuracy,,\(scores.accuracy),\(accuracy.low),\(accuracy.high)")
    #expect(lines.contains("rocAUC,\(scores.classes[0].symbol),,,"))
  }
}
