import ECGFiles
import Foundation

/// Which files are to be downloaded, as the server says: its `SHA256SUMS.txt`, and `RECORDS`, which
/// names records or folders of them.
struct DatabaseCatalogue {
  /// A file of the database.
  struct File: Hashable, Sendable {
    /// Its path below the database's folder.
    let path: String
    /// Its SHA-256 checksum.
    let checksum: String
  }

  /// The files that are wanted.
  let files: [File]
  /// The `SHA256SUMS.txt` itself.
  let checksumText: String

  static let checksumName = "SHA256SUMS.txt"
  static let recordsName = "RECORDS"

  /// Longer lists than this are something else.
  private static let mostBytes = 1 << 24

  /// A list, and where it came from.
  typealias List = (text: String, url: String)

  /// Asks the server.
  init(_ download: DatabaseDownload, isCancelled: @escaping @Sendable () -> Bool) throws {
    var connection = ListConnection(
      source: download.source, retries: download.firstRetries, patience: download.patience,
      isCancelled: isCancelled)
    let checksums = try connection.text(
      DatabaseCatalogue.checksumName, atMost: DatabaseCatalogue.mostBytes)
    connection.retries = download.retries
    try self.init(
      download, checksums: checksums,
      records: {
        try connection.text(DatabaseCatalogue.recordsName, atMost: DatabaseCatalogue.mostBytes)
      })
  }

  /// Takes the lists that an earlier download left in its folder.
  ///
  /// - Throws: `FileError` where they are not there.
  init(kept download: DatabaseDownload) throws {
    func list(_ name: String) throws -> List {
      let path = URL(filePath: download.folder).appending(path: name).relativePath
      return (String(decoding: try InputFile.read(path: path), as: UTF8.self), path)
    }
    try self.init(
      download, checksums: list(DatabaseCatalogue.checksumName),
      records: { try list(DatabaseCatalogue.recordsName) })
  }

  private init(
    _ download: DatabaseDownload, checksums list: List, records: () throws -> List
  ) throws {
    checksumText = list.text
    let checksums = try ChecksumList(list.text, source: list.url).checksums
    func file(_ path: String) throws -> File {
      guard let checksum = checksums[path] else {
        throw FileError(
          .badData, path: list.url,
          "expected the files of \(download.database.title), found no \(path)",
          remedy: "Check that this is the address of the database's own folder")
      }
      return File(path: path, checksum: checksum)
    }
    if download.takesAll {
      files = checksums.map { File(path: $0, checksum: $1) }.sorted { $0.path < $1.path }
      return
    }
    var files: [File] = []
    let database = download.database
    if checksums[DatabaseCatalogue.recordsName] != nil {
      files = [try file(DatabaseCatalogue.recordsName)]
      // A record that is named twice is one.
      var seen: Set<Substring> = []
      let records = try records().text.split(whereSeparator: \.isWhitespace)
        .filter { seen.insert($0).inserted }
      let folders = records.filter { $0.hasSuffix("/") }
      for record in records where !record.hasSuffix("/") {
        for ending in database.extensions { files.append(try file("\(record).\(ending)")) }
        for ending in database.optionalExtensions where checksums["\(record).\(ending)"] != nil {
          files.append(try file("\(record).\(ending)"))
        }
      }
      // The challenges list folders of records.
      files += Self.files(of: database, in: checksums) { path in
        folders.contains { path.hasPrefix($0) }
      }
    } else {
      files = Self.files(of: database, in: checksums) { _ in true }
    }
    guard files.count > 1 else {
      throw FileError(
        .badData, path: list.url, "expected the files of \(database.title), found none of them",
        remedy: "Check that this is the address of the database's own folder")
    }
    for name in database.documents where checksums[name] != nil { files.append(try file(name)) }
    self.files = files
  }

  /// The files of the kinds that records of a database have, by path, wherever they lie.
  private static func files(
    of database: PhysioNetDatabase, in checksums: [String: String], where isWanted: (String) -> Bool
  ) -> [File] {
    let endings = (database.extensions + database.optionalExtensions).map { ".\($0)" }
    return checksums.filter { path, _ in endings.contains(where: path.hasSuffix) && isWanted(path) }
      .map { File(path: $0, checksum: $1) }.sorted { $0.path < $1.path }
  }
}

/// Fetches lists into memory.
private struct ListConnection {
  let source: String
  var retries: RetryPolicy
  let patience: HTTPPatience
  let isCancelled: @Sendable () -> Bool

  /// Fetches a text.
  ///
  /// - Throws: `FileError`; ``HTTPError/cancelled``.
  func text(_ name: String, atMost limit: Int) throws -> (text: String, url: String) {
    let url = DatabaseDownload.address(of: name, in: source)
    var failures = 0
    while true {
      do {
        var content: [UInt8] = []
        _ = try patience.connection().get(
          url, from: 0, of: nil, isCancelled: isCancelled
        ) { _, bytes in
          content += bytes
          guard content.count <= limit else {
            throw FileError(
              .badData, path: url,
              "expected a list of files, found more than \(limit) bytes",
              remedy: "Check that this is the address of the database's own folder")
          }
        }
        return (String(decoding: content, as: UTF8.self), url)
      } catch let error as HTTPError {
        failures += 1
        guard error.isPassing, failures < retries.attempts else {
          throw FileTransfer.failure(error, url)
        }
        try retries.wait(after: error, failures: failures, isCancelled: isCancelled)
      }
    }
  }
}
