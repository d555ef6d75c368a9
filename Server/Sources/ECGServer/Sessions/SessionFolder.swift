import ECGFiles
import Foundation
import HTTPTypes
import Synchronization

/// Sessions of the viewer in a folder: each a file of its own, which appears whole or not at all.
///
/// A class, since all requests share it.
final class SessionFolder: Sendable {
  /// What a session is, without its changes.
  struct About: Encodable, Sendable {
    let key: String
    let name: String
    /// What tells its signals, and the beats that it began with, from others.
    let signal: String
    let base: String
    let samples: Int
    let samplingRate: Double
    /// When it was kept, in milliseconds since 1970.
    let saved: Double
    /// Its changes, and how many of them are made; the others were undone.
    let changes: Int
    let done: Int
  }

  /// A session with what tells this state of it from others.
  struct Kept: Sendable {
    let content: Data
    let tag: String
  }

  /// What a client knows of the session that it writes.
  enum Condition: Sendable {
    /// It may be anything.
    case none
    /// There is none yet.
    case isNew
    /// It is the one with this tag.
    case has(tag: String)
  }

  private let folder: URL
  private let limits: ServerLimits
  /// What is known of files, by their keys; held while one of them is written, or
  /// looked at by itself.
  private let known = Mutex<[String: (stamp: Stamp, about: About)]>([:])

  /// What changes when a file does.
  private struct Stamp: Equatable {
    let size: Int
    let date: Date
  }

  private static let suffix = ".session.json"

  /// Takes a folder, which is made, for this user alone, where there is none.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where it cannot be made or written to.
  init(path: String, limits: ServerLimits) throws {
    folder = URL(filePath: path, directoryHint: .isDirectory)
    self.limits = limits
    let files = FileManager.default
    do {
      try files.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw FileError(
        .cannotWrite, path: path, "the folder for sessions cannot be made",
        remedy: "Name another\(with: .destination)")
    }
    guard files.isWritableFile(atPath: folder.path) else {
      throw FileError(
        .cannotWrite, path: path, "the folder for sessions cannot be written to",
        remedy: "Name another\(with: .destination)")
    }
  }

  /// The sessions, the newest first, and the keys of those that cannot be read.
  ///
  /// - Throws: `FileError` where the folder cannot be read.
  func list() throws -> (sessions: [About], unreadable: [String]) {
    // Files are read without the lock, which others wait for who keep a session.
    let before = known.withLock { $0 }
    let files = try files()
    var current: [String: (stamp: Stamp, about: About)] = [:]
    var unreadable = files.unreadable
    for (key, stamp) in files.stamps {
      if let known = before[key], known.stamp == stamp {
        current[key] = known
      } else if stamp.size <= limits.sessionBytes,
        let about = try? about(Data(contentsOf: url(of: key)), key: key)
      {
        current[key] = (stamp, about)
      } else {
        unreadable.append(key)
      }
    }
    known.withLock { [current] known in
      known = known.filter { files.stamps[$0.key] != nil }.merging(current) { $1 }
    }
    let found = current.values.map(\.about)
    return (found.sorted { ($0.saved, $0.key) > ($1.saved, $1.key) }, unreadable.sorted())
  }

  /// A session.
  ///
  /// - Throws: ``Problem`` where there is none.
  func session(_ key: String) throws -> Kept {
    try known.withLock { _ in
      guard let kept = try kept(key) else { throw Self.missing(key) }
      return kept
    }
  }

  /// Keeps a session, and gives its tag.
  ///
  /// - Throws: ``Problem`` where it is none, another was kept meanwhile, or there is no
  ///   room; `FileError`.
  func keep(_ content: Data, as key: String, if condition: Condition) throws -> String {
    let about = try about(content, key: key)
    return try known.withLock { known in
      let there = try kept(key)
      switch condition {
      case .none: break
      case .isNew: if there != nil { throw Self.changed(key) }
      case .has(let tag): if there?.tag != tag { throw Self.changed(key) }
      }
      let others = try files().stamps.filter { $0.key != key }
      let bytes = others.values.reduce(content.count) { $0 + $1.size }
      guard others.count < limits.sessions, bytes <= limits.sessionBytesTogether else {
        throw Problem(
          .insufficientStorage,
          "Expected at most \(limits.sessions) sessions of \(limits.sessionBytesTogether) bytes together, found "
            + "\(others.count) others; discard some.")
      }
      try OutputFile.write(content, to: url(of: key).path, overwrite: true)
      // It is kept, whatever becomes of this.
      known[key] = (try? files())?.stamps[key].map { ($0, about) }
      return Self.tag(content)
    }
  }

