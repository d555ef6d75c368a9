import ECGEvaluation
import ECGRecordings
import ECGRandom
import Testing

/// What must hold whatever the annotations are.
@Suite struct ComparisonPropertyTests {
  private static let symbols = Array("NNNNNNNNLRAaJSejVEF/fQ")
  private static let samplingRate = 360.0
  private static let length = 360_000

  /// Beats 0.35 to 1.2 s apart.
  private func rhythm(_ generator: inout SeededGenerator) -> [Annotation] {
    var beats: [Annotation] = []
    var sample = Int.random(in: 1...400, using: &generator)
    while sample < Self.length {
      let symbol = Self.symbols.randomElement(using: &generator) ?? "N"
      beats.append(Annotation(sample: sample, symbol: symbol))
      sample += Int.random(in: 126...432, using: &generator)
    }
    return beats
  }

  /// The beats as a detector might give them: some missed, some extra, all a little off.
  private func detected(
    _ beats: [Annotation], using generator: inout SeededGenerator
  ) -> [Annotation] {
    var test = beats.filter { _ in Int.random(in: 0..<20, using: &generator) > 0 }
    for index in test.indices {
      test[index].sample = max(1, test[index].sample + Int.random(in: -30...30, using: &generator))
      if Int.random(in: 0..<10, using: &generator) == 0 {
        test[index].symbol = Self.symbols.randomElement(using: &generator) ?? "N"
      }
    }
    return test
      + (0..<40).map { _ in
        Annotation(sample: Int.random(in: 1..<Self.length, using: &generator), symbol: "V")
      }
  }

  private func compare(
    _ reference: [Annotation], _ test: [Annotation], start: Double = 0, end: Double? = nil,
    window: Double = 0.15
  ) throws -> RecordComparison {
    RecordComparison(
      record: "made", reference: AnnotationFile(annotations: reference),
      test: AnnotationFile(annotations: test), samplingRate: Self.samplingRate,
      sampleCount: Self.length,
      settings: try ComparisonSettings(start: start, end: end, window: window))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func comparedWithItselfIsPerfect(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let beats = rhythm(&generator)
    let comparison = try compare(beats, beats)
    #expect(comparison.matrix.beats == beats.count)
    #expect(comparison.disagreements.isEmpty)
    #expect(comparison.matrix.qrs.f1 == 1 && comparison.matrix.accuracy == 1)
    #expect(comparison.matrix.jKappaIndex == 1)
    #expect(comparison.rmsIntervalError == 0)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func everyBeatCountsOnce(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let reference = rhythm(&generator)
    let test = detected(reference, using: &generator)
    let comparison = try compare(reference, test)
    let inside = test.filter { $0.sample <= Self.length }
    #expect(comparison.matrix.beats == reference.count)
    #expect((inside.count...test.count).contains(comparison.matrix.detections))
    #expect(comparison.pairs.compactMap(\.reference?.sample) == reference.map(\.sample))
    let found = comparison.pairs.compactMap(\.test?.sample)
    #expect(found == found.sorted())
    for pair in comparison.pairs {
      guard let reference = pair.reference, let test = pair.test else { continue }
      #expect(abs(reference.sample - test.sample) <= 54)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func swappingTheSidesTransposesTheMatrix(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let reference = rhythm(&generator)
    let test = detected(reference, using: &generator)
    let there = try compare(reference, test)
    let back = try compare(test, reference)
    for row in BeatLabel.allCases {
      for column in BeatLabel.allCases {
        #expect(there.matrix[row, column] == back.matrix[column, row])
      }
    }
    #expect(there.matrix.qrs.sensitivity == back.matrix.qrs.positivePredictivity)
  }

  @Test(arguments: [-54, -20, 1, 54])
  func shiftingWithinTheWindowChangesNothing(shift: Int) throws {
    var generator = SeededGenerator(seed: 1)
    // The first beat comes late enough to be shifted.
    let reference = rhythm(&generator).filter { $0.sample > 60 && $0.sample < Self.length - 60 }
    let test = reference.map { beat in
      Annotation(sample: beat.sample + shift, symbol: beat.symbol)
    }
    let comparison = try compare(reference, test)
    #expect(comparison.disagreements.isEmpty && comparison.matrix.beats == reference.count)
    #expect(comparison.rmsIntervalError == 0)
  }

  @Test func shiftingBeyondTheWindowLosesAll() throws {
    var generator = SeededGenerator(seed: 2)
    let reference = rhythm(&generator).filter { $0.sample < Self.length - 60 }
    let test = reference.map { Annotation(sample: $0.sample + 55, symbol: $0.symbol) }
    #expect(try compare(reference, test).matrix.qrs.truePositives == 0)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func twoPeriodsAddUp(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let reference = rhythm(&generator)
    let test = detected(reference, using: &generator)
    // A second between two beats of the reference with nothing of the test near it.
    let quiet = (300..<700).first { second in
      (reference + test).allSatisfy { abs($0.sample - second * 360) > 60 }
    }
    let split = Double(try #require(quiet))
    let whole = try compare(reference, test)
    let first = try compare(reference, test, end: split)
    let second = try compare(reference, test, start: split)
    #expect(first.matrix + second.matrix == whole.matrix)
    #expect(first.pairs + second.pairs == whole.pairs)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func aWiderWindowFindsNoFewerBeats(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let reference = rhythm(&generator)
    let test = detected(reference, using: &generator)
    let found = try [0, 0.02, 0.05, 0.1, 0.15].map {
      try compare(reference, test, window: $0).matrix.qrs.truePositives
    }
    #expect(found == found.sorted())
  }
}
