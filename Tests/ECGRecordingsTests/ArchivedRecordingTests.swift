import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// What archives lead to.
@Suite struct ArchivedRecordingTests {
  private let recording = CollectionSample.recording

  /// Letters that are made up otherwise are the same text, but other files: none may take
  /// another's place.
  @Test func namesInArchivesAreToldApartByTheirBytes() throws {
    let names = ["a/e\u{301}.csv", "a/\u{E9}.csv", "e\u{301}/a.csv", "\u{E9}/a.csv"]
    let files = names.map { (name: $0, content: Array(recording.utf8)) }
    let archives = [
      "all.tar": ArchiveBuilder.tar(files),
      "all.zip": ArchiveBuilder.zip(files.map { .init(name: $0.name, content: $0.content) }),
    ]
    try withTemporaryFolder { folder in
      for (name, bytes) in archives {
        try Data(bytes).write(to: folder.appending(path: name))
        let items = try CollectionSample.collection([name], in: folder).items
        #expect(
          Set(items.map { ExactName($0.path) })
            == Set(names.map { ExactName(folder.appending(path: name).path + "/\($0)") }))
        // Also where they are copied to a disk to which the names are one.
        #expect(Set(items.map(\.output)).count == names.count)
        for item in items { _ = try item.open(options: RecordingOptions()) }
      }
    }
  }

  /// Archives of macOS have the letters of names taken apart, headers have them as they were typed.
  @Test func aHeaderInAnArchiveFindsItsSignalFile() throws {
    let files = [
      (
        name: "e\u{301}.hea",
        content: Array("\u{E9} 1 250 4\n\u{E9}.dat 16 200 16 0 0 0 0 II\n".utf8)
      ),
      (name: "e\u{301}.dat", content: [UInt8](repeating: 0, count: 8)),
    ]
    try withTemporaryFolder { folder in
      try Data(ArchiveBuilder.tar(files)).write(to: folder.appending(path: "all.tar"))
      let found = try CollectionSample.collection(["all.tar"], in: folder)
      #expect(found.items.count == 1 && found.others == 0)
      let item = try #require(found.items.first)
      #expect(try item.open(options: RecordingOptions()).duration == 4.0 / 250)
    }
  }

  /// Recordings may be in what cannot be looked into; it is named, and not counted
  /// with what is none.
  @Test func whatIsPackedInAnotherWayIsNamed() throws {
    try withTemporaryFolder { folder in
      let packed = [
        "a.tar.bz2": Array("BZh9".utf8), "a.tar.xz": [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
        "a.edf.gz": ArchiveBuilder.gzip(Array("0       X".utf8)),
        "a.zip": Array("#!/bin/sh\nPK".utf8), "b": [0x28, 0xB5, 0x2F, 0xFD, 0],
      ]
      for (name, bytes) in packed { try Data(bytes).write(to: folder.appending(path: name)) }
      try CollectionSample.write("a note", to: "note.md", in: folder)
      let found = try CollectionSample.collection(["."], in: folder)
      #expect(found.items.isEmpty && found.others == 1)
      #expect(
        found.packed.map { URL(filePath: $0).lastPathComponent } == packed.keys.sorted())
      // In an archive too.
      let files = packed.map { (name: $0.key, content: $0.value) }
      try withTemporaryFolder { folder in
        try Data(ArchiveBuilder.tar(files)).write(to: folder.appending(path: "all.tar"))
        let found = try CollectionSample.collection(["all.tar"], in: folder)
        #expect(found.packed.count == packed.count && found.others == 0)
        #expect(found.packed.first?.hasSuffix("all.tar/a.edf.gz") == true)
      }
    }
  }

  @Test func filesOfOneNameInAnArchiveAreAFailure() throws {
    let files = ["a", "b", "a"].enumerated().map { number, name in
      ArchiveBuilder.ZipFile(
        name: "\(name).csv",
        content: Array(recording.utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: number))
    }
    try withTemporaryFolder { folder in
      try Data(ArchiveBuilder.zip(files)).write(to: folder.appending(path: "all.zip"))
      let items = try CollectionSample.collection(["all.zip"], in: folder).items
      #expect(items.map { String($0.path.suffix(5)) } == ["a.csv", "b.csv"])
      let error = #expect(throws: FileError.self) {
        try items[0].open(options: RecordingOptions())
      }
      #expect(error?.problem == "expected one file of this name in the archive, found several")
    }
  }
}
