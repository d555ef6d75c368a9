import ECGDatasets
import ECGRandom
import Testing

@Suite struct StratifiedSplitTests {
  static let counts = [7247, 222, 579, 64, 643, 2, 1]
  static let labels: [Int] = {
    var generator = SeededGenerator(seed: 5)
    return counts.enumerated().flatMap { Array(repeating: $0, count: $1) }.shuffled(
      using: &generator)
  }()

  @Test(arguments: [0.0, 0.1, 0.125, 0.5, 0.9, 1.0, -1, 2])
  func everyClassKeepsItsShare(share: Double) {
    let split = StratifiedSplit(labels: Self.labels, validationShare: share, seed: 1)
    #expect((split.training + split.validation).sorted() == Array(Self.labels.indices))
    #expect(split.validation == split.validation.sorted())
    for (label, count) in Self.counts.enumerated() {
      let validation = split.validation.count { Self.labels[$0] == label }
      #expect(abs(Double(validation) - Double(count) * min(max(share, 0), 1)) < 1)
    }
  }

  @Test func theSeedDecides() {
    let split = StratifiedSplit(labels: Self.labels, validationShare: 0.1, seed: 1)
    #expect(split == StratifiedSplit(labels: Self.labels, validationShare: 0.1, seed: 1))
    #expect(split != StratifiedSplit(labels: Self.labels, validationShare: 0.1, seed: 2))
    #expect(StratifiedSplit(labels: [], validationShare: 0.1, seed: 1).training.isEmpty)
    #expect(StratifiedSplit(labels: [0, 1], validationShare: .nan, seed: 1).training == [0, 1])
  }

  @Test func eachBeatIsValidatedOnOnce() {
    let folds = StratifiedSplit.folds(5, labels: Self.labels, seed: 1)
    #expect(folds.flatMap(\.validation).sorted() == Array(Self.labels.indices))
    for fold in folds {
      #expect((fold.training + fold.validation).sorted() == Array(Self.labels.indices))
      for (label, count) in Self.counts.enumerated() {
        let validation = fold.validation.count { Self.labels[$0] == label }
        #expect(abs(Double(validation) - Double(count) / 5) < 1)
      }
    }
    #expect(folds == StratifiedSplit.folds(5, labels: Self.labels, seed: 1))
    #expect(folds != StratifiedSplit.folds(5, labels: Self.labels, seed: 2))
  }
}

@Suite struct RecordSplitTests {
  /// Twenty records with classes as unevenly spread as in life.
  static let dataset: BeatDataset = {
    var generator = SeededGenerator(seed: 6)
    var labels: [Int] = []
    var origins: [BeatOrigin] = []
    for record in 0..<20 {
      for beat in 0..<(80 + Int(generator.next() % 60)) {
        let isEctopic = generator.uniform() < Double(record % 5) / 8
        labels.append(isEctopic ? 1 + record % 3 : 0)
        origins.append(BeatOrigin(record: "\(100 + record)", sample: beat * 300, symbol: "N"))
      }
    }
    return BeatDataset(
      task: .arrhythmia, source: .records(folder: "made up"), samplesPerBeat: 1,
      values: labels.map(Float.init), labels: labels, origins: origins)
  }()

  @Test func noRecordIsInBothParts() throws {
    let origins = try #require(Self.dataset.origins)
    let split = try #require(RecordSplit(Self.dataset, validationShare: 0.25, seed: 1))
    let training = Set(split.training.map { origins[$0].record })
    let validation = Set(split.validation.map { origins[$0].record })
    #expect(training.isDisjoint(with: validation))
    #expect(validation.sorted() == split.validationRecords)
    #expect((split.training + split.validation).sorted() == Array(Self.dataset.labels.indices))
    #expect(split == RecordSplit(Self.dataset, validationShare: 0.25, seed: 1))
  }

  @Test func everyClassIsNearItsShare() throws {
    let split = try #require(RecordSplit(Self.dataset, validationShare: 0.25, seed: 1))
    for (label, count) in Self.dataset.classCounts.enumerated() where count > 0 {
      let share =
        Double(split.validation.count { Self.dataset.labels[$0] == label }) / Double(count)
      #expect(abs(share - 0.25) < 0.1, "class \(label): \(share)")
    }
  }

  @Test func eachRecordIsValidatedOnOnce() throws {
    let folds = try #require(RecordSplit.folds(5, of: Self.dataset, seed: 2))
    #expect(folds.count == 5)
    #expect(folds.flatMap(\.validationRecords).sorted() == (100..<120).map { "\($0)" })
    for fold in folds {
      #expect(!fold.validation.isEmpty)
      #expect((fold.training + fold.validation).count == Self.dataset.count)
    }
  }

  @Test func whatCannotBeSplitIsNil() {
    var unknown = Self.dataset
    unknown.origins = nil
    #expect(RecordSplit(unknown, validationShare: 0.25, seed: 1) == nil)
    #expect(RecordSplit(Self.dataset, validationShare: 0, seed: 1) == nil)
    #expect(RecordSplit(Self.dataset, validationShare: .nan, seed: 1) == nil)
    #expect(RecordSplit.folds(21, of: Self.dataset, seed: 1) == nil)
    #expect(RecordSplit.folds(1, of: Self.dataset, seed: 1) == nil)
    let one = Self.dataset.selecting([0, 1, 2])
    #expect(RecordSplit(one, validationShare: 0.5, seed: 1) == nil)
  }
}
