import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

@Suite(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
struct MITBIHBeatsTests {
  private func folder() throws -> String { try #require(RealData.mitdb).path }

  @Test func classTotalsAreThoseOfTheKaggleFiles() throws {
    let beats = try MITBIHBeats.canonical(folder: folder())
    #expect(beats.count == 109_446)
    #expect(beats.samplesPerBeat == 187)
    #expect(beats.task == .arrhythmia)
    #expect(beats.classCounts == [90_589, 2_779, 7_236, 803, 8_039])
    let (train, test) = try MITBIHBeats.officialSplit(folder: folder())
    #expect(train.classCounts == [72_471, 2_223, 5_788, 641, 6_431])
    #expect(test.classCounts == [18_118, 556, 1_448, 162, 1_608])
    let origins = try #require(train.origins) + #require(test.origins)
    #expect(Set(origins) == Set(try #require(beats.origins)))
  }

  @Test func originsAreBeatsOfTheRecords() throws {
    let beats = try MITBIHBeats.canonical(folder: folder())
    let origins = try #require(beats.origins)
    // The first annotation of record 100 is no beat, the last one of record 234 is never used.
    #expect(origins.first == BeatOrigin(record: "100", sample: 77, symbol: "N", samplingRate: 360))
    #expect(Set(origins.map(\.record)).count == 48)
    #expect(origins.map(\.record) == origins.map(\.record).sorted())
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let one = try MITBIHBeats.canonical(folder: folder(), threads: 1)
    let three = try MITBIHBeats.canonical(folder: folder(), threads: 3)
    #expect(one.values == three.values)
    #expect(one.labels == three.labels)
    #expect(one.origins == three.origins)
  }

  /// The two files' SHA-256 sums; the provenance names every row; nothing is replaced unasked.
  @Test func preparedFilesAreThoseOfKaggle() throws {
    try withTemporaryFolder { output in
      var progress: [Double] = []
      let counts = try MITBIHBeats.prepare(folder: folder(), output: output.path) {
        progress.append($0)
      }
      #expect(counts == (87_554, 21_892))
      #expect(progress == progress.sorted() && progress.last == 1)
      let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
      #expect(names.sorted() == MITBIHBeats.preparedFiles().sorted())
      #expect(
        try sha256(output.appending(path: "mitbih_train.csv"))
          == "362c1d018441caecb5159bc0974a3f8f55835d2ef41c07cdff15d9c8c811a6fa")
      #expect(
        try sha256(output.appending(path: "mitbih_test.csv"))
          == "f3fdb3fd318275e653fac082b617d8c1ef09fca619a0606dc22c863451c77333")
      try expectProvenance(in: output.appending(path: "mitbih_test_provenance.csv"))
      let error = #expect(throws: FileError.self) {
        try MITBIHBeats.prepare(folder: folder(), output: output.path)
      }
      #expect(error?.kind == .cannotWrite)
    }
  }

  /// In the other form, the same beats; one file that stands where it may be replaced is.
  @Test func preparedFilesCanBeMapped() throws {
    try withTemporaryFolder { output in
      try Data("earlier".utf8).write(to: output.appending(path: "mitbih_test.safetensors"))
      try MITBIHBeats.prepare(
        folder: folder(), output: output.path, form: .safetensors, overwrite: true)
      let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
      #expect(names.sorted() == MITBIHBeats.preparedFiles(.safetensors).sorted())
      let (train, test) = try MITBIHBeats.officialSplit(folder: folder())
      for (beats, name) in [(train, "train"), (test, "test")] {
        let mapped = try BeatFile.read(
          path: output.appending(path: "mitbih_\(name).safetensors").path)
        #expect(mapped.fingerprint == beats.fingerprint && mapped.labels == beats.labels)
      }
    }
  }

  /// The first ten rows of Kaggle's own files: those of the test file are ours, in order; those of
  /// the training file, whose order is not known, are among ours.
  @Test(.enabled(if: RealData.kaggle != nil, "ECG_DATA holds no rows of the Kaggle files"))
  func holdsTheTrueRows() throws {
    let (train, test) = try MITBIHBeats.officialSplit(folder: folder())
    #expect(try trueRows(of: "test") == (0..<10).map { row(of: test, at: $0) })
    let ours = Set((0..<train.count).map { row(of: train, at: $0) })
    let rows = try trueRows(of: "train")
    #expect(rows.count == 10)
    #expect(rows.allSatisfy(ours.contains))
  }

  private func trueRows(of part: String) throws -> [[Float]] {
    let file = try #require(RealData.kaggle).appending(path: "mitbih_\(part)_first10.csv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      try line.split(separator: ",").map { Float(try #require(Double($0))) }
    }
  }

  private func row(of dataset: BeatDataset, at index: Int) -> [Float] {
    dataset[beat: index] + [Float(dataset.labels[index])]
  }

  private func expectProvenance(in file: URL) throws {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 21_893)
    #expect(lines[0] == "row,record,sample,symbol,class")
    let origins = try #require(MITBIHBeats.officialSplit(folder: folder()).test.origins)
    let last = try #require(origins.last)
    #expect(lines[21_892] == "21891,\(last.record),\(last.sample),\(last.symbol),Q")
    let beats = file.deletingLastPathComponent().appending(path: "mitbih_test.csv").path
    #expect(try MITBIHBeats.withOrigins(BeatFile.read(path: beats), of: beats).origins == origins)
  }

  private func sha256(_ file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    #if os(Linux)
      process.arguments = ["sha256sum", file.path]
    #else
      process.arguments = ["shasum", "-a", "256", file.path]
    #endif
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return String(text.prefix(64))
  }
}
