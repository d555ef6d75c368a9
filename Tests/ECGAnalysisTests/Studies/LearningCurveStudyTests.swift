import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGTestSupport
import Foundation
import Synchronization
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
      // A tenth of each class of those is set apart in training.
      #expect(curve.points.map(\.trainedBeats) == [40, 209, 422])
      #expect(curve.points.allSatisfy { $0.scores.map(\.seed) == [2, 3] })
      let scores = curve.points.compactMap(\.macroF1)
      #expect(scores.count == 3 && scores[2] > scores[0])
      #expect(curve.points.allSatisfy { $0.macroF1Deviation != nil })
      #expect(curve.csv.split(separator: "\n").count == 7)
      #expect(curve.csv.contains(",trainedBeats,macroClasses\n"))
      // Beats of all classes are scored.
      #expect(
        curve.points.allSatisfy {
          $0.scores.allSatisfy { $0.macroClasses == ["N", "S", "V", "F", "Q"] }
        })
      #expect(!curve.description.contains("The macro F1 is over"))
      #expect(curve.description.contains("52 validation beats, the same for all, synthetic"))

      let runs = try StoredRun.all(in: folder.path).runs
      #expect(runs.count == 6 && Set(runs.compactMap(\.record?.scoredBeats)).count == 1)
      // Nothing is trained again.
      #expect(try study.curve(of: beats).csv == curve.csv)
    }
  }

  /// Where the patients of a share are too few to set some apart, none of any share are.
  @Test func allSharesAreSplitInOneWay() throws {
    var beats = beats
    // Twelve hearts of all classes.
    beats.origins = beats.labels.indices.map {
      BeatOrigin(record: "r\($0 % 12)", sample: $0, symbol: "N", patient: "p\($0 % 12)")
    }
    let recipe = try RecipeDocument(.fast, settings: [("epochs", "1"), ("batchSize", "16")]).recipe
    let rest = beats.selecting(recipe.split(of: beats).training)
    let shares = [0.005, 1]
    // The smaller share has one beat of each class: whoever is set apart takes a class along.
    #expect(
      shares.map { recipe.split(of: rest.sample($0, seed: 1)).isByPatient } == [false, true])
    try withTemporaryFolder { folder in
      let notes = Mutex<[String]>([])
      let curve = try LearningCurveStudy(
        recipe: recipe, shares: shares,
        runner: TrialRunner(
          folder: folder.path, threads: 2, machine: "a machine", command: "ecg learning-curve",
          report: StudyReport(note: { note in notes.withLock { $0.append(note) } }))
      ).curve(of: beats)
      #expect(notes.withLock { $0.count { $0.contains("for all shares alike") } } == 1)
      var anonymous = rest
      anonymous.origins = nil
      #expect(
        curve.points.map(\.trainedBeats)
          == shares.map { recipe.split(of: anonymous.sample($0, seed: 1)).training.count })
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
