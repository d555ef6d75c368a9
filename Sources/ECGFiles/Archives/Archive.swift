import Foundation

/// A ZIP or tar archive, whose files are read one by one without unpacking the rest.
///
/// What is told of each file is what the archive's list says; the bytes are read when they are
/// asked for, held against that, and take the memory of one file. A tar archive may be
/// compressed with gzip.
package struct Archive: Sendable {
  /// A file in it.
  package struct Entry: Sendable {
    /// Its name, folders included, as the archive has it.
    package let name: String
    /// Its bytes when unpacked.
    package let size: Int
    /// What tells one content from another: the archive's checksum, or the time it was changed.
    package let mark: UInt64
    /// Where it is.
    let location: Location
    /// Whether the archive has several files of this name, so that nobody knows which is meant.
    package internal(set) var isAmbiguous = false

    /// Why it is not read, where its name leads out of the archive's folder or is that of other
    /// files too, and what to do about it; nil for all others.
    package var refusal: (problem: String, remedy: Remedy)? {
      if isAmbiguous {
        return (
          "expected one file of this name in the archive, found several",
          "Unpack them, and give each a name of its own"
        )
      }
      // By bytes: a slash with an accent behind it is one character to a reader, and a
      // slash to the system.
      let parts = name.utf8.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      let isInside =
        !name.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == 0 }
        && !parts.contains { part in
          ["", ".", ".."].contains { part.elementsEqual($0.utf8) }
        }
      return isInside
        ? nil
        : (
          "expected a name inside the archive, found \(name.debugDescription)",
          "Unpack it where it can do no harm"
        )
    }
  }

  /// Where the bytes of a file are.
  enum Location: Sendable {
    /// In a ZIP archive.
    case zip(ZipLocation)
    /// In a tar archive: the offset in its bytes, after decompressing.
    case tar(Int)
  }

  /// The archive's path.
  package let path: String
  /// Its files in the archive's order: no folders, links or devices.
  package let entries: [Entry]
  /// What is wrong with the archive, where it was cut short and more files may have been in it.
  package let damage: FileError?
  private let bytes: any ArchiveBytes

  /// Larger files, when unpacked, have to be unpacked first: 2 GiB.
  static let largestEntry = 2 << 30
  /// More files than an archive of recordings has; what says so is damaged or made to do harm.
  static let mostEntries = 4_000_000

  /// Whether a file is an archive, told by what it begins with.
  package static func isArchive(_ path: String) -> Bool {
    // The bytes of a pipe come once, and are whoever's that reads it.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return (try? FileBytes(path: path)).map { isArchive($0, named: path) } ?? false
  }

  /// Whether bytes, of which those at the beginning do, are an archive.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - path: the file's name.
  package static func isArchive(_ bytes: FileBytes, named path: String) -> Bool {
    guard let beginning = try? bytes.read(0..<min(512, bytes.count)) else { return false }
    if ZipDirectory.isZip(beginning) {
      // A workbook or NumPy's arrays are ZIP archives too.
      return !["xlsx", "npz", "docx", "pptx"].contains(
        URL(filePath: path).pathExtension.lowercased())
    }
    if TarHeader.isHeader(beginning) { return true }
    guard GzipFile.isGzip(beginning), let file = try? GzipFile(bytes, spacing: .max),
      let block = try? file.read(0..<512)
    else { return false }
    return TarHeader.isHeader(block)
  }

  /// Reads an archive's list of files. Of a compressed tar archive that takes as long as
  /// decompressing it.
  ///
  /// - Throws: ``FileError``.
  package init(path: String) throws {
    let file = try FileBytes(path: path)
    self.path = path
    let beginning = try file.read(0..<512)
    if ZipDirectory.isZip(beginning) {
      bytes = file
      entries = try ZipDirectory(file).entries
      damage = nil
    } else if GzipFile.isGzip(beginning) {
      let stream = try GzipFile(file)
      bytes = stream
      let directory = try TarDirectory(stream, path: path)
      entries = directory.entries
      // A wrong byte may decompress to other bytes, which only the checksum at the end tells.
      let isWhole = try stream.isWhole() && !directory.isCut
      damage = isWhole ? nil : Self.cut(path, after: entries)
    } else {
      bytes = file
      let directory = try TarDirectory(file, path: path)
      entries = directory.entries
      damage = directory.isCut ? Self.cut(path, after: entries) : nil
    }
  }

  private static func cut(_ path: String, after entries: [Entry]) -> FileError {
    let last = entries.last.map { "after \($0.name.quoted)" } ?? "before any file"
    return FileError(
      .badData, path: path,
      "expected the mark at the end of an archive, found the end of the file \(last); what followed is missing",
      remedy: "Fetch the archive again")
  }

  /// The bytes of a file, of which no more than `limit` are wanted.
  ///
  /// - Throws: ``FileError`` where it is damaged, is not what the list says, or is too large.
  package func read(_ entry: Entry, upTo limit: Int = .max) throws -> [UInt8] {
    if let refusal = entry.refusal { throw error(entry, refusal.problem, refusal.remedy) }
    guard min(entry.size, limit) <= Self.largestEntry else {
      throw error(
        entry,
        "expected a file of at most \(Self.largestEntry >> 30) GiB, found \(entry.size) bytes",
        "Unpack it first")
    }
    switch entry.location {
    case .tar(let offset):
      let wanted = min(entry.size, limit)
      let content = try bytes.read(offset..<offset + wanted)
      guard content.count == wanted else {
        throw error(
          entry, "expected \(wanted) bytes, found the end of the archive after \(content.count)")
      }
      return content
    case .zip(let location):
      return try ZipReader(bytes: bytes, name: shown(entry)).read(
        location, size: entry.size, upTo: limit)
    }
  }

  /// A file's name in errors.
  package func shown(_ entry: Entry) -> String { "\(path)/\(entry.name)" }

  private func error(
    _ entry: Entry, _ problem: String, _ remedy: Remedy = "Fetch the archive again"
  ) -> FileError {
    FileError(.badData, path: shown(entry), problem, remedy: remedy)
  }
}

/// Bytes that an archive's files are cut from.
protocol ArchiveBytes: Sendable {
  /// The bytes of `range`, as many of them as there are.
  func read(_ range: Range<Int>) throws -> [UInt8]
}

extension FileBytes: ArchiveBytes {}
