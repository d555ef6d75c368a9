import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Damage to records of several segments, signals and files: one error that names it, and no crash.
@Suite struct DamagedSegmentsTests {
  /// A damaged set of segments gives one error that names the header.
  @Test(arguments: [
    ([RecordSegment(name: "a", frameCount: 5)], "expected 5 samples in segment 'a', found 4"),
    (
      [RecordSegment(name: "m", frameCount: 4)],
      "expected segments of one piece, found that 'm' has several itself"
    ),
    (
      [RecordSegment(name: "a", frameCount: 4), RecordSegment(name: "c", frameCount: 2)],
      "expected 2 signals in every segment, found 1 in 'c'"
    ),
    (
      [
        RecordSegment(name: nil, frameCount: Int.max), RecordSegment(name: nil, frameCount: 2),
      ], "the segments are longer than a recording can be"
    ),
    (
      [RecordSegment(name: nil, frameCount: Int.max)],
      "expected at most 1099511627776 samples per signal, found 9223372036854775807"
    ),
  ])
  func damagedSegmentsAreNamed(segments: [RecordSegment], problem: String) throws {
    try withTemporaryFolder { folder in
      for record in WFDBRecordTests.parts {
        try record.write(to: folder.appending(path: record.header.name).path)
      }
      let lines = segments.map { "\($0.name ?? "~") \($0.frameCount)\n" }.joined()
      try Data("m/\(segments.count) 1 10\n\(lines)".utf8).write(to: folder.appending(path: "m.hea"))
      let path = folder.appending(path: "m").path
      for error in [
        #expect(throws: FileError.self, performing: { try RecordingFile.open(path) }),
        #expect(throws: FileError.self, performing: { try Recording.read(path: path) }),
      ] {
        #expect(error?.problem == problem)
        #expect(error?.kind == .badData)
      }
    }
  }

  /// A line of text must not ask for all of the machine's memory.
  @Test func hugeGapsAreNotHeldInMemory() throws {
    try withTemporaryFolder { folder in
      let text = "m/2 1 10\na 4\n~ 100000000000\n"
      try Data(text.utf8).write(to: folder.appending(path: "m.hea"))
      try WFDBRecordTests.parts[0].write(to: folder.appending(path: "a").path)
      let path = folder.appending(path: "m").path
      let file = try RecordingFile.open(path)
      let error = #expect(throws: FileError.self) { try file.samples(ofSignal: 0) }
      #expect(
        error?.problem
          == "the recording is 100000000004 samples long, nearly all of them gaps")
      #expect(throws: FileError.self) { try Recording.read(path: path) }
      // In blocks it can be read.
      var reader = try file.reader(signals: [0])
      reader.seek(to: 50_000_000_000)
      #expect(try reader.next(100)?.samples[0].allSatisfy(\.isNaN) == true)
    }
  }

  @Test func checksumsAreComparedWhenOpening() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try WFDBRecordTests.skewed.write(to: path)
      var bytes = try Data(contentsOf: folder.appending(path: "b.dat"))
      bytes[20] ^= 1
      try bytes.write(to: folder.appending(path: "b.dat"))
      let error = #expect(throws: FileError.self) { try RecordingFile.open(path) }
      #expect(error?.path == folder.appending(path: "b.dat").path)
      #expect(error?.problem == "expected the checksum -20536 for signal 'III', found -20792")
      #expect(error?.reason == .checksum)
      _ = try RecordingFile.open(path, options: RecordingOptions(verifiesChecksums: false))
    }
  }

  /// Any character of a header may be damaged: an error that says where and why, or other numbers.
  @Test(arguments: ["m", "m_layout", "b", "s/r"])
  func damageAnywhereIsSurvived(name: String) throws {
    try withTemporaryFolder { folder in
      try WFDBRecordTests.writeVariable(to: folder)
      try WFDBRecordTests.skewed.write(to: folder.appending(path: "s/r").path)
      let url = folder.appending(path: name + ".hea")
      let path = folder.appending(path: name == "s/r" ? name : "m").path
      let whole = try Data(contentsOf: url)
      for position in whole.indices {
        for byte in "9-/x~ \n".utf8 {
          var data = whole
          data[position] = byte
          try data.write(to: url)
          do {
            try readAll(path)
          } catch let error as FileError {
            #expect(!error.path.isEmpty && !error.problem.isEmpty && !error.remedy.isEmpty)
          }
        }
      }
      try whole.write(to: url)
      try readAll(path)
    }
  }

  private func readAll(_ path: String) throws {
    let file = try RecordingFile.open(path, options: RecordingOptions(verifiesChecksums: false))
    for signal in file.signals.indices {
      var reader = try file.reader(signals: [signal])
      reader.seek(to: 5)
      _ = try reader.next(9)
      // Large gaps take their time and are tried once, elsewhere.
      if reader.frameCount < 10_000 { _ = try file.samples(ofSignal: signal) }
    }
    if file.duration < 1_000 { _ = try? Recording.read(path: path) }
  }
}
