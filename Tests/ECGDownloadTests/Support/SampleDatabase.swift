import ECGDownload
import Foundation
import Testing
import ECGTestSupport

/// A small database to be downloaded, of files of different lengths.
struct SampleDatabase {
  /// All files as a server has them, by their paths.
  let files: [String: Data]

  /// The paths of the files that are in the folder in the end.
  let wanted: [String]

  /// - Parameter size: the bytes of the first record's signals.
  init(records: [String] = ["100", "p1/s2"], size: Int = 100_000) {
    var files = ["RECORDS": Data((records.joined(separator: "\n") + "\n").utf8)]
    for (index, record) in records.enumerated() {
      files["\(record).hea"] = Data("\(record) 2 360 650000\n".utf8)
      files["\(record).dat"] = SampleDatabase.bytes(size + 777 * index, seed: UInt64(index))
      files["\(record).xyz"] = SampleDatabase.bytes(99, seed: UInt64(index) + 100)
    }
    let list = files.sorted { $0.key < $1.key }.map { "\(SampleDatabase.checksum($1)) \($0)\n" }
    files["SHA256SUMS.txt"] = Data(list.joined().utf8)
    self.files = files
    wanted = files.keys.filter { !$0.hasSuffix(".xyz") }.sorted()
  }

  /// A download of it from a server, to `records` in a folder, that soon tries again, but takes no
  /// server for stalled that is only starved.
  func download(from server: FaultyServer, to folder: URL) throws -> DatabaseDownload {
    try download(from: server.url, to: folder)
  }

  func download(from address: String, to folder: URL) throws -> DatabaseDownload {
    let database = PhysioNetDatabase(
      name: "sample", title: "the sample database", address: address, extensions: ["hea", "dat"],
      size: files.values.reduce(0) { $0 + $1.count }, fullSize: 1_000_000)
    var download = DatabaseDownload(database, to: folder.appending(path: "records").path)
    download.timeouts = (connecting: 600, stalling: 600)
    download.retries = RetryPolicy(attempts: 4, firstDelay: 0.01, longestDelay: 0.2)
    download.firstRetries = RetryPolicy(attempts: 2, firstDelay: 0.01)
    return download
  }

  /// Everything that was wanted is in a folder as the server has it, and nothing else.
  func expectWhole(in folder: URL, sourceLocation: SourceLocation = #_sourceLocation) {
    var found = ECGDownloadTests.files(in: folder.appending(path: "records"))
    // Which database the folder is of.
    #expect(found.removeValue(forKey: ".downloaded") != nil, sourceLocation: sourceLocation)
    #expect(
      Set(found.keys.filter { !$0.hasPrefix("p1") || $0.contains("/") }) == Set(wanted),
      sourceLocation: sourceLocation)
    for path in wanted {
      #expect(found[path] == files[path], "\(path)", sourceLocation: sourceLocation)
    }
  }

  /// Bytes without a pattern, the same for the same seed.
  static func bytes(_ count: Int, seed: UInt64) -> Data {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return Data(
      (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state >> 24)
      })
  }

  static func checksum(_ data: Data) -> String {
    var checksum = SHA256()
    data.withUnsafeBytes { checksum.add($0) }
    return checksum.text
  }
}

/// The files below a folder with their content, hidden ones too.
func files(in folder: URL) -> [String: Data] {
  var result: [String: Data] = [:]
  for path in FileManager.default.subpaths(atPath: folder.path) ?? [] {
    result[path] = FileManager.default.contents(atPath: folder.appending(path: path).path)
  }
  return result
}
