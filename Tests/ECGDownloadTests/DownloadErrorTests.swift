import ECGDownload
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// What cannot be downloaded, and what is said then.
@Suite(.hangLimit) struct DownloadErrorTests {
  private typealias Faults = FaultyServer.Faults

  /// The error of a download from a server with faults in one file.
  private func failure(
    _ sample: SampleDatabase = SampleDatabase(), in folder: URL, path: String = "100.dat",
    change: @escaping @Sendable (inout FaultyServer.Faults) -> Void
  ) throws -> FileError {
    let server = try FaultyServer(sample.files) { $0.path == path ? Faults(change) : Faults() }
    defer { server.stop() }
    return try #require(throws: FileError.self) {
      try sample.download(from: server, to: folder).run()
    }
  }

  @Test func nobodyListens() throws {
    try withTemporaryFolder { folder in
      let address = "http://127.0.0.1:\(try FaultyServer.closedPort())/"
      let start = ContinuousClock.now
      // The time to connect in, ten minutes, is not waited for.
      let error = try #require(throws: FileError.self) {
        try SampleDatabase().download(from: address, to: folder).run()
      }
      #expect(error.kind == .unavailable && error.path == address + "SHA256SUMS.txt")
      #expect(error.remedy.settings.contains(.mirror))
      #expect(ContinuousClock.now - start < .seconds(300))
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test func noSuchHost() throws {
    try withTemporaryFolder { folder in
      let error = try #require(throws: FileError.self) {
        try SampleDatabase().download(from: "http://nowhere.invalid/", to: folder).run()
      }
      #expect(error.kind == .unavailable)
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test func filesThatAreAlwaysDamaged() throws {
    try withTemporaryFolder { folder in
      let error = try failure(in: folder) { $0.corrupts = 99_999 }
      #expect(error.kind == .badData && error.problem.contains("SHA-256"))
      #expect(files(in: folder)["records/100.dat"] == nil)
      #expect(files(in: folder)["records/.100.dat.partial"]?.isEmpty == true)
    }
  }

  @Test func refusedFiles() throws {
    try withTemporaryFolder { folder in
      let missing = try failure(in: folder) { $0.status = 404 }
      #expect(missing.kind == .noInput && missing.path.hasSuffix("/100.dat"))
      let forbidden = try failure(in: folder) { $0.status = 403 }
      #expect(forbidden.kind == .unavailable)
      let busy = try failure(in: folder) { $0.status = 503 }
      #expect(busy.kind == .unavailable && busy.problem.contains("503"))
      let dropped = try failure(in: folder) { $0.dropsAfter = 0 }
      #expect(dropped.kind == .unavailable)
    }
  }

  /// One who sends more than any database has would fill the disk.
  @Test func filesWithoutAnEnd() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        .init { if request.path == "100.dat" { $0.newContent = Data(count: 4 << 20) } }
      }
      defer { server.stop() }
      for _ in 0..<2 {
        let error = try #require(throws: FileError.self) {
          try sample.download(from: server, to: folder).run()
        }
        #expect(error.kind == .badData && error.path.hasSuffix("/100.dat"))
        #expect(error.problem.contains("expected about"))
        // None of it is kept, to be gone on with.
        #expect(files(in: folder).values.allSatisfy { $0.count < 1 << 20 })
      }
    }
  }

  /// One who serves a page for everything, as networks do that want a password first.
  @Test func pageInsteadOfTheList() throws {
    try withTemporaryFolder { folder in
      var sample = SampleDatabase().files
      sample["SHA256SUMS.txt"] = Data("<!DOCTYPE html>\n<html></html>\n".utf8)
      let server = try FaultyServer(sample)
      defer { server.stop() }
      let error = try #require(throws: FileError.self) {
        try SampleDatabase().download(from: server, to: folder).run()
      }
      #expect(error.kind == .badData && error.location == .line(1))
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test(arguments: ["../evil", "/etc/evil", "a/../../evil", ".hidden", "a//b", "a\\b"])
  func pathsThatLeadElsewhereAreRefused(_ path: String) throws {
    try withTemporaryFolder { folder in
      var sample = SampleDatabase().files
      sample["SHA256SUMS.txt"] = Data("\(String(repeating: "0", count: 64))  \(path)\n".utf8)
      let server = try FaultyServer(sample)
      defer { server.stop() }
      let error = try #require(throws: FileError.self) {
        try SampleDatabase().download(from: server, to: folder).run()
      }
      #expect(error.kind == .badData)
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test func recordsThatAreNotInTheList() throws {
    try withTemporaryFolder { folder in
      var sample = SampleDatabase().files
      sample["RECORDS"] = Data("100\n../../etc/passwd\n".utf8)
      let server = try FaultyServer(sample)
      defer { server.stop() }
      let error = try #require(throws: FileError.self) {
        try SampleDatabase().download(from: server, to: folder).run()
      }
      #expect(error.kind == .badData && error.problem.contains("../../etc/passwd.hea"))
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test func fullDiskIsSeenBefore() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      var download = try sample.download(from: server, to: folder)
      download.freeSpace = { _ in 1000 }
      let error = try #require(throws: FileError.self) { try download.run() }
      #expect(error.kind == .cannotWrite && error.problem.contains("room"))
      #expect(!server.requests.contains { $0.path.hasSuffix(".dat") })
    }
  }

  @Test func otherFilesOfTheNameAreLeftAlone() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      let records = folder.appending(path: "records")
      try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: records.appending(path: "100.dat"))
      var download = try sample.download(from: server, to: folder)
      let error = try #require(throws: FileError.self) { try download.run() }
      #expect(error.kind == .cannotWrite && error.remedy.settings.contains(.overwrite))
      #expect(files(in: records) == ["100.dat": Data("mine".utf8)])
      download.overwrite = true
      _ = try download.run()
      #expect(files(in: records)["100.dat"] == sample.files["100.dat"])
    }
  }

  @Test func oneProcessAtATime() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        Faults { if request.path == "100.dat" { $0.delay = 0.5 } }
      }
      defer { server.stop() }
      let download = try sample.download(from: server, to: folder)
      var second: FileError?
      _ = try download.run(progress: { progress in
        if second == nil, progress.allFiles > 0 {
          second = #expect(throws: FileError.self) { try download.run() }
        }
      })
      #expect(second?.kind == .cannotWrite && second?.problem.contains("under way") == true)
    }
  }

  @Test(arguments: ["physionet.org/files", "ftp://physionet.org/", "https://", "file:///etc", ""])
  func addressesThatAreNone(_ address: String) {
    #expect(PhysioNetDatabase.folder(address) == nil)
  }
}
