import ECGDatasets
import ECGEvaluation
import ECGTestSupport
import Testing

@Suite struct EvaluationTests {
  @Test(arguments: GoldenCase.all)
  func equalsScikitLearn(_ example: GoldenCase) throws {
    let scores = try example.evaluation()
    let golden = example.golden
    #expect(scores.confusionMatrix.counts == golden.confusion)
    #expect(agree([scores.accuracy], [golden.accuracy]))
    #expect(agree([scores.precision.macro, scores.precision.weighted], golden.precision))
    #expect(agree([scores.recall.macro, scores.recall.weighted], golden.recall))
    #expect(agree([scores.f1.macro, scores.f1.weighted], golden.f1))
    #expect(agree(scores.classes.map(\.precision), golden.classPrecision))
    #expect(agree(scores.classes.map(\.recall), golden.classRecall))
    #expect(agree(scores.classes.map(\.f1), golden.classF1))
    #expect(agree(scores.classes.map(\.rocAUC), golden.rocAUC))
    #expect(agree(scores.classes.map(\.averagePrecision), golden.averagePrecision))
    #expect(agree([scores.balancedAccuracy], [golden.balancedAccuracy]))
    #expect(agree([scores.confusionMatrix.cohensKappa], [golden.kappa]))
    #expect(agree([scores.confusionMatrix.matthewsCorrelation], [golden.matthews]))
    #expect(agree([scores.logLoss], [golden.logLoss]))
  }

  @Test(arguments: GoldenCase.all)
  func supportsAndMacroRankingScoresFollowFromTheClasses(_ example: GoldenCase) throws {
    let scores = try example.evaluation()
    let supports = (0..<example.classes).map { index in example.labels.count { $0 == index } }
    #expect(scores.classes.map(\.support) == supports)
    let areas = example.golden.rocAUC.compactMap(\.self)
    let mean = areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
    #expect(agree([scores.macroROCAUC], [mean]))
    let averages = example.golden.averagePrecision.compactMap(\.self)
    #expect(
      agree([scores.macroAveragePrecision], [averages.reduce(0, +) / Double(averages.count)]))
  }

  /// `sklearn.metrics.confusion_matrix(y, q, labels=range(2), normalize=…)` of `twoClasses`.
  @Test func normalizesAsScikitLearn() throws {
    let matrix = try GoldenCase.twoClasses.evaluation().confusionMatrix
    let rows = matrix.normalized(.true).flatMap(\.self)
    let expectedRows: [Double] = [96 / 127, 31 / 127, 28 / 73, 45 / 73]
    #expect(agree(rows, expectedRows))
    let columns = matrix.normalized(.predicted).flatMap(\.self)
    let expectedColumns: [Double] = [96 / 124, 31 / 76, 28 / 124, 45 / 76]
    #expect(agree(columns, expectedColumns))
    let all = matrix.normalized(.all).flatMap(\.self)
    #expect(agree(all, [0.48, 0.155, 0.14, 0.225]))
  }

  @Test func emptyRowsAndColumnsNormalizeToZero() throws {
    let matrix = try GoldenCase.oneBeat.evaluation().confusionMatrix
    #expect(matrix.normalized(.true)[0] == [0, 0, 0, 0, 0])
    #expect(matrix.normalized(.predicted).allSatisfy { $0[4] == 0 })
    #expect(matrix.normalized(.true)[1] == [0, 1, 0, 0, 0])
  }

  @Test func equalProbabilitiesGoToTheFirstClass() throws {
    let scores = try Evaluation(
      task: .arrhythmia, labels: [0, 1],
      probabilities: [0.2, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1, 0.3, 0.3, 0.2])
    #expect(scores.predictions == [0, 2])
  }

  @Test func theOrderOfTheBeatsDoesNotMatter() throws {
    let example = GoldenCase.tied
    let order = Array(example.labels.indices.reversed())
    let reversed = try Evaluation(
      task: example.task, labels: order.map { example.labels[$0] },
      probabilities: order.flatMap { beat in
        example.probabilities[beat * example.classes..<(beat + 1) * example.classes]
      })
    let scores = try example.evaluation()
    #expect(reversed.classes == scores.classes)
    #expect(reversed.confusionMatrix == scores.confusionMatrix)
  }

  @Test(
    arguments: [
      ([], [], EvaluationError.noBeats, "expected at least one labelled beat, found none"),
      (
        [0, 1], [0.5, 0.5], .shape(labels: 2, classes: 2, probabilities: 2),
        "expected probabilities of shape 2 × 2, found 2 numbers"
      ),
      (
        [0, 2], [1, 0, 1, 0], .label(2, beat: 1, classes: 2),
        "beat 1: expected a label from 0 to 1, found 2"
      ),
      (
        [-1], [1, 0], .label(-1, beat: 0, classes: 2),
        "beat 0: expected a label from 0 to 1, found -1"
      ),
      (
        [0, 1], [1, 0, 0, .nan], .notFinite(beat: 1, class: 1),
        "beat 1: expected a probability for class 1"
      ),
      (
        [0], [.infinity, 0], .notFinite(beat: 0, class: 0),
        "beat 0: expected a probability for class 0"
      ),
    ] as [([Int], [Float], EvaluationError, String)])
  func refusesWhatCannotBeScored(
    labels: [Int], probabilities: [Float], error: EvaluationError, message: String
  ) {
    #expect(throws: error) {
      try Evaluation(
        task: GoldenCase.twoClasses.task, labels: labels, probabilities: probabilities)
    }
    #expect(error.description.contains(message))
  }

  @Test func scoringAsManyBeatsAsTheOfficialTestFileIsQuick() throws {
    let example = GoldenCase.kaggleLike
    let time = try processorTime { _ = try example.evaluation() }
    // 40 ms measured on a core shared with other builds; the bound is only against a wrong order.
    #expect(time < 1)
  }
}
