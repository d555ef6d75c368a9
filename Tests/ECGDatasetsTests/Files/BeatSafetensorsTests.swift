import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Beats in a mapped file against the same beats in memory.
@Suite struct BeatSafetensorsTests {
  private static let beats = SyntheticBeats(seed: 5).dataset(counts: [3000, 500, 700, 100, 900])

  /// Writes beats to a file and opens it.
  private func mapped<Result>(
    _ beats: BeatDataset = beats, _ body: (BeatDataset, URL) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "beats.safetensors")
      try BeatFile.write(BeatStream(beats), to: url.path, as: .safetensors)
      return try body(
        try BeatFile.read(path: url.path, labels: .ifPresent, samplesPerBeat: nil), url)
    }
  }

  @Test func mappedBeatsAreThoseInMemory() throws {
    try mapped { mapped, _ in
      #expect(mapped.values == Self.beats.values)
      #expect(mapped.labels == Self.beats.labels)
      #expect(mapped.task == .arrhythmia && mapped.samplesPerBeat == 187)
      #expect(mapped.fingerprint == Self.beats.fingerprint)
      #expect(mapped.isSynthetic)
      let order = (0..<2000).map { $0 * 7919 % Self.beats.count }
      let (some, same) = (mapped.selecting(order), Self.beats.selecting(order))
      #expect(some.values == same.values && some.fingerprint == same.fingerprint)
      let again = [5, 1, 5]
      #expect(
        some.selecting(again)[beat: 2] == Self.beats[beat: order[5]]
          && some.selecting(again).labels == again.map { Self.beats.labels[order[$0]] })
    }
  }

  @Test func whatIsDoneWithThemComesOutTheSame() throws {
    try mapped { mapped, _ in
      let inspection = DatasetInspection(train: mapped, test: mapped.selecting([3, 4]))
      #expect(
        inspection
          == DatasetInspection(train: Self.beats, test: Self.beats.selecting([3, 4])))
      #expect(inspection.testBeatsInTrain == 2)
      for kind in Scaler.Kind.allCases {
        let scaler = Scaler(kind, fittedTo: mapped)
        #expect(scaler == Scaler(kind, fittedTo: Self.beats))
        #expect(scaler.applied(to: mapped).values == scaler.applied(to: Self.beats).values)
      }
    }
  }

  @Test func aChangedSampleIsAValueOfItsOwn() throws {
    try mapped { mapped, _ in
      var changed = mapped
      changed.values[187 * 40 + 3] = 7
      #expect(changed[beat: 40][3] == 7 && mapped[beat: 40] == Self.beats[beat: 40])
      #expect(changed.fingerprint != mapped.fingerprint)
      var part = mapped.selecting([9, 40])
      part.values[187 + 3] = 7
      #expect(part[beat: 1] == changed[beat: 40] && part[beat: 0] == Self.beats[beat: 9])
    }
  }

  @Test func unlabelledBeatsAndOtherLengths() throws {
    let bare = BeatDataset(
      task: .arrhythmia, source: .csv(["a.csv"]), samplesPerBeat: 3,
      values: [1, -2, .leastNonzeroMagnitude, 0, -0.0, 5], labels: [])
    try mapped(bare) { mapped, url in
      #expect(Array(mapped.values).map(\.bitPattern) == Array(bare.values).map(\.bitPattern))
      #expect(mapped.labels.isEmpty && !mapped.isLabelled)
      #expect("\(mapped.source)" == "\(url.path) (made from a.csv)")
      let error = #expect(throws: FileError.self) {
        try BeatFile.read(path: url.path, samplesPerBeat: 3)
      }
      #expect(error?.problem == "expected a class with every beat, found beats without")
    }
  }

  @Test func aFileThatIsReplacedWhileItIsMappedStaysAsItWas() throws {
    try mapped { mapped, url in
      let other = SyntheticBeats(seed: 6).dataset(counts: [10])
      try BeatFile.write(BeatStream(other), to: url.path, as: .safetensors, overwrite: true)
      #expect(mapped.fingerprint == Self.beats.fingerprint)
      #expect(try BeatFile.read(path: url.path).fingerprint == other.fingerprint)
    }
  }

  /// The same beats by way of text, in whatever form it is.
  @Test func csvIsConvertedAsItIsRead() throws {
    try withTemporaryFolder { folder in
      let csv = folder.appending(path: "beats.csv").path
      try BeatFile.write(BeatStream(Self.beats), to: csv, as: .csv)
      let text = try String(contentsOfFile: csv, encoding: .utf8)
      try ("x\r\n\r\n" + text.replacing("\n", with: "\r\n")).replacing("x", with: header)
        .write(toFile: csv + "2", atomically: true, encoding: .utf8)
      for (path, threads) in [(csv, 1), (csv, 3), (csv + "2", 2)] {
        let output = folder.appending(path: "\(threads).safetensors").path
        let stream = try BeatCSV.stream(path: path, threads: threads)
        #expect(stream.count == Self.beats.count)
        try BeatFile.write(stream, to: output, as: .safetensors)
        #expect(try BeatFile.read(path: output).fingerprint == Self.beats.fingerprint)
      }
    }
  }

  private let header = (0..<188).map { "\"column \($0)\"" }.joined(separator: ",")

  @Test func aBadLineFarDownLeavesNothing() throws {
    try withTemporaryFolder { folder in
      let csv = folder.appending(path: "beats.csv")
      try BeatFile.write(BeatStream(Self.beats), to: csv.path, as: .csv)
      var bytes = try Data(contentsOf: csv)
      bytes[4700 * 5100 + 1] = UInt8(ascii: "x")
      try bytes.write(to: csv)
      let output = folder.appending(path: "out.safetensors").path
      let error = #expect(throws: FileError.self) {
        try BeatFile.write(try BeatCSV.stream(path: csv.path), to: output, as: .safetensors)
      }
      #expect(error?.location == .line(5101))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["beats.csv"])
    }
  }

  @Test func syntheticBeatsComeInBlocksAsTheyComeAtOnce() throws {
    let counts = SyntheticBeats.counts(of: 5000)
    #expect(counts.reduce(0, +) == 5000 && counts.count == 5)
    var blocks: [BeatDataset] = []
    try SyntheticBeats(seed: 5).stream(counts: counts).forEachBlock { blocks.append($0) }
    let all = SyntheticBeats(seed: 5).dataset(counts: counts)
    #expect(blocks.count > 1)
    #expect(blocks.flatMap(\.labels) == all.labels)
    #expect(all.values == blocks.flatMap { Array($0.values) })
  }
}
