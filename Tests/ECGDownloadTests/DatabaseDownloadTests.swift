import ECGDownload
import ECGFiles
import Foundation
import Synchronization
import ECGTestSupport
import Testing

/// Downloads from a server on this machine that makes one mistake after the other.
@Suite(.hangLimit) struct DatabaseDownloadTests {
  private typealias Faults = FaultyServer.Faults

  @Test func bringsWhatIsNeeded() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      let outcome = try #require(try sample.download(from: server, to: folder).run())
      sample.expectWhole(in: folder)
      #expect(outcome.files == 5 && outcome.filesBefore == 0)
      // No byte comes twice, but for the list of records, which says what to bring.
      let sizes = sample.wanted.reduce(0) { $0 + (sample.files[$1]?.count ?? 0) }
      #expect(server.bytesSent == sizes + (sample.files["RECORDS"]?.count ?? 0))
    }
  }

  @Test func bringsAllWhereAllIsAskedFor() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      var download = try sample.download(from: server, to: folder)
      download.takesAll = true
      _ = try download.run()
      let found = files(in: folder.appending(path: "records"))
      for (path, content) in sample.files { #expect(found[path] == content, "\(path)") }
    }
  }

  @Test func secondCallChecksAndBringsNothing() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      let before = server.requests.count
      let outcome = try #require(try sample.download(from: server, to: folder).run())
      #expect(outcome.filesBefore == 5)
      // By what the first has left; no server is asked.
      #expect(server.requests.count == before)
      sample.expectWhole(in: folder)
      // What has become another file is told as before, and brought again where that is wanted.
      let file = folder.appending(path: "records/100.dat")
      try Data("something else".utf8).write(to: file)
      #expect(throws: FileError.self) { try sample.download(from: server, to: folder).run() }
      var download = try sample.download(from: server, to: folder)
      download.overwrite = true
      #expect(try download.run()?.filesBefore == 4)
      sample.expectWhole(in: folder)
      // So is a file that is gone.
      try FileManager.default.removeItem(at: file)
      #expect(try sample.download(from: server, to: folder).run()?.filesBefore == 4)
      sample.expectWhole(in: folder)
    }
  }

  /// The lists of one database say nothing of another.
  @Test func aFolderOfAnotherDatabaseIsNotTakenForWhole() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      let before = server.requests.count
      let download = try sample.download(from: server, to: folder)
      let other = PhysioNetDatabase(
        name: "other", title: "Another", address: "https://physionet.org/files/other/1.0.0/",
        extensions: download.database.extensions)
      _ = try DatabaseDownload(other, mirror: download.source, to: download.folder).run()
      #expect(server.requests.count > before)
    }
  }

  /// Every fault that passes, for the first request or for the first few, of one file.
  private static let passing: [(String, Int, @Sendable (inout FaultyServer.Faults) -> Void)] = [
    ("a delay", 1, { $0.delay = 0.3 }),
    ("a stall before the answer", 1, { $0.delay = 3 }),
    ("a stall in the body", 1, { $0.stallsAfter = 30_000 }),
    ("a dropped connection", 1, { $0.dropsAfter = 40_000 }),
    ("a connection dropped at once", 1, { $0.dropsAfter = 0 }),
    ("ten dropped connections", 10, { $0.dropsAfter = 9_000 }),
    ("a truncated file", 1, { $0.truncatesTo = 50_000 }),
    ("a corrupted byte", 1, { $0.corrupts = 70_000 }),
    ("a busy server", 2, { $0.status = 503 }),
    (
      "too many requests", 1,
      {
        $0.status = 429; $0.fields = ["Retry-After: 0"]
      }
    ),
    ("an error of the server", 3, { $0.status = 500 }),
  ]

  @Test(arguments: passing.indices)
  func getsOver(_ index: Int) throws {
    let (name, count, change) = Self.passing[index]
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        request.path == "100.dat" && request.number < count ? Faults(change) : Faults()
      }
      defer { server.stop() }
      var download = try sample.download(from: server, to: folder)
      if name.contains("stall") {
        download.timeouts.stalling = 1
        // On a busy machine that is also the time of a server which only waits for its turn.
        (download.retries.attempts, download.firstRetries.attempts) = (1_000, 1_000)
      }
      _ = try download.run()
      sample.expectWhole(in: folder)
      #expect(
        server.requests.count { $0.path == "100.dat" } > (name == "a delay" ? 0 : 1), "\(name)")
    }
  }

  @Test func redirectionsAreFollowed() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      let url = server.url
      let sender = try FaultyServer([:]) { request in
        Faults {
          $0.status = 302
          $0.fields = ["Location: \(url)\(request.path)"]
        }
      }
      defer { sender.stop() }
      _ = try sample.download(from: sender, to: folder).run()
      sample.expectWhole(in: folder)
    }
  }

  @Test func circlesOfRedirectionsEnd() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer([:]) { request in
        Faults {
          $0.status = 302
          $0.fields = ["Location: /\(request.path)"]
        }
      }
      defer { server.stop() }
      let error = try #require(throws: FileError.self) {
        try sample.download(from: server, to: folder).run()
      }
      #expect(error.kind == .unavailable && error.problem.contains("redirects"))
      #expect(files(in: folder).isEmpty)
    }
  }

  @Test func severalFilesComeAtATime() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase(records: ["1", "2", "3", "4"], size: 1_000)
      // Files that are asked for and not answered, and the most of them at a time.
      let open = Mutex((now: 0, most: 0))
      let end = ContinuousClock.now + .seconds(Patience.seconds)
      let server = try FaultyServer(sample.files) { request in
        guard request.path.hasSuffix(".dat") else { return Faults() }
        open.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
        // None is answered before two are asked for, if they ever are.
        while open.withLock({ $0.most }) < 2, ContinuousClock.now < end {
          Thread.sleep(forTimeInterval: 0.002)
        }
        open.withLock { $0.now -= 1 }
        return Faults()
      }
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      #expect(open.withLock { $0.most } >= 2)
    }
  }

  @Test func progressEndsWithEverything() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        Faults { if request.path == "100.dat", request.number == 0 { $0.corrupts = 5 } }
      }
      defer { server.stop() }
      var last = DatabaseDownload.Progress()
      _ = try sample.download(from: server, to: folder).run(progress: { last = $0 })
      let sizes = sample.wanted.reduce(0) { $0 + (sample.files[$1]?.count ?? 0) }
      let list = sample.files["SHA256SUMS.txt"]?.count ?? 0
      #expect(last == .init(bytes: sizes - list, files: 5, allFiles: 5))
    }
  }
}
