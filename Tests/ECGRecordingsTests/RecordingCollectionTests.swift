import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// What paths and folders lead to.
@Suite struct RecordingCollectionTests {
  private let table = "sample,time,rr,quality\n77,0.3080,,good\n370,1.4800,1.1720,good\n"
  private let recording = CollectionSample.recording

  /// Letters that are made up otherwise are the same text, but other files.
  @Test func namesAreToldApartByTheirBytes() throws {
    try withTemporaryFolder { folder in
      let names = ["e\u{301}", "\u{E9}"]
      for name in names { try CollectionSample.write(recording, to: "\(name)/a.csv", in: folder) }
      // Some file systems take them for one.
      let listed = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      let items = try CollectionSample.collection(["."], in: folder).items
      #expect(items.count == listed.count)
      #expect(Set(items.map { Data($0.output.utf8) }).count == listed.count)
    }
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func whatMayNotBeReadIsAFailure() throws {
    try withTemporaryFolder { folder in
      for name in ["a.csv", "b.bin", "c.zip"] {
        try CollectionSample.write(recording, to: name, in: folder)
        #expect(chmod(folder.appending(path: name).path, 0) == 0)
      }
      let found = try CollectionSample.collection(["."], in: folder)
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
      let found = try CollectionSample.collection(["."], in: folder)
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
      let found = try CollectionSample.collection(["."], in: folder)
      #expect(found.items.isEmpty && found.others == 2)
    }
  }

  @Test func headersInCapitalLettersAreFailures() throws {
    try withTemporaryFolder { folder in
      try CollectionSample.write(
        "R 1 250 4\nR.DAT 16 200 16 0 0 0 0 II\n", to: "in/R.HEA", in: folder)
      try CollectionSample.write("00000000", to: "in/R.DAT", in: folder)
      let files = ["R.HEA", "R.DAT"].map { name in
        (name: name, content: [UInt8]("R 1 250 4\n".utf8))
      }
      try Data(ArchiveBuilder.tar(files)).write(to: folder.appending(path: "all.tar"))
      for path in ["in", "all.tar"] {
        let found = try CollectionSample.collection([path], in: folder)
        #expect(found.items.count == 1 && found.others == 1)
        let error = #expect(throws: FileError.self) {
          try found.items.first?.open(options: RecordingOptions())
        }
        #expect(error?.problem == "expected a header that ends in .hea, found .HEA")
      }
    }
  }

  /// A name may be that of another file without its ending.
  @Test func resultsOfNoTwoRecordingsHaveOneName() throws {
    try withTemporaryFolder { folder in
      let names = ["r.csv", "r.tsv", "r.csv.csv", "r.csv.tsv"]
      for name in names { try CollectionSample.write(recording, to: "in/\(name)", in: folder) }
      let items = try CollectionSample.collection(["in"], in: folder).items
      #expect(Set(items.map(\.output)).count == names.count, "\(items.map(\.output))")
    }
  }

  /// Who names a folder where a file is wanted is told the recordings in it, and not what was
  /// written of them.
  @Test func aFolderNamesItsRecordingsAlone() throws {
    try withTemporaryFolder { folder in
      try CollectionSample.write(table, to: "in/a.qrs.csv", in: folder)
      func remedy() -> String? {
        let path = folder.appending(path: "in").path
        return #expect(throws: FileError.self) { try RecordingFile.open(path) }?.remedy
          .text(.unnamed)
      }
      #expect(remedy()?.contains("csv") == false)
      try CollectionSample.write(recording, to: "in/a.csv", in: folder)
      #expect(remedy()?.contains("Name one of the files in it: a.csv") == true)
      // The folder of an earlier run holds a summary, which is a table as well.
      try CollectionSample.write("{}\n", to: "in/\(RecordingCollection.journalName)", in: folder)
      #expect(remedy()?.contains("csv") == false)
    }
  }

