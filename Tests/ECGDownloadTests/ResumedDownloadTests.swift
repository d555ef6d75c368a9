import ECGDownload
import ECGFiles
import Foundation
import Synchronization
import ECGTestSupport
import Testing

/// Downloads that go on from what has arrived before.
@Suite(.hangLimit) struct ResumedDownloadTests {
  private typealias Faults = FaultyServer.Faults

  @Test func goesOnFromTheExactByte() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        Faults { if request.path == "100.dat", request.number == 0 { $0.dropsAfter = 12_345 } }
      }
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      let requests = server.requests.filter { $0.path == "100.dat" }
      #expect(requests.map(\.rangeStart) == [nil, 12_345])
      #expect(requests.last?.fields["if-range"]?.hasPrefix("\"") == true)
      let sizes = sample.wanted.reduce(0) { $0 + (sample.files[$1]?.count ?? 0) }
      #expect(server.bytesSent == sizes + (sample.files["RECORDS"]?.count ?? 0))
      sample.expectWhole(in: folder)
    }
  }

  @Test func goesOnInTheNextCall() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let isBroken = Mutex(true)
      let server = try FaultyServer(sample.files) { request in
        Faults { faults in
          guard request.path == "100.dat", isBroken.withLock({ $0 }) else { return }
          // Once a part of the file, then nothing any more.
          if request.number == 0 { faults.dropsAfter = 54_321 } else { faults.status = 503 }
        }
      }
      defer { server.stop() }
      let error = try #require(throws: FileError.self) {
        try sample.download(from: server, to: folder).run()
      }
      #expect(error.kind == .unavailable)
      let records = folder.appending(path: "records")
      #expect(files(in: records)[".100.dat.partial"]?.count == 54_321)
      #expect(files(in: records)["100.dat"] == nil)
      #expect(files(in: records)[".unfinished"] != nil)
      isBroken.withLock { $0 = false }
      _ = try sample.download(from: server, to: folder).run()
      #expect(server.requests.last { $0.path == "100.dat" }?.rangeStart == 54_321)
      sample.expectWhole(in: folder)
    }
  }

  @Test func serverWithoutRangesIsAskedForAll() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        Faults {
          $0.ignoresRange = true
          if request.path == "100.dat", request.number < 2 { $0.dropsAfter = 30_000 }
        }
      }
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      sample.expectWhole(in: folder)
    }
  }

  @Test func partThatBeginsElsewhereIsNotUsed() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        Faults {
          guard request.path == "100.dat" else { return }
          if request.number == 0 { $0.dropsAfter = 30_000 }
          if request.number == 1 { $0.shiftsRange = true }
        }
      }
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      sample.expectWhole(in: folder)
    }
  }

  /// A file that changes while it comes: with a tag the server notices, without one
  /// the checksum does.
  @Test(arguments: [false, true]) func fileThatChangesIsBroughtAnew(hasNoTag: Bool) throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      var served = sample.files
      served["100.dat"] = SampleDatabase.bytes(100_000, seed: 77)
      let content = sample.files["100.dat"]
      let server = try FaultyServer(served) { request in
        Faults {
          $0.hasNoTag = hasNoTag
          guard request.path == "100.dat" else { return }
          if request.number == 0 { $0.dropsAfter = 60_000 }
          if request.number == 1 { $0.newContent = content }
        }
      }
      defer { server.stop() }
      _ = try sample.download(from: server, to: folder).run()
      sample.expectWhole(in: folder)
    }
  }

  @Test func whatHasLeftOverBytesBeginsAnew() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      let records = folder.appending(path: "records")
      try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
      // More than the file has, and some of another one.
      try Data(count: 200_000).write(to: records.appending(path: ".100.dat.partial"))
      try Data(count: 5).write(to: records.appending(path: ".100.hea.partial"))
      _ = try sample.download(from: server, to: folder).run()
      sample.expectWhole(in: folder)
    }
  }

  @Test func aPartOfMoreThanAllNumbersIsNoPart() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files) { request in
        FaultyServer.Faults {
          $0.announces = request.number == 0 && request.rangeStart != nil ? .max : nil
        }
      }
      defer { server.stop() }
      let records = folder.appending(path: "records")
      try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
      let whole = try #require(sample.files["100.hea"])
      try whole.prefix(5).write(to: records.appending(path: ".100.hea.partial"))
      _ = try sample.download(from: server, to: folder).run()
      sample.expectWhole(in: folder)
    }
  }

  @Test func aNewerListOfChecksumsTakesThePlaceOfAnOlderOne() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      let list = folder.appending(path: "records/SHA256SUMS.txt")
      try FileManager.default.createDirectory(
        at: list.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("\(String(repeating: "0", count: 64)) RECORDS\n".utf8).write(to: list)
      for _ in 0..<3 {
        _ = try sample.download(from: server, to: folder).run()
        sample.expectWhole(in: folder)
        #expect(try Data(contentsOf: list) == sample.files["SHA256SUMS.txt"])
      }
    }
  }

  @Test func wholeFileThatWaitsForItsNameIsNotBroughtAgain() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase()
      let server = try FaultyServer(sample.files)
      defer { server.stop() }
      let records = folder.appending(path: "records")
      try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
      try #require(sample.files["100.dat"]).write(to: records.appending(path: ".100.dat.partial"))
      _ = try sample.download(from: server, to: folder).run()
      sample.expectWhole(in: folder)
      #expect(!server.requests.contains { $0.path == "100.dat" })
    }
  }

  @Test func cancellingKeepsWhatHasArrived() throws {
    try withTemporaryFolder { folder in
      let sample = SampleDatabase(records: ["100"], size: 1_000_000)
      let server = try FaultyServer(sample.files) { request in
        // More does not come before it is cancelled.
        Faults { if request.path == "100.dat", request.number == 0 { $0.stallsAfter = 300_000 } }
      }
      defer { server.stop() }
      let isCancelled = Mutex(false)
      let outcome = try sample.download(from: server, to: folder).run(
        progress: { progress in
          if progress.bytes > 200_000 { isCancelled.withLock { $0 = true } }
        }, isCancelled: { isCancelled.withLock { $0 } })
      #expect(outcome == nil)
      let kept = files(in: folder)["records/.100.dat.partial"]?.count ?? 0
      #expect(kept > 150_000 && kept <= 300_000)
      _ = try sample.download(from: server, to: folder).run()
      #expect(server.requests.last { $0.path == "100.dat" }?.rangeStart == kept)
      #expect(files(in: folder)["records/100.dat"] == sample.files["100.dat"])
    }
  }
}
