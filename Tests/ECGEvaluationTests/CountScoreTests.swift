import ECGDatasets
import ECGEvaluation
import Testing

/// Scores of counts and their intervals.
@Suite struct CountScoreTests {
  private let matrix = ConfusionMatrix(
    classes: BeatTask.arrhythmia.classes,
    counts: [
      [50, 2, 1, 0, 0], [3, 10, 0, 0, 0], [0, 1, 20, 2, 0], [0, 0, 1, 4, 0], [0, 0, 0, 0, 0],
    ])

  private func value(_ key: String) -> Double? {
    CountScore.all(of: .arrhythmia).first { $0.key == key }?.value(of: matrix)
  }

  /// scikit-learn 1.9.1: `accuracy_score`, `f1_score`, that with `average="macro"`, and
  /// `cohen_kappa_score` of beats with these counts.
  @Test func theyAreThoseOfScikitLearn() throws {
    let scores = [
      ("accuracy", 0.8936170212765957), ("macroF1", 0.8321971529518699), ("f1 N", 50 / 53.0),
      ("f1 S", 10 / 13.0), ("f1 V", 8 / 9.0), ("f1 F", 8 / 11.0),
      ("cohensKappa", 0.8233746711762495),
    ]
    for (key, expected) in scores {
      #expect(abs(try #require(value(key)) - expected) < 1e-12, "\(key)")
    }
    // No beat is of the class, nor taken for it.
    #expect(value("f1 Q") == nil)
  }

  /// Of two patients one has a class that is found badly: drawing the other alone
  /// makes no draw better.
  @Test func meansAreOverTheSameClassesInEveryDraw() throws {
    func patient(_ normal: Int, _ missed: Int) -> ConfusionMatrix {
      ConfusionMatrix(
        classes: BeatTask.infarction.classes, counts: [[normal, 0], [missed, 0]])
    }
    let interval = try #require(
      CountDraws(groups: [patient(10, 10), patient(20, 0)], seed: 1).interval(of: .macroF1))
    // scikit-learn 1.9.1, f1_score(y, p, labels=[0, 1], average="macro", zero_division=0): of the
    // first twice 1/3, of the second twice 1/2.
    #expect(abs(interval.low - 1.0 / 3) < 1e-12 && abs(interval.high - 0.5) < 1e-12)
    let beats = try #require(
      CountDraws(beatsOf: patient(20, 1), count: 21, seed: 1).interval(of: .macroF1))
    #expect(beats.high <= 0.5)
  }

  @Test func intervalsHoldTheScoreAndGrowWithFewerGroups() throws {
    let accuracy = try #require(CountScore.all(of: .arrhythmia).first)
    let beats = try #require(
      CountDraws(beatsOf: matrix, count: matrix.beats, seed: 1).interval(of: accuracy))
    #expect(beats.contains(accuracy.value(of: matrix) ?? 0))
    // Two patients, one of them hard: how they are drawn decides more than how beats are.
    func patient(_ right: Int, _ wrong: Int) -> ConfusionMatrix {
      ConfusionMatrix(
        classes: BeatTask.infarction.classes, counts: [[right, wrong], [wrong, right]])
    }
    let score = try #require(CountScore.all(of: .infarction).first)
    let groups = [patient(40, 10), patient(50, 0), patient(45, 5)]
    let total = try #require(ConfusionMatrix.sum(groups))
    #expect(total.counts == [[135, 15], [15, 135]])
    let byGroup = try #require(CountDraws(groups: groups, seed: 1).interval(of: score))
    let byBeat = try #require(
      CountDraws(beatsOf: total, count: 300, seed: 1).interval(of: score))
    #expect(byGroup.high - byGroup.low > byBeat.high - byBeat.low)
    #expect(byGroup.low >= 0.8 && byGroup.high <= 1)
    // Fewer beats in a draw make a wider interval.
    let few = try #require(CountDraws(beatsOf: total, count: 30, seed: 1).interval(of: score))
    #expect(few.high - few.low > byBeat.high - byBeat.low)
  }
}