  /// A file of each format that is read: a new one that no folder is searched for would go
  /// unnoticed otherwise.
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
      try CollectionSample.write("r 1 250 4\nr.dat 16 200 16 0 0 0 0 II\n", to: "r.hea", in: folder)
      try CollectionSample.write("00000000", to: "r.dat", in: folder)
      try CollectionSample.write(recording, to: "r.\(ending)", in: folder)
      let path = folder.appending(path: "r.\(ending)").path
      #expect(try RecordingFile.open(path).format == .table)
    }
  }

  @Test(arguments: [false, true]) func tablesOfBeatsAreNoRecordings(takesTables: Bool) throws {
    try withTemporaryFolder { folder in
      try CollectionSample.write(recording, to: "in/a.csv", in: folder)
      try CollectionSample.write(table, to: "in/a.qrs.csv", in: folder)
      // Also under another name, and with the columns of classified beats.
      try CollectionSample.write(
        "sample,time,rr,quality,class,N,S,V,F,Q,fibrillation,family,rhythm\n", to: "in/b.csv",
        in: folder)
      let found = try CollectionSample.collection(["in"], in: folder, takesTables: takesTables)
      #expect(found.items.map(\.output) == ["a"])
      #expect(found.others == 2 && found.tables == 0)
      // Named alone it is one of the items, whose error says what it is.
      let named = try CollectionSample.collection(["in/a.qrs.csv"], in: folder)
      let error = #expect(throws: FileError.self) {
        try named.items[0].open(options: RecordingOptions(samplingRate: 360))
      }
      #expect(
        error?.problem.contains("found a table of beats that were found in a recording") == true)
    }
  }

  @Test func resultsOfEarlierRunsAreTold() throws {
    try withTemporaryFolder { folder in
      try CollectionSample.write(recording, to: "in/a.csv", in: folder)
      try CollectionSample.write(recording, to: "in/old/b.csv", in: folder)
      try CollectionSample.write(
        "{}\n", to: "in/old/\(RecordingCollection.journalName)", in: folder)
      let found = try CollectionSample.collection(["in"], in: folder)
      #expect(found.items.map(\.output) == ["a"])
      #expect(found.results == [folder.appending(path: "in/old").path])
    }
  }

  @Test func aRecordingIsTakenOnceWhateverLeadsToIt() throws {
    try withTemporaryFolder { folder in
      try CollectionSample.write(recording, to: "in/a.csv", in: folder)
      try CollectionSample.write(recording, to: "in/b.csv", in: folder)
      let files = FileManager.default
      try files.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "in"))
      try files.createSymbolicLink(
        at: folder.appending(path: "in/latest.csv"),
        withDestinationURL: folder.appending(path: "in/b.csv"))
      let spelt = try CollectionSample.collection(
        ["in/a.csv", "in/../in/a.csv", "in//a.csv"], in: folder)
      #expect(spelt.items.map(\.output) == ["a"] && spelt.repeated == 0)
      // By another name it is told.
      let linked = try CollectionSample.collection(["in/a.csv", "link/a.csv"], in: folder)
      #expect(linked.items.count == 1 && linked.repeated == 1)
      let all = try CollectionSample.collection(["in", "link/"], in: folder)
      #expect(all.items.map(\.output) == ["a", "b"] && all.repeated == 4)
      // Also where the link comes first by name.
      try files.createSymbolicLink(
        at: folder.appending(path: "in/0.csv"),
        withDestinationURL: folder.appending(path: "in/b.csv"))
      #expect(
        try CollectionSample.collection(["in"], in: folder).items.map(\.output) == ["a", "b"])
      #expect(
        try CollectionSample.collection(["in/0.csv"], in: folder).items.map(\.output) == ["0"])
      // Files of one content are two recordings.
      #expect(
        try CollectionSample.collection(["in/a.csv", "in/b.csv"], in: folder).items.count == 2)
    }
  }

  /// A record is named by its header, and by one of its files behind a link.
  @Test func aRecordAndItsFilesAreOne() throws {
    try withTemporaryFolder { folder in
      try CollectionSample.write(
        "r 1 250 4\nr.dat 16 200 16 0 0 0 0 II\n", to: "in/r.hea", in: folder)
      try CollectionSample.write("00000000", to: "in/r.dat", in: folder)
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "in"))
      let found = try CollectionSample.collection(
        ["in/r", "link/r.dat", "in/r.hea", "link"], in: folder)
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
