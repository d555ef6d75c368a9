import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// What paths and folders lead to.
@Suite struct RecordingCollectionTests {
  private let table = "sample,time,rr,quality\n77,0.3080,,good\n370,1.4800,1.1720,good\n"

  /// A table of an electrocardiogram with times.
  private var recording: String {
    "time,ECG (mV)\n" + TableColumnTests.rows { "\(Double($0) / 250),\($1)" }
  }

  private func write(_ text: String, to path: String, in folder: URL) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func collection(
    _ paths: [String], in folder: URL, takesTables: Bool = false
  ) throws -> RecordingCollection {
    try RecordingCollection(
      paths.map { folder.appending(path: $0).path }, excluding: nil, takesTables: takesTables)
  }

  /// Letters that are made up otherwise are the same text, but other files.
  @Test func namesAreToldApartByTheirBytes() throws {
    try withTemporaryFolder { folder in
      let names = ["e\u{301}", "\u{E9}"]
      for name in names { try write(recording, to: "\(name)/a.csv", in: folder) }
      // Some file systems take them for one.
      let listed = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      let items = try collection(["."], in: folder).items
      #expect(items.count == listed.count)
      #expect(Set(items.map { Data($0.output.utf8) }).count == listed.count)
    }
  }

  /// Likewise in archives, where none of them may take another's place.
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
        let items = try collection([name], in: folder).items
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
      let found = try collection(["all.tar"], in: folder)
      #expect(found.items.count == 1 && found.others == 0)
      let item = try #require(found.items.first)
      #expect(try item.open(options: RecordingOptions()).duration == 4.0 / 250)
    }
  }

  /// Recordings may be in what cannot be looked into; it is named, and not counted with what is none.
  @Test func whatIsPackedInAnotherWayIsNamed() throws {
    try withTemporaryFolder { folder in
      let packed = [
        "a.tar.bz2": Array("BZh9".utf8), "a.tar.xz": [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
        "a.edf.gz": ArchiveBuilder.gzip(Array("0       X".utf8)),
        "a.zip": Array("#!/bin/sh\nPK".utf8), "b": [0x28, 0xB5, 0x2F, 0xFD, 0],
      ]
      for (name, bytes) in packed { try Data(bytes).write(to: folder.appending(path: name)) }
      try write("a note", to: "note.md", in: folder)
      let found = try collection(["."], in: folder)
      #expect(found.items.isEmpty && found.others == 1)
      #expect(
        found.packed.map { URL(filePath: $0).lastPathComponent } == packed.keys.sorted())
      // In an archive too.
      let files = packed.map { (name: $0.key, content: $0.value) }
      try withTemporaryFolder { folder in
        try Data(ArchiveBuilder.tar(files)).write(to: folder.appending(path: "all.tar"))
        let found = try collection(["all.tar"], in: folder)
        #expect(found.packed.count == packed.count && found.others == 0)
        #expect(found.packed.first?.hasSuffix("all.tar/a.edf.gz") == true)
      }
    }
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func whatMayNotBeReadIsAFailure() throws {
    try withTemporaryFolder { folder in
      for name in ["a.csv", "b.bin", "c.zip"] {
        try write(recording, to: name, in: folder)
        #expect(chmod(folder.appending(path: name).path, 0) == 0)
      }
      let found = try collection(["."], in: folder)
      #expect(found.items.count == 3 && found.others == 0)
      for item in found.items {
        let error = #expect(throws: FileError.self) { try item.open(options: RecordingOptions()) }
        #expect(error?.problem == "may not be read (Permission denied)")
      }
    }
  }

  @Test func linksThatLeadNowhereAreFailuresWhereARecordingIsMeant() throws {
    try withTemporaryFolder { folder in
      for name in ["a.csv", "b.hea", "c.tar.gz", "d.edf", "note"] {
        try FileManager.default.createSymbolicLink(
          at: folder.appending(path: name), withDestinationURL: folder.appending(path: "none"))
      }
      let found = try collection(["."], in: folder)
      #expect(
        found.items.map { URL(filePath: $0.path).lastPathComponent }
          == ["b", "a.csv", "c.tar.gz", "d.edf"])
      #expect(found.others == 1)
      for item in found.items {
        let error = #expect(throws: FileError.self) { try item.open(options: RecordingOptions()) }
        #expect(error?.problem == "it is a link to a file that is not there")
      }
    }
  }

  /// Who opens a pipe waits for its other end.
  @Test func pipesAreNotLookedInto() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appending(path: "a.bin").path
      #expect(mkfifo(pipe, 0o600) == 0)
      #expect(symlink(pipe, folder.appending(path: "b.csv").path) == 0)
      let found = try collection(["."], in: folder)
      #expect(found.items.isEmpty && found.others == 2)
    }
  }

  @Test func headersInCapitalLettersAreFailures() throws {
    try withTemporaryFolder { folder in
      try write("R 1 250 4\nR.DAT 16 200 16 0 0 0 0 II\n", to: "in/R.HEA", in: folder)
      try write("00000000", to: "in/R.DAT", in: folder)
      let files = ["R.HEA", "R.DAT"].map { name in
        (name: name, content: [UInt8]("R 1 250 4\n".utf8))
      }
      try Data(ArchiveBuilder.tar(files)).write(to: folder.appending(path: "all.tar"))
      for path in ["in", "all.tar"] {
        let found = try collection([path], in: folder)
        #expect(found.items.count == 1 && found.others == 1)
        let error = #expect(throws: FileError.self) {
          try found.items.first?.open(options: RecordingOptions())
        }
        #expect(error?.problem == "expected a header that ends in .hea, found .HEA")
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
      let items = try collection(["all.zip"], in: folder).items
      #expect(items.map { String($0.path.suffix(5)) } == ["a.csv", "b.csv"])
      let error = #expect(throws: FileError.self) {
        try items[0].open(options: RecordingOptions())
      }
      #expect(error?.problem == "expected one file of this name in the archive, found several")
    }
  }

  /// A name may be that of another file without its ending.
  @Test func resultsOfNoTwoRecordingsHaveOneName() throws {
    try withTemporaryFolder { folder in
      let names = ["r.csv", "r.tsv", "r.csv.csv", "r.csv.tsv"]
      for name in names { try write(recording, to: "in/\(name)", in: folder) }
      let items = try collection(["in"], in: folder).items
      #expect(Set(items.map(\.output)).count == names.count, "\(items.map(\.output))")
    }
  }

  /// Who names a folder where a file is wanted is told the recordings in it, and not what was written of them.
  @Test func aFolderNamesItsRecordingsAlone() throws {
    try withTemporaryFolder { folder in
      try write(table, to: "in/a.qrs.csv", in: folder)
      func remedy() -> String? {
        let path = folder.appending(path: "in").path
        return #expect(throws: FileError.self) { try RecordingFile.open(path) }?.remedy
          .text(.unnamed)
      }
      #expect(remedy()?.contains("csv") == false)
      try write(recording, to: "in/a.csv", in: folder)
      #expect(remedy()?.contains("Name one of the files in it: a.csv") == true)
      // The folder of an earlier run holds a summary, which is a table as well.
      try write("{}\n", to: "in/\(RecordingCollection.journalName)", in: folder)
      #expect(remedy()?.contains("csv") == false)
    }
  }

  /// A file of each format that is read: a new one that no folder is searched for would go unnoticed otherwise.
  @Test func everyFormatIsFoundInAFolder() throws {
    let samples = EDFBytes.samples([0, 100, -100, 50])
    var edf = EDFBytes(signals: [EDFBytes.Signal(label: "ECG", count: 4)])
    edf.content = samples
    var bdf = EDFBytes(signals: [
      EDFBytes.Signal(label: "ECG", digital: ("-8388608", "8388607"), count: 4)
    ])
    bdf.magic = [0xFF] + Array("BIOSEMI".utf8)
    bdf.content = [0, 100, -100, 50].flatMap { EDFBytes.samples([$0]) + [$0 < 0 ? 0xFF : 0] }
    let header = "wfdb 1 250 4\nwfdb.dat 16 200 16 0 0 50 0 II\n"
    let files: [(name: String, format: RecordingFormat, content: Data)] = [
      ("wfdb.hea", .wfdb, Data(header.utf8)), ("edf.edf", .edf, edf.data),
      ("bdf.bdf", .bdf, bdf.data),
      ("health.csv", .appleHealth, Data(AppleHealthTests.exports[0].text.utf8)),
      ("table.csv", .table, Data(recording.utf8)),
    ]
    #expect(files.map(\.format) == RecordingFormat.all)
    try withTemporaryFolder { folder in
      try Data(samples).write(to: folder.appending(path: "wfdb.dat"))
      for file in files { try file.content.write(to: folder.appending(path: file.name)) }
      let found = try RecordingCollection([folder.path], excluding: nil, takesTables: false)
      let opened = try found.items.map { try $0.open(options: RecordingOptions()).format }
      #expect(opened.count == files.count)
      #expect(RecordingFormat.all.allSatisfy(opened.contains))
      #expect(found.others == 0 && found.tables == 0)
    }
    // Who names the folder itself is told of them.
    for file in files {
      try withTemporaryFolder { folder in
        try file.content.write(to: folder.appending(path: file.name))
        let error = #expect(throws: FileError.self) { try RecordingFile.open(folder.path) }
        #expect(error?.remedy.text(.unnamed).contains(file.name) == true)
      }
    }
  }

  /// A table beside a record of its name is a recording of its own, however its ending is spelt.
  @Test(arguments: ["csv", "tsv", "txt", "CSV"])
  func aTableBesideARecordOfItsNameIsItsOwn(ending: String) throws {
    try withTemporaryFolder { folder in
      try write("r 1 250 4\nr.dat 16 200 16 0 0 0 0 II\n", to: "r.hea", in: folder)
      try write("00000000", to: "r.dat", in: folder)
      try write(recording, to: "r.\(ending)", in: folder)
      let path = folder.appending(path: "r.\(ending)").path
      #expect(try RecordingFile.open(path).format == .table)
    }
  }

  @Test(arguments: [false, true]) func tablesOfBeatsAreNoRecordings(takesTables: Bool) throws {
    try withTemporaryFolder { folder in
      try write(recording, to: "in/a.csv", in: folder)
      try write(table, to: "in/a.qrs.csv", in: folder)
      // Also under another name, and with the columns of classified beats.
      try write(
        "sample,time,rr,quality,class,N,S,V,F,Q,fibrillation,family,rhythm\n", to: "in/b.csv",
        in: folder)
      let found = try collection(["in"], in: folder, takesTables: takesTables)
      #expect(found.items.map(\.output) == ["a"])
      #expect(found.others == 2 && found.tables == 0)
      // Named alone it is one of the items, whose error says what it is.
      let named = try collection(["in/a.qrs.csv"], in: folder)
      let error = #expect(throws: FileError.self) {
        try named.items[0].open(options: RecordingOptions(samplingRate: 360))
      }
      #expect(
        error?.problem.contains("found a table of beats that were found in a recording") == true)
    }
  }

  @Test func resultsOfEarlierRunsAreTold() throws {
    try withTemporaryFolder { folder in
      try write(recording, to: "in/a.csv", in: folder)
      try write(recording, to: "in/old/b.csv", in: folder)
      try write("{}\n", to: "in/old/\(RecordingCollection.journalName)", in: folder)
      let found = try collection(["in"], in: folder)
      #expect(found.items.map(\.output) == ["a"])
      #expect(found.results == [folder.appending(path: "in/old").path])
    }
  }

  @Test func aRecordingIsTakenOnceWhateverLeadsToIt() throws {
    try withTemporaryFolder { folder in
      try write(recording, to: "in/a.csv", in: folder)
      try write(recording, to: "in/b.csv", in: folder)
      let files = FileManager.default
      try files.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "in"))
      try files.createSymbolicLink(
        at: folder.appending(path: "in/latest.csv"),
        withDestinationURL: folder.appending(path: "in/b.csv"))
      let spelt = try collection(["in/a.csv", "in/../in/a.csv", "in//a.csv"], in: folder)
      #expect(spelt.items.map(\.output) == ["a"] && spelt.repeated == 0)
      // By another name it is told.
      let linked = try collection(["in/a.csv", "link/a.csv"], in: folder)
      #expect(linked.items.count == 1 && linked.repeated == 1)
      let all = try collection(["in", "link/"], in: folder)
      #expect(all.items.map(\.output) == ["a", "b"] && all.repeated == 4)
      // Also where the link comes first by name.
      try files.createSymbolicLink(
        at: folder.appending(path: "in/0.csv"),
        withDestinationURL: folder.appending(path: "in/b.csv"))
      #expect(try collection(["in"], in: folder).items.map(\.output) == ["a", "b"])
      #expect(try collection(["in/0.csv"], in: folder).items.map(\.output) == ["0"])
      // Files of one content are two recordings.
      #expect(try collection(["in/a.csv", "in/b.csv"], in: folder).items.count == 2)
    }
  }

  /// A record is named by its header, and by one of its files behind a link.
  @Test func aRecordAndItsFilesAreOne() throws {
    try withTemporaryFolder { folder in
      try write("r 1 250 4\nr.dat 16 200 16 0 0 0 0 II\n", to: "in/r.hea", in: folder)
      try write("00000000", to: "in/r.dat", in: folder)
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "in"))
      let found = try collection(["in/r", "link/r.dat", "in/r.hea", "link"], in: folder)
      #expect(found.items.count == 1 && found.items.first?.path.hasSuffix("in/r") == true)
    }
  }

  @Test func foldersAreComparedByWholeNames() {
    for folder in ["out", "out/", "./out", "in/../out"] {
      #expect(RecordingCollection.isBelow(folder, "out/7.json"))
      #expect(RecordingCollection.isBelow(folder, "./out/a/7.json"))
      #expect(RecordingCollection.isBelow(folder, "out"))
      #expect(!RecordingCollection.isBelow(folder, "outpatients/7.edf"))
      #expect(!RecordingCollection.isBelow(folder, "out/../in/7.edf"))
    }
    #expect(RecordingCollection.isBelow("/", "/data/7.edf"))
    #expect(RecordingCollection.isBelow(".", "7.edf"))
    #expect(!RecordingCollection.isBelow(".", "/7.edf"))
  }
}
