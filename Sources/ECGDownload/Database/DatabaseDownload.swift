import ECGFiles
import Foundation
import Synchronization

/// Brings the files of a database from a server to a folder.
///
/// Several files come at a time. Each is checked against the database's `SHA256SUMS.txt` before it
/// appears under its name. However it ends, the next call completes the folder: it asks for the
/// bytes that are missing and for no others. Until then the folder is marked as unfinished, and
/// `DataFinder` passes it by.
public struct DatabaseDownload: Sendable {
  /// What is downloaded.
  public let database: PhysioNetDatabase
  /// Where its files are: an address as ``PhysioNetDatabase/folder(_:)`` takes it.
  public let source: String
  /// Where they go.
  public let folder: String
  /// Whether all files are wanted, and not only those that beats are made from.
  public var takesAll = false
  /// Whether files that stand in the folder with another content may be replaced.
  public var overwrite = false
  /// The files that come at a time.
  public var connections = 4
  /// The longest waits in seconds: for a connection, and for the next byte (whole seconds).
  public var timeouts: (connecting: Double, stalling: Int) = (10, 30)
  /// How often to ask again.
  public var retries = RetryPolicy()
  /// The same for the very first request, which shows whether the server can be reached at all.
  public var firstRetries = RetryPolicy(attempts: 3)
  /// The room on the disk of a folder in bytes; nil where it is not known.
  package var freeSpace: @Sendable (String) -> Int? = DownloadFolder.freeSpace

  /// - Parameters:
  ///   - database: what to download.
  ///   - mirror: the address of its files, if not that on PhysioNet's own server.
  ///   - folder: where they go; it is made where missing.
  public init(_ database: PhysioNetDatabase, mirror: String? = nil, to folder: String) {
    self.database = database
    source = mirror ?? database.address
    self.folder = folder
  }

  /// About how many bytes are downloaded; nil where that was not counted.
  public var size: Int? { takesAll ? database.fullSize : database.size }

  /// How far a download is.
  public struct Progress: Equatable, Sendable {
    /// The bytes that are there, of files whole or not.
    public var bytes = 0
    /// The files that are whole.
    public var files = 0
    /// All files.
    public var allFiles = 0

    /// Creates a progress.
    public init(bytes: Int = 0, files: Int = 0, allFiles: Int = 0) {
      self.bytes = bytes
      self.files = files
      self.allFiles = allFiles
    }
  }

  /// What a download came to.
  public struct Outcome: Equatable, Sendable {
    /// The files that are in the folder now.
    public var files: Int
    /// Their bytes.
    public var bytes: Int
    /// Those that were there already.
    public var filesBefore: Int
  }

  /// Downloads what is missing; where all files of an earlier download are there as it left them,
  /// no server is asked.
  ///
  /// - Parameters:
  ///   - progress: called a few times a second on the caller's thread.
  ///   - isCancelled: asked a few times a second, on any thread.
  /// - Returns: what is there now; nil where it was cancelled.
  /// - Throws: `FileError`: of kind `unavailable` where the server cannot be reached or fails,
  ///   `noInput` where it has no such file, `badData` where a file is not what its checksum says,
  ///   `cannotWrite` where the folder cannot be written to, has not enough room, holds other files
  ///   of that name, or is being filled by another process.
  public func run(
    progress: (Progress) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Outcome? {
    do {
      return try downloaded(progress, isCancelled)
    } catch HTTPError.cancelled {
      return nil
    }
  }

  private func downloaded(
    _ progress: (Progress) -> Void, _ isCancelled: @escaping @Sendable () -> Bool
  ) throws -> Outcome {
    if let whole = try whole(isCancelled) { return whole }
    let catalogue = try DatabaseCatalogue(self, isCancelled: isCancelled)
    let position = try DownloadFolder(folder)
    let files = catalogue.files
    let missing = try position.missing(of: files, overwrite: overwrite, isCancelled: isCancelled)
    let whole = files.count - missing.count
    if !missing.isEmpty {
      if let size { try position.checkSpace(for: size, files: files, freeSpace: freeSpace) }
      try position.mark()
      let start = Progress(
        bytes: position.bytes(of: files.filter { !missing.contains($0) }), files: whole,
        allFiles: files.count)
      let work = ParallelTransfers(
        missing.map { transfer($0, to: position, isCancelled) }, connections: connections,
        patience: patience, bound: bound)
      try work.run(from: start, progress: progress)
    }
    try position.finish(database, checksums: catalogue.checksumText)
    return Outcome(files: files.count, bytes: position.bytes(of: files), filesBefore: whole)
  }

  /// What is there where all of it is, by the checksums that an earlier download left: no server is
  /// asked then, and a version of a database never changes. Nil where something is to be brought.
  private func whole(_ isCancelled: @Sendable () -> Bool) throws -> Outcome? {
    guard FileManager.default.fileExists(atPath: folder) else { return nil }
    let position = try DownloadFolder(folder)
    guard position.isFinished(database), let catalogue = try? DatabaseCatalogue(kept: self) else {
      return nil
    }
    let files = catalogue.files
    // What is there with another content may be right by the list that the server has now.
    guard files.allSatisfy({ InputFolder.disk.hasFile(position.path(of: $0.path)) }),
      let missing = try? position.missing(
        of: files, overwrite: overwrite, isCancelled: isCancelled), missing.isEmpty
    else { return nil }
    return Outcome(files: files.count, bytes: position.bytes(of: files), filesBefore: files.count)
  }

  /// A server that sends more than a database has would fill the disk; the size is known roughly,
  /// or how large it cannot be.
  private var bound: ParallelTransfers.Bound {
    let most = size.map { $0 + $0 / 4 + (1 << 20) } ?? database.mostBytes
    let expected = size.map { "about \(ByteCount($0))" } ?? "no more than \(ByteCount(most))"
    return ParallelTransfers.Bound(bytes: most) { url in
      FileError(
        .badData, path: url,
        "expected \(expected) in all files, found more than \(ByteCount(most))",
        remedy: "The copy there is not the database; name another\(with: .mirror)")
    }
  }

  private func transfer(
    _ file: DatabaseCatalogue.File, to position: borrowing DownloadFolder,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) -> FileTransfer {
    FileTransfer(
      url: DatabaseDownload.address(of: file.path, in: source), path: position.path(of: file.path),
      checksum: file.checksum, retries: retries, isCancelled: isCancelled)
  }

  /// The address of a file below the folder at `source`.
  static func address(of path: String, in source: String) -> String {
    (PhysioNetDatabase.folder(source) ?? source)
      + (path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path)
  }

  var patience: HTTPPatience {
    HTTPPatience(connecting: timeouts.connecting, stalling: timeouts.stalling)
  }
}
