import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Beats that are left in several files against the same beats in memory.
@Suite struct BeatShardsTests {
  private static let beats = SyntheticBeats(seed: 5).dataset(counts: [3000, 500, 700, 1, 900])
  /// Parts as of one data set, of unlike sizes.
  private static let parts = [0..<1000, 1000..<1001, 1001..<5101]

  private static func name(_ part: Int, of count: Int = parts.count) -> String {
    String(format: "beats-%05d-of-%05d.safetensors", part, count)
  }

  /// Writes the parts to a folder.
  private func parted<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      for (index, part) in Self.parts.enumerated() {
        try BeatFile.write(
          BeatStream(Self.beats.selecting(Array(part))),
          to: folder.appending(path: Self.name(index + 1)).path, as: .safetensors)
      }
      return try body(folder)
    }
  }

  private func opened<Result>(_ body: (BeatShards) throws -> Result) throws -> Result {
    try parted { try body(try BeatShards(paths: BeatShards.paths(in: $0.path))) }
  }

  @Test func shardsAreTheBeatsInMemory() throws {
    try opened { shards in
      let beats = Self.beats
      #expect(shards.count == 5101 && shards.classCounts == beats.classCounts)
      #expect(shards.fingerprint == beats.fingerprint)
      #expect(shards.range == 0...1 && shards.beats.isSynthetic && !shards.beats.isLabelled)
      let dataset = try shards.dataset()
      #expect(dataset.values == beats.values && dataset.labels == beats.labels)
      let order = (0..<2000).map { $0 * 7919 % beats.count }
      #expect(dataset.selecting(order).values == beats.selecting(order).values)
      for kind in Scaler.Kind.allCases {
        #expect(Scaler(kind, fittedTo: shards.beats) == Scaler(kind, fittedTo: beats))
      }
      #expect(BeatSketch(shards.beats) == BeatSketch(beats))
    }
  }

  @Test func someOfEveryClassAreSetApart() throws {
    try opened { shards in
      let split = try ShardedSplit(shards, validationShare: 0.1, seed: 0)
      // The class of a single beat is trained on.
      #expect(split.validation.classCounts == [300, 50, 70, 0, 90])
      #expect(split.trainingCounts == [2700, 450, 630, 1, 810])
      let apart = split.validationIndices
      #expect(apart == apart.sorted() && Set(apart).count == 510)
      #expect(split.validation.values == Self.beats.selecting(apart).values)
      #expect(split.validation.labels == apart.map { Self.beats.labels[$0] })
      let others = Set(apart).symmetricDifference(0..<5101).sorted()
      #expect(split.training.values == Self.beats.selecting(others).values)
      #expect(
        others.indices.map { split.label(ofTraining: $0) } == others.map { Self.beats.labels[$0] })
      split.fetch(training: 0..<others.count)
      let again = try ShardedSplit(shards, validationShare: 0.1, seed: 0)
      #expect(again.validationIndices == apart)
      let other = try ShardedSplit(shards, validationShare: 0.1, seed: 1)
      #expect(other.validationIndices != apart)
    }
  }

  @Test(arguments: [0.0, 0.999]) func aShareMayBeNoneOrMost(_ share: Double) throws {
    try opened { shards in
      let split = try ShardedSplit(shards, validationShare: share, seed: 0)
      #expect(split.training.count + split.validation.count == 5101)
      #expect((split.validation.count == 0) == (share == 0))
      #expect(split.trainingCounts[0] == (share == 0 ? 3000 : 3))
    }
  }

  /// So that neither scoring nor calibrating wants memory that grows with the beats.
  @Test func ofVeryManyBeatsFewAreSetApart() {
    #expect(ShardedSplit.share(0.1, of: 1_000_000) == 0.1)
    #expect(ShardedSplit.share(0.1, of: 100_000_000) * 100_000_000 == 131_072)
  }

  // MARK: - What is not whole

  private func refusal(_ change: (URL) throws -> Void) throws -> FileError {
    try parted { folder in
      try change(folder)
      return try #require(throws: FileError.self) {
        try BeatShards(paths: BeatShards.paths(in: folder.path))
      }
    }
  }

  @Test func aMissingPartIsTold() throws {
    let error = try refusal {
      try FileManager.default.removeItem(at: $0.appending(path: Self.name(2)))
    }
    #expect(error.kind == .noInput)
    #expect(error.problem == "expected 3 parts, found 2: part 2 is missing")
  }

  @Test func partsOfTwoDataSetsAreRefused() throws {
    let error = try refusal {
      try FileManager.default.copyItem(
        at: $0.appending(path: Self.name(1)), to: $0.appending(path: Self.name(1, of: 4)))
    }
    #expect(error.kind == .badData)
    #expect(error.problem == "expected the parts of one data set, found those of 2")
  }

  @Test(arguments: [
    "beats.safetensors", "beats-1-of-3.safetensors", ".a-00001-of-00001.safetensors",
  ])
  func otherNamesAreNoParts(_ name: String) throws {
    try withTemporaryFolder { folder in
      try Data().write(to: folder.appending(path: name))
      #expect(try BeatShards.paths(in: folder.path).isEmpty)
    }
  }

  /// A byte of a sample, and one of a label.
  @Test(arguments: [-3000, -1]) func aDamagedPartIsNamed(_ place: Int) throws {
    let error = try refusal { folder in
      let url = folder.appending(path: Self.name(3))
      var bytes = try Data(contentsOf: url)
      bytes[bytes.count + (place == -1 ? -1 : -4100 * 4 + place)] ^= 0x41
      try bytes.write(to: url)
    }
    #expect(error.kind == .badData && error.path.hasSuffix(Self.name(3)))
  }

  @Test func partsOfOtherLengthsAreRefused() throws {
    let error = try refusal { folder in
      try BeatFile.write(
        BeatStream(
          BeatDataset(
            task: .arrhythmia, source: .csv([]), samplesPerBeat: 2, values: [1, 2], labels: [0])),
        to: folder.appending(path: Self.name(2)).path, as: .safetensors, overwrite: true)
    }
    #expect(error.problem == "expected beats of 187 samples, found beats of 2")
  }
}
