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
}
