import ECGEvaluation
import Testing

@Suite struct TextTests {
  @Test func theTableAlignsScoresAndIntervals() throws {
    let scores = try GoldenCase.twoClasses.evaluation()
    #expect(
      ScoreTable(scores).description == """
        class             precision  recall     F1  beats
        N                     0.774   0.756  0.765    127
        S                     0.592   0.616  0.604     73

        macro average         0.683   0.686  0.684    200
        weighted average      0.708   0.705  0.706    200
        """)
  }

  @Test func everyScoreOfTheTableHasItsInterval() throws {
    let scores = try GoldenCase.kaggleLike.evaluation()
    let intervals = BootstrapIntervals(scores.confusionMatrix, resamples: 100, seed: 1)
    let lines = ScoreTable(scores, intervals: intervals).description.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines.dropFirst().allSatisfy { $0.count == lines[0].count && $0.count <= 90 })
    #expect(lines.map { line in line.count { $0 == "–" } } == [0, 3, 3, 3, 3, 3, 3, 3])
  }

  @Test func theMatrixAlignsItsCounts() throws {
    #expect(
      try GoldenCase.twoClasses.evaluation().confusionMatrix.description == """
        true \\ predicted   N   S
        N                 96  31
        S                 28  45
        """)
  }
}
