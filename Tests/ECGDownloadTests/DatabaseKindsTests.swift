import ECGDownload
import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// What databases of different kinds are asked for.
@Suite(.hangLimit) struct DatabaseKindsTests {
  /// Serves files, and gives the paths of those that are brought.
  private func brought(
    _ database: PhysioNetDatabase, from paths: [String], records: String?
  ) throws -> [String] {
    try withTemporaryFolder { folder in
      var files = Dictionary(uniqueKeysWithValues: paths.map { ($0, Data("\($0)\n".utf8)) })
      files["RECORDS"] = records.map { Data($0.utf8) }
      let list = files.map { "\(SampleDatabase.checksum($1)) \($0)\n" }.sorted()
      files["SHA256SUMS.txt"] = Data(list.joined().utf8)
      let server = try FaultyServer(files)
      defer { server.stop() }
      var download = DatabaseDownload(database, mirror: server.url, to: folder.path + "/records")
      download.timeouts = (connecting: 600, stalling: 600)
      _ = try download.run()
      return files.keys.filter {
        FileManager.default.fileExists(atPath: folder.path + "/records/\($0)")
      }.sorted()
    }
  }

  /// Noise has no annotations, and nobody misses them.
  @Test func whatNotEveryRecordHasComesWhereItIs() throws {
    let paths = [
      "118e00.hea", "118e00.dat", "118e00.atr", "bw.hea", "bw.dat", "bw.xws", "LICENSE.txt",
    ]
    let found = try brought(.nstdb, from: paths, records: "118e00\nbw\n")
    #expect(found == (paths.filter { $0 != "bw.xws" } + ["RECORDS", "SHA256SUMS.txt"]).sorted())
    let error = #expect(throws: FileError.self) {
      try brought(.edb, from: paths, records: "118e00\nbw\n")
    }
    #expect(error?.problem == "expected the files of the European ST-T Database, found no bw.atr")
  }

  @Test func recordsThatAreNamedTwiceComeOnce() throws {
    let paths = ["a.hea", "a.dat", "a.atr"]
    let found = try brought(.mitdb, from: paths, records: "a\na\n")
    #expect(found == (paths + ["RECORDS", "SHA256SUMS.txt"]).sorted())
  }

  /// The challenges list folders, or nothing at all.
  @Test func foldersOfRecordsAreTakenWhole() throws {
    let paths = ["training/g1/A1.hea", "training/g1/A1.mat", "training/g1/RECORDS", "other/B.hea"]
    #expect(
      try brought(.challenge2021, from: paths, records: "training/g1/\n")
        == ["RECORDS", "SHA256SUMS.txt", "training/g1/A1.hea", "training/g1/A1.mat"])
    #expect(
      try brought(.challenge2017, from: paths + ["REFERENCE-v3.csv"], records: nil)
        == ["REFERENCE-v3.csv", "SHA256SUMS.txt", "other/B.hea", "training/g1/A1.hea"]
        + ["training/g1/A1.mat"])
    #expect(
      try brought(.cpsc2021, from: ["I/a.hea", "I/a.dat", "I/a.atr"], records: "I/a\n")
        == ["I/a.atr", "I/a.dat", "I/a.hea", "RECORDS", "SHA256SUMS.txt"])
    #expect(throws: FileError.self) {
      try brought(.challenge2017, from: ["index.html"], records: nil)
    }
  }

  /// Where the size is not known, there is a bound all the same.
  @Test func noDatabaseIsWithoutABound() throws {
    let small = PhysioNetDatabase(
      name: "small", title: "the small database", address: "https://example.org/",
      extensions: ["dat"],
      mostBytes: 12)
    #expect(try brought(small, from: ["a.dat"], records: "a\n").count == 3)
    let error = #expect(throws: FileError.self) {
      try brought(small, from: ["a.dat", "b.dat", "c.dat"], records: "a\nb\nc\n")
    }
    #expect(error?.problem.hasPrefix("expected no more than 12 bytes in all files") == true)
    #expect(PhysioNetDatabase.all.allSatisfy { $0.mostBytes > $0.size ?? 0 })
  }

  @Test func everyDatabaseHasItsPlace() {
    #expect(Set(PhysioNetDatabase.all.map(\.name)).count == PhysioNetDatabase.all.count)
    for database in PhysioNetDatabase.all {
      #expect(
        database.address.wholeMatch(of: /https:\/\/physionet.org\/files\/[a-z0-9-]+\/1.0.[0-9]\//)
          != nil)
      #expect(database.address.contains("/\(database.name)/"))
      #expect(database.page == "https://physionet.org/content/" + database.address.dropFirst(28))
    }
  }
}
