import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGTestSupport
import Foundation
import Testing

/// Scores by the number of beats.
@Suite(.hangLimit) struct LearningCurveStudyTests {
  private let beats = SyntheticBeats(seed: 6).dataset(counts: [200, 100, 100, 60, 60])

  @Test func allAreScoredOnTheSameBeats() throws {
    try withTemporaryFolder { folder in
      let recipe = try RecipeDocument(.fast, settings: [("epochs", "2"), ("batchSize", "16")])
        .recipe
      let study = LearningCurveStudy(
        recipe: recipe, shares: [1, 0.1, 0.5, 0.1], repeats: 2, seed: 2,
        runner: TrialRunner(
          folder: folder.path, threads: 2, machine: "a machine", command: "ecg learning-curve"))
      let curve = try study.curve(of: beats)
      #expect(curve.points.map(\.share) == [0.1, 0.5, 1])
      #expect(curve.scoredBeats == 52 && curve.points.map(\.beats) == [46, 234, 468])
      #expect(curve.points.allSatisfy { $0.scores.map(\.seed) == [2, 3] })
      let scores = curve.points.compactMap(\.macroF1)
      #expect(scores.count == 3 && scores[2] > scores[0])
      #expect(curve.points.allSatisfy { $0.macroF1Deviation != nil })
      #expect(curve.csv.split(separator: "\n").count == 7)
      #expect(curve.description.contains("52 validation beats, the same for all, synthetic"))

      let runs = try StoredRun.all(in: folder.path).runs
      #expect(runs.count == 6 && Set(runs.compactMap(\.record?.scoredBeats)).count == 1)
      // Nothing is trained again.
      #expect(try study.curve(of: beats).csv == curve.csv)
    }
  }

  @Test func noBeatsToScoreAreToldBeforeAnyTraining() throws {
    try withTemporaryFolder { folder in
      let single = SyntheticBeats(seed: 6).dataset(counts: [1, 1, 1, 1, 1])
      let study = LearningCurveStudy(
        recipe: .fast, shares: [1],
        runner: TrialRunner(
          folder: folder.path, threads: 2, machine: "a machine", command: "ecg learning-curve"))
      let error = #expect(throws: StudyError.self) { try study.curve(of: single) }
      #expect(
        error?.description
          == "validation.share: expected beats to be set apart, since networks are scored on them, found none: 0.1 of 5 beats is too little"
      )
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }
}
