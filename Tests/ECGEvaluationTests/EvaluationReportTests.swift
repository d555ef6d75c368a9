import ECGEvaluation
import Foundation
import Testing

@Suite struct EvaluationReportTests {
  /// What a reader of the document sees: decoding fails where a name or a type is another.
  private struct Document: Decodable {
    struct Class: Decodable {
      let name, description: String
      let precision, recall, f1: Double
      let support: Int
      let rocAUC, averagePrecision: Double?
    }
    struct ClassIntervals: Decodable {
      let name: String
      let precision, recall, f1: Interval?
    }
    struct Averaged: Decodable {
      let macro, weighted: Interval
    }
    struct Intervals: Decodable {
      let level: Double
      let resamples: Int
      let seed: UInt64
      let accuracy, balancedAccuracy, matthewsCorrelation: Interval
      let cohensKappa: Interval?
      let precision, recall, f1: Averaged
      let classes: [ClassIntervals]
    }
    struct Bin: Decodable {
      let low, high: Double
      let beats: Int
      let confidence, accuracy: Double?
    }
    struct Bins: Decodable {
      let bins: [Bin]
    }
    struct Point: Decodable {
      let threshold, coverage: Double
      let beats: Int
      let accuracy, macroF1: Double?
    }
    struct RiskCoverage: Decodable {
      let thresholds: [Point]
    }
    let task, summary: String
    let synthetic: Bool
    let beats: Int
    let accuracy, balancedAccuracy, matthewsCorrelation, logLoss, brierScore: Double
    let expectedCalibrationError, maximumCalibrationError, riskCoverageArea: Double
    let calibration: Bins
    let riskCoverage: RiskCoverage
    let precision, recall, f1: AveragedScore
    let macroROCAUC, macroAveragePrecision, cohensKappa: Double?
    let classes: [Class]
    let confusionMatrix: [[Int]]
    let intervals: Intervals
  }

  @Test func theDocumentHoldsEveryScoreByName() throws {
    let scores = try GoldenCase.absentAndNeverPredicted.evaluation()
    let intervals = BootstrapIntervals(scores.confusionMatrix, resamples: 50, seed: 9)
    let document = try decoded(scores, intervals)
    #expect(document.task == "golden" && document.synthetic && document.beats == 300)
    #expect(document.accuracy == scores.accuracy)
    #expect(document.balancedAccuracy == scores.balancedAccuracy)
    #expect(document.matthewsCorrelation == scores.confusionMatrix.matthewsCorrelation)
    #expect(document.cohensKappa == scores.confusionMatrix.cohensKappa)
    #expect(document.logLoss == scores.logLoss && document.brierScore == scores.brierScore)
    let calibration = Calibration(scores)
    #expect(document.expectedCalibrationError == calibration.expectedError)
    #expect(document.maximumCalibrationError == calibration.maximumError)
    #expect(document.calibration.bins.map(\.beats) == calibration.bins.map(\.beats))
    #expect(document.calibration.bins.map(\.accuracy) == calibration.bins.map(\.accuracy))
    #expect(document.calibration.bins.map(\.confidence) == calibration.bins.map(\.confidence))
    #expect(document.calibration.bins.last?.high == 1 && document.calibration.bins[1].low > 0)
    #expect(document.precision == scores.precision && document.recall == scores.recall)
    #expect(document.f1 == scores.f1)
    #expect(document.macroROCAUC == scores.macroROCAUC)
    #expect(document.macroAveragePrecision == scores.macroAveragePrecision)
    #expect(document.confusionMatrix == scores.confusionMatrix.counts)
    #expect(document.summary == EvaluationSummary(scores).description)
    let curve = RiskCoverageCurve(scores)
    let points = RiskCoverageCurve.usualThresholds.map(curve.point)
    #expect(document.riskCoverageArea == curve.area)
    #expect(document.riskCoverage.thresholds.map(\.threshold) == points.map(\.threshold))
    #expect(document.riskCoverage.thresholds.map(\.beats) == points.map(\.beats))
    #expect(document.riskCoverage.thresholds.map(\.coverage) == points.map(\.coverage))
    #expect(document.riskCoverage.thresholds.map(\.accuracy) == points.map(\.accuracy))
    #expect(document.riskCoverage.thresholds.map(\.macroF1) == points.map(\.macroF1))
    #expect(document.classes.map(\.name) == ["N", "S", "V", "F", "Q"])
    #expect(document.classes[1].description == "supraventricular ectopic")
    #expect(document.classes.map(\.f1) == scores.classes.map(\.f1))
    #expect(document.classes.map(\.support) == scores.classes.map(\.support))
    #expect(document.classes.map(\.rocAUC) == scores.classes.map(\.rocAUC))
    #expect(document.intervals.level == 0.95 && document.intervals.resamples == 50)
    #expect(document.intervals.seed == 9)
    #expect(document.intervals.accuracy == intervals.accuracy)
    #expect(document.intervals.cohensKappa == intervals.metrics["cohensKappa"])
    #expect(document.intervals.f1.macro == intervals.f1.macro)
    #expect(document.intervals.classes.map(\.name) == ["N", "S", "V", "F", "Q"])
    #expect(document.intervals.classes.map(\.recall) == intervals.classes.map(\.recall))
    // No beat is of V or Q, and none is taken for F or Q.
    #expect(intervals.classes.map { $0.recall == nil } == [false, false, true, false, true])
    #expect(intervals.classes.map { $0.precision == nil } == [false, false, false, true, true])
    #expect(intervals.classes.map { $0.f1 == nil } == [false, false, false, false, true])
  }

  @Test func whatIsNotDefinedIsNull() throws {
    let scores = try GoldenCase.oneBeat.evaluation()
    let intervals = BootstrapIntervals(scores.confusionMatrix, resamples: 5, seed: 1)
    let text = try String(decoding: encoded(scores, intervals), as: UTF8.self)
    #expect(text.contains(#""cohensKappa":null"#))
    #expect(text.contains(#""macroROCAUC":null"#))
    #expect(text.components(separatedBy: #""confidence":null"#).count == 15)
    #expect(text.components(separatedBy: #""macroF1":null"#).count > 3)
    #expect(text.components(separatedBy: #""rocAUC":null"#).count == 6)
    #expect(text.components(separatedBy: #""averagePrecision":null"#).count == 5)
  }

  private func encoded(_ scores: Evaluation, _ intervals: BootstrapIntervals) throws -> Data {
    try JSONEncoder().encode(
      EvaluationReport(evaluation: scores, intervals: intervals, isSynthetic: true))
  }

  private func decoded(_ scores: Evaluation, _ intervals: BootstrapIntervals) throws -> Document {
    try JSONDecoder().decode(Document.self, from: encoded(scores, intervals))
  }
}