  /// Takes a session away.
  ///
  /// - Throws: ``Problem`` where there is none; `FileError` where it cannot be taken away.
  func discard(_ key: String) throws {
    try known.withLock { known in
      let url = url(of: key)
      guard FileManager.default.fileExists(atPath: url.path) else { throw Self.missing(key) }
      do {
        try FileManager.default.removeItem(at: url)
      } catch {
        throw FileError(
          .inputOutput, path: url.lastPathComponent, "the session cannot be taken away",
          remedy: "See who may write to its folder")
      }
      known[key] = nil
    }
  }

  /// Checks that a name can be a session's: small letters, digits and hyphens of ASCII,
  /// which are no path.
  ///
  /// - Throws: ``Problem``.
  static func check(key: String) throws {
    let isKey =
      (1...64).contains(key.utf8.count)
      && key.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
      }
    guard isKey else {
      throw Problem(
        .badRequest,
        "Expected a session's key of up to 64 small letters, digits and hyphens, found '\(key.prefix(80))'."
      )
    }
  }

  private func url(of key: String) -> URL { folder.appending(path: key + Self.suffix) }

  /// - Returns: nil where there is none.
  /// - Throws: `FileError` where there is one that cannot be read.
  private func kept(_ key: String) throws -> Kept? {
    let url = url(of: key)
    do {
      let content = try Data(contentsOf: url)
      return Kept(content: content, tag: Self.tag(content))
    } catch {
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      throw FileError(
        .inputOutput, path: url.lastPathComponent, "the session cannot be read",
        remedy: "See who may read it")
    }
  }

  /// The files of sessions by their keys, and the keys of those of which not even size and date can
  /// be found out. A file whose name is no key is no session: no page could ask for it.
  private func files() throws -> (stamps: [String: Stamp], unreadable: [String]) {
    let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey]
    let urls: [URL]
    do {
      urls = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: Array(keys))
    } catch {
      throw FileError(
        .inputOutput, path: folder.lastPathComponent, "the folder of sessions cannot be read",
        remedy: "See whether it is still there")
    }
    var (stamps, unreadable) = ([String: Stamp](), [String]())
    for url in urls where url.lastPathComponent.hasSuffix(Self.suffix) {
      let key = String(url.lastPathComponent.dropLast(Self.suffix.count))
      guard (try? Self.check(key: key)) != nil else { continue }
      if let values = try? url.resourceValues(forKeys: keys), let size = values.fileSize,
        let date = values.contentModificationDate
      {
        stamps[key] = Stamp(size: size, date: date)
      } else {
        unreadable.append(key)
      }
    }
    return (stamps, unreadable)
  }

  private static func tag(_ content: Data) -> String { "\"\(ViewerFiles.digest(content))\"" }

  private static func missing(_ key: String) -> Problem {
    Problem(.notFound, "There is no session '\(key)'.")
  }

  private static func changed(_ key: String) -> Problem {
    Problem(.preconditionFailed, "The session '\(key)' was kept by another page meanwhile.")
  }

  /// - Throws: ``Problem`` where it is no session.
  private func about(_ content: Data, key: String) throws -> About {
    guard let outline = SessionOutline(of: content) else {
      throw Problem(
        .unprocessableContent,
        "Expected a session of the viewer, version 1, found something else; its page writes them.")
    }
    return About(
      key: key, name: outline.name, signal: outline.signal, base: outline.base,
      samples: outline.samples, samplingRate: outline.samplingRate,
      saved: outline.saved, changes: outline.changes, done: outline.done)
  }
}
