import ECGDatasets
import ECGSignals
import ECGEvaluation
import Foundation
import ECGTestSupport
import Testing

/// Scores over records.
@Suite struct RecordScoresTests {
  private func record(_ name: String, _ labels: String, _ predictions: String)
    -> RecordScores.Record
  {
    let symbols = Array("NSVFQ")
    func indices(_ text: String) -> [Int] { text.map { symbols.firstIndex(of: $0) ?? 0 } }
    return RecordScores.Record(
      name: name, matrix: BeatMatrix(labels: indices(labels), predictions: indices(predictions)))
  }

  private var records: [RecordScores.Record] {
    [
      record("a", "NNNNNNNNSSVV", "NNNNNNNSSNVV"), record("b", "NNNNVVVV", "NNNNVVVN"),
      record("c", "NNNNSSSSFF", "NNNSSSSSVN"),
    ]
  }

  /// scikit-learn 1.5: `f1_score(y, p, average=None)` and `accuracy_score`, but for the fusion beat
  /// called V, which bxb does not count against V.
  @Test func totalIsTheSum() throws {
    let total = RecordScores(records, seed: 1).total
    #expect(total.beats == 30)
    #expect(try #require(total.accuracy) == 24.0 / 30)
    #expect(try #require(total.tally(of: .supraventricular).f1) == 10.0 / 13)
    #expect(try #require(total.tally(of: .ventricular).f1) == 10.0 / 11)
    let normal = 2 * 14.0 / (16 + 17)
    #expect(
      abs(try #require(total.macroF1) - (normal + 10.0 / 13 + 10.0 / 11 + 0) / 4) < 1e-12)
  }

  /// scikit-learn 1.5: `f1_score([0, 0], [0, 2], average="macro", zero_division=0)`. A class that
  /// beats are only taken for counts in the macro-F1 of records as in that of labelled beats, and
  /// both say over how many classes it is.
  @Test func macroF1IsOfTheClassesThatOccur() throws {
    let (labels, predictions) = ([0, 0], [0, 2])
    let records = BeatMatrix(labels: labels, predictions: predictions)
    #expect(records.macroF1 == 1 / 3.0)
    let matrix = ConfusionMatrix(
      classes: BeatTask.arrhythmia.classes, labels: labels, predictions: predictions)
    #expect(CountScore.macroF1.value(of: matrix) == 1 / 3.0)
    #expect(matrix.occurring == [0, 2] && matrix.meanScope == "over 2 of 5 classes")
    let all = ConfusionMatrix(
      classes: BeatTask.arrhythmia.classes, labels: [0, 1, 2, 3], predictions: [4, 1, 2, 3])
    #expect(all.meanScope == nil)
    let text = String(
      decoding: try JSONEncoder().encode(
        RecordScores([RecordScores.Record(name: "a", matrix: records)], seed: 1)), as: UTF8.self)
    #expect(text.contains(#""macroClasses":["N","V"]"#))
    // bxb does not count a fusion beat that is taken for V against V, which then does not occur.
    #expect(BeatMatrix(labels: [0, 3], predictions: [0, 2]).macroF1 == 0.5)
  }

  @Test func intervalsFollowFromTheSeed() throws {
    let first = try #require(RecordScores(records, seed: 1).intervals)
    #expect(first == RecordScores(records, seed: 1).intervals)
    // The accuracies of the records alone: no mean of draws lies outside.
    let accuracy = try #require(first.accuracy)
    #expect(accuracy.low >= 7.0 / 10 && accuracy.high <= 7.0 / 8)
    #expect(accuracy.contains(24.0 / 30))
    let alike = RecordScores(Array(repeating: records[1], count: 4), seed: 1)
    #expect(alike.intervals?.accuracy == Interval(low: 7.0 / 8, high: 7.0 / 8))
    #expect(RecordScores([records[0]], seed: 1).intervals == nil)
  }

  /// Records of one patient are drawn together, and one patient has no interval.
  @Test func patientsAreDrawn() throws {
    func scores(_ patients: [String?]) -> RecordScores {
      RecordScores(
        zip(records, patients).map {
          RecordScores.Record(name: $0.name, patient: $1, matrix: $0.matrix)
        }, seed: 1)
    }
    #expect(scores(["x", "x", "x"]).intervals == nil && scores(["x", "x", "x"]).patients == 1)
    let joint = scores(["x", "y", "x"])
    let sum = RecordScores(
      [
        RecordScores.Record(name: "ac", matrix: records[0].matrix + records[2].matrix),
        records[1],
      ], seed: 1)
    #expect(joint.patients == 2 && joint.intervals == sum.intervals)
    #expect(joint.total == sum.total && joint.records.count == 3)
    // Each of a patient of its own, or of nobody knows whom.
    let apart = RecordScores(records, seed: 1)
    #expect(scores(["x", "y", "z"]).intervals == apart.intervals && apart.patients == 3)
    #expect(scores(["x", nil, nil]).intervals == apart.intervals)
  }

  @Test func whatIsNotDefinedHasNoInterval() throws {
    let scores = RecordScores(
      [record("a", "NNNNVV", "NNNNVN"), record("b", "NNVV", "NVVV")], seed: 1)
    let intervals = try #require(scores.intervals)
    #expect(scores.total.jKappaIndex == nil && intervals.jKappaIndex == nil)
    #expect(intervals.supraventricularF1 == nil)
    #expect(intervals.accuracy != nil && intervals.ventricularF1 != nil)
    let text = String(decoding: try JSONEncoder().encode(scores), as: UTF8.self)
    #expect(text.contains(#""supraventricularF1":null"#))
  }

  /// A draw of records without a class has no F1 of it, which is no F1 of 0.
  @Test func drawsWithoutAClassAreLeftOut() throws {
    let scores = RecordScores(
      [record("a", "NNNNSS", "NNNNSS"), record("b", "NNVV", "NNVV")], seed: 1)
    // One draw of four is of "b" alone.
    #expect(scores.intervals?.supraventricularF1 == Interval(low: 1, high: 1))
    #expect(scores.intervals?.ventricularF1 == Interval(low: 1, high: 1))
  }

  /// What is missed in one of the two records counts in draws of the other alone.
  @Test func meansAreOverTheSameClassesInEveryDraw() throws {
    let scores = RecordScores(
      [record("a", "NNNNSSSS", "NNNNNNNN"), record("b", "NNNN", "NNNN")], seed: 1)
    let interval = try #require(scores.intervals?.macroF1)
    #expect(abs(interval.low - 1.0 / 3) < 1e-12 && abs(interval.high - 0.5) < 1e-12)
  }

  @Test func totalsLeaveRecordsOut() {
    let scores = RecordScores(records, seed: 1)
    #expect(scores.total(leavingOut: ["b", "z"]).beats == 22)
    #expect(scores.total(leavingOut: []) == scores.total)
  }

  @Test func ladderNamesEverything() throws {
    let scores = RecordScores(records, seed: 1)
    let steps = BeatContext.allCases.flatMap { context in
      LabelledRecording.Leads.allCases.flatMap { leads in
        LabelledRecording.Peaks.allCases.map {
          AblationScores.Step(
            context: context, leads: leads, beats: $0, crossValidation: scores, test: scores)
        }
      }
    }
    let ablation = AblationScores(
      steps: steps, randomSplit: scores, calibrationError: 0.0123,
      abstaining: [.init(below: 0.9, coverage: 0.75, accuracy: 0.875)],
      readings: [5, nil].map {
        .init(
          families: $0, crossValidation: .init(named: scores, adapted: scores),
          test: .init(named: scores, adapted: scores))
      },
      fibrillation: .init(beats: 1234, sensitivity: 0.8125, specificity: 0.9375))
    let text = ablation.description
    for word in [
      "DS2, trained on DS1, annotated beats", "detected beats", "without record 232", "at random",
      "0.0123", "0.7500", "families", "fitted", "all ", "1234 beats 0.8125", "0.9375",
    ] {
      #expect(text.contains(word))
    }
    #expect(text.contains("0.8000"))
    let rows = ablation.csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(Set(rows.map(\.count)) == [21])
    // Three records and their sums, with and without 232, for each step and part.
    #expect(rows.count == 1 + 16 * 2 * 5 + 5)
    let document = try JSONEncoder().encode(ablation)
    let json = try #require(try ExactJSON.object(with: document) as? [String: Any])
    let written = try #require(json["steps"] as? [[String: Any]])
    #expect(written.count == 16)
    #expect(
      written[0]["leads"] as? String == "one" && written[0]["beats"] as? String == "annotated")
    #expect(written[3]["leads"] as? String == "all" && written[3]["beats"] as? String == "detected")
  }
}
