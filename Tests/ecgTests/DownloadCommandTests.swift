import ECGDownload
import Foundation
import ECGTestSupport
import Testing

/// `ecg download`, and `ecg run` where there is no data.
@Suite(.hangLimit) struct DownloadCommandTests {
  private typealias Faults = FaultyServer.Faults

  /// Files that have the form of a database's, not its content.
  static func database(records: Int = 6, size: Int = 150_000) -> [String: Data] {
    let names = (100..<100 + records).map(String.init)
    var files = ["RECORDS": Data((names.joined(separator: "\n") + "\n").utf8)]
    for name in names {
      for ending in ["hea", "dat", "atr"] {
        let text = String(repeating: "\(name).\(ending) ", count: ending == "dat" ? size / 8 : 9)
        files["\(name).\(ending)"] = Data(text.utf8)
      }
    }
    let list = files.map { path, content in
      var checksum = SHA256()
      content.withUnsafeBytes { checksum.add($0) }
      return "\(checksum.text) \(path)\n"
    }
    files["SHA256SUMS.txt"] = Data(list.joined().utf8)
    return files
  }

  @Test func bringsADatabaseToItsUsualPlace() throws {
    try withTemporaryFolder { url in
      let files = Self.database()
      let server = try FaultyServer(files)
      defer { server.stop() }
      let outcome = try Command(folder: url)("download", "mitdb", "--mirror", server.url, "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("the MIT-BIH Arrhythmia Database, 94 MB, from \(server.url)"))
      let document = try #require(
        try ExactJSON.object(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(document["folder"] as? String == "data/mitdb")
      #expect(document["files"] as? Int == 19 && document["filesBefore"] as? Int == 0)
      #expect(
        contents(of: url.appending(path: "data/mitdb")).filter { $0.key != ".downloaded" } == files)
    }
  }

  /// However often it is killed, at whatever moment, the next call goes on from there.
  @Test func killedDownloadIsCompletedByTheNextCalls() throws {
    try withTemporaryFolder { url in
      let files = Self.database()
      let server = try FaultyServer(files) { request in
        Faults {
          $0.pause = 0.004
          // Not whole before it is killed.
          if request.path == "100.dat", request.number == 0 { $0.stallsAfter = 50_000 }
        }
      }
      defer { server.stop() }
      let command = Command(folder: url)
      let arguments = ["download", "mitdb", "--mirror", server.url]
      for delay in stride(from: 0, to: 0.20, by: 0.02) {
        let running = try command.start(arguments)
        // The first is killed with a part of a file, others wherever they are.
        while delay == 0, running.isRunning,
          contents(of: url)["data/mitdb/.100.dat.partial"]??.isEmpty != false
        { usleep(1000) }
        Thread.sleep(forTimeInterval: delay)
        running.send(SIGKILL)
        _ = try running.wait()
        // Whatever has its name already is whole.
        for (path, content) in contents(of: url.appending(path: "data/mitdb"))
        where !path.hasPrefix(".") {
          #expect(content == files[path], "\(path)")
        }
      }
      let outcome = try command(arguments)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        contents(of: url.appending(path: "data/mitdb")).filter { $0.key != ".downloaded" } == files)
      // What had arrived was not brought again: a part of one piece for each call and file at most.
      let parts = server.requests.filter { ($0.rangeStart ?? 0) > 0 }
      #expect(!parts.isEmpty)
    }
  }

  @Test func interruptedDownloadSaysHowToGoOn() throws {
    try withTemporaryFolder { url in
      // The last file never comes, so that there is something to interrupt.
      let server = try FaultyServer(Self.database()) { request in
        Faults { if request.path == "105.dat" { $0.stallsAfter = 50_000 } }
      }
      defer { server.stop() }
      let running = try Command(folder: url).start(["download", "mitdb", "--mirror", server.url])
      while server.bytesSent < 200_000, running.isRunning { Thread.sleep(forTimeInterval: 0.01) }
      running.send(SIGINT)
      let outcome = try running.wait()
      #expect(outcome.status == 130)
      #expect(outcome.errors.contains("goes on from there"))
      let explored = try Command(folder: url)("explore", "--data", "data/mitdb")
      #expect(explored.status == 66 && explored.errors.contains("ecg download"))
    }
  }

  @Test func withoutNetworkEndsWith69AndTheWayOut() throws {
    try withTemporaryFolder { url in
      let port = try FaultyServer.closedPort()
      let outcome = try Command(folder: url)(
        "download", "ptbdb", "--mirror", "http://127.0.0.1:\(port)/")
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("cannot be reached") && outcome.errors.contains("--mirror"))
      #expect(contents(of: url).isEmpty)
    }
  }

  @Test func runDownloadsWhereThereIsNoData() throws {
    try withTemporaryFolder { url in
      let server = try FaultyServer(Self.database())
      defer { server.stop() }
      let outcome = try Command(folder: url)("run", "--mirror", server.url, "--epochs", "1")
      #expect(
        outcome.errors.contains(
          "No data was found. Downloading the MIT-BIH Arrhythmia Database, 94 MB, from \(server.url) to data/mitdb"
        ))
      #expect(outcome.output.contains("Found 6 records in"))
      // These are not the database's records, which it says rather than go on without them.
      #expect(outcome.status == 65 && outcome.errors.contains("data/mitdb/100.hea"))
    }
  }

  @Test func runThatIsOfflineAsksNobody() throws {
    try withTemporaryFolder { url in
      let server = try FaultyServer(Self.database())
      defer { server.stop() }
      let outcome = try Command(folder: url)(
        "run", "--offline", "--mirror", server.url, "--epochs", "1")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("Synthetic beats"))
      #expect(server.requests.isEmpty)
    }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func downloadedDatabaseIsFoundAndRead() throws {
    try withTemporaryFolder { url in
      let folder = try #require(RealData.mitdb)
      var files: [String: Data] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        files[name] = try Data(contentsOf: folder.appending(path: name))
      }
      let server = try FaultyServer(files)
      defer { server.stop() }
      let command = Command(folder: url)
      let downloaded = try command("download", "mitdb", "--mirror", server.url)
      #expect(downloaded.status == 0, "\(downloaded.errors)")
      #expect(downloaded.output.contains("data/mitdb: 145 files, 94 MB, all as published"))
      let explored = try command("explore")
      #expect(explored.status == 0 && explored.output.contains("18118 (82.76 %)"))
    }
  }
}
