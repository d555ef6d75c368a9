import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// Cross-validation of recipes for beats.
@Suite(.hangLimit) struct BeatCrossValidationTests {
  /// Made-up beats of seven records, two of them of one patient of MIT-BIH.
  private var beats: BeatDataset {
    var beats = SyntheticBeats(seed: 5).dataset(counts: [70, 42, 42, 28, 28])
    let records = ["100", "101", "103", "105", "200", "201", "202"]
    beats.origins = (0..<beats.count).map {
      BeatOrigin(record: records[$0 % 7], sample: $0, symbol: "N", samplingRate: 360)
    }
    return beats
  }

  private func study(_ divisions: [FoldDivision], folds: Int = 3, repeats: Int = 1, in folder: URL)
    throws -> BeatCrossValidation
  {
    let recipe = try RecipeDocument(.fast, settings: [("epochs", "1"), ("batchSize", "32")]).recipe
    return BeatCrossValidation(
      recipe: recipe, divisions: divisions, folds: folds, repeats: repeats, seed: 3,
      runner: TrialRunner(
        folder: folder.path, threads: 2, machine: "a machine", command: "ecg cross-validate"))
  }

  @Test func everyBeatIsScoredOnceAndPatientsStayTogether() throws {
    try withTemporaryFolder { folder in
      let scores = try study([.beat, .record, .patient], in: folder).scores(of: beats, from: "x")
      #expect(scores.lines.map(\.division) == [.beat, .record, .patient])
      for line in scores.lines {
        #expect(line.folds.map(\.matrix.beats).reduce(0, +) == 210)
        let total = try #require(ConfusionMatrix.sum(line.folds.map(\.matrix)))
        #expect(total.supports == [70, 42, 42, 28, 28])
        let accuracy = try #require(line.scores.first)
        #expect(accuracy.score.key == "accuracy" && accuracy.pooled == total.accuracy)
      }
      #expect(scores.lines[0].folds.allSatisfy { $0.heldOut.isEmpty })
      let records = scores.lines[1].folds.map { Set($0.heldOut.keys) }
      #expect(records.reduce(into: Set()) { $0.formUnion($1) }.count == 7)
      // 201 and 202 are the same person.
      let patients = scores.lines[2].folds.map { Set($0.heldOut.keys) }
      #expect(
        patients.reduce(into: Set()) { $0.formUnion($1) } == [
          "100", "101", "103", "105", "200", "201",
        ])
      #expect(patients.map(\.count).reduce(0, +) == 6)
      #expect(scores.remarks.contains { $0.contains("Split by beat the macro F1 is") })

      // Nothing is trained again, and the folders are runs.
      let runs = try StoredRun.all(in: folder.path)
      #expect(runs.failures.isEmpty && runs.runs.count == 9)
      let again = try study([.beat, .record, .patient], in: folder).scores(of: beats, from: "x")
      #expect(again.csv == scores.csv)
      let csv = scores.csv.split(separator: "\n")
      #expect(csv[0] == "by,of,metric,value,low,high" && csv[1].hasPrefix("beat,1.1,accuracy,"))
      #expect(csv.contains { $0.hasPrefix("patient,pooled,macroF1,") && !$0.hasSuffix(",") })
    }
  }

  @Test func repeatsDealOutAnew() throws {
    try withTemporaryFolder { folder in
      let scores = try study([.beat], folds: 2, repeats: 2, in: folder).scores(of: beats, from: "x")
      #expect(scores.lines[0].folds.map(\.repeat) == [1, 1, 2, 2])
      #expect(scores.lines[0].folds.map(\.matrix.beats).reduce(0, +) == 420)
      #expect(scores.lines[0].folds[0].matrix != scores.lines[0].folds[2].matrix)
    }
  }

  @Test func meanAndSpreadAreThoseOfTheFolds() throws {
    func fold(_ number: Int, _ counts: [[Int]], _ person: String) -> CrossValidationScores.Fold {
      let matrix = ConfusionMatrix(classes: BeatTask.infarction.classes, counts: counts)
      return .init(
        repeat: 1, number: number, seconds: 1, matrix: matrix, heldOut: [person: matrix])
    }
    let line = CrossValidationScores.Line(
      division: .patient,
      folds: [fold(1, [[8, 2], [0, 10]], "a"), fold(2, [[10, 0], [6, 4]], "b")],
      task: .infarction, repeats: 1, seed: 1)
    let accuracy = try #require(line.scores.first)
    // Of 0.9 and 0.7: mean 0.8, standard deviation √0.02; together 32 of 40.
    #expect(abs(try #require(accuracy.mean) - 0.8) < 1e-12)
    #expect(abs(try #require(accuracy.deviation) - 0.02.squareRoot()) < 1e-12)
    #expect(accuracy.pooled == 0.8)
    // Drawn are the two patients: both alike, or one of each.
    let interval = try #require(accuracy.interval)
    #expect(abs(interval.low - 0.7) < 1e-12 && abs(interval.high - 0.9) < 1e-12)
  }

  @Test("JSON tells the classes that the macro F1 is over, together and fold by fold")
  func classesOfTheMeanAreTold() throws {
    // Of the first fold no beat is an infarction, nor taken for one.
    let folds = [[[8, 0], [0, 0]], [[3, 1], [0, 4]]].enumerated().map {
      CrossValidationScores.Fold(
        repeat: 1, number: $0 + 1, seconds: 1,
        matrix: ConfusionMatrix(classes: BeatTask.infarction.classes, counts: $1), heldOut: [:])
    }
    func classes(_ folds: [CrossValidationScores.Fold]) throws -> [[String]?] {
      let line = CrossValidationScores.Line(
        division: .beat, folds: folds, task: .infarction, repeats: 1, seed: 1)
      let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(line))
      let told = try #require(json as? [String: Any])
      let parts = try #require(told["folds"] as? [[String: Any]])
      return ([told] + parts).map { $0["macroClasses"] as? [String] }
    }
    let all = BeatTask.infarction.classes.map(\.symbol)
    #expect(try classes(folds) == [all, [all[0]], all])
    #expect(try classes([folds[0]]) == [[all[0]], [all[0]]])
  }

  @Test func whatIsNotKnownIsTold() throws {
    try withTemporaryFolder { folder in
      var anonymous = beats
      anonymous.origins = nil
      let unknown = #expect(throws: FileError.self) {
        try study([.beat, .patient], in: folder).scores(of: anonymous, from: "beats.csv")
      }
      #expect(unknown?.problem.contains("expected beats whose patients are known") == true)
      #expect(unknown?.description.contains("or divide by beat alone") == true)
      let few = #expect(throws: FileError.self) {
        try study([.record], folds: 8, in: folder).scores(of: beats, from: "beats.csv")
      }
      #expect(few?.problem == "expected 8 records or more for as many folds, found 7")
      // Folds that would have no beats to score are told before those that have some are trained.
      let empty = #expect(throws: FileError.self) {
        try study([.beat], folds: 71, in: folder).scores(of: beats, from: "beats.csv")
      }
      #expect(
        empty?.problem
          == "expected 71 beats or more of a class for as many folds, found at most 70")
      #expect(empty?.remedy.text().contains("fewer folds") == true)
      let uneven = SyntheticBeats(seed: 5).dataset(counts: [70, 1, 0, 0, 0])
      let alone = #expect(throws: FileError.self) {
        try study([.beat], in: folder).scores(of: uneven, from: "beats.csv")
      }
      #expect(
        alone?.problem
          == "expected beats of two classes at least to train on beside those of fold 1, found N alone"
      )
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.isEmpty)
    }
  }
}
