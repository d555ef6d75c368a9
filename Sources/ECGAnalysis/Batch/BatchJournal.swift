import ECGFiles
import ECGText
import Foundation
import Synchronization

/// What of a batch is done, kept as it is done, so that a run that is killed can be gone on with.
///
/// The first line says by which settings; each other one has the mark of a recording, which changes
/// where its files do, and its line of results. Lines are in the order in which recordings were
/// done until the run ends, and then in that of the recordings. A line that was not written to its
/// end counts as none.
final class BatchJournal: Sendable {
  /// What of a line decides whether it still holds.
  struct Kept: Decodable {
    let path: String
    let error: BatchResult.Failure?
    let files: [String]?
  }

  /// Where a recording's line stands in the file.
  typealias ByteRange = Range<Int>

  struct State {
    private(set) var ranges: [UInt64: ByteRange] = [:]
    /// The marks of recordings as they were done since the journal was opened, by whomever.
    private(set) var added: [UInt64] = []
    var end = 0

    mutating func keep(_ mark: UInt64, at range: ByteRange?) { ranges[mark] = range }

    mutating func add(_ mark: UInt64, at range: ByteRange) {
      ranges[mark] = range
      added.append(mark)
    }
  }

  let path: String
  private let head: String
  let descriptor: Int32
  let state: Mutex<State>
  /// Whether other processes write to it too.
  private let isShared: Bool

  /// The mark's hexadecimal digits and a space.
  static let prefix = 17

  /// Opens a journal, made where there is none.
  ///
  /// - Parameters:
  ///   - settings: on what the results depend besides the recordings.
  ///   - isShared: whether other processes write to it too.
  ///   - isKept: whether a line still holds, by what it says of an error and of files.
  /// - Throws: `FileError` where a journal of other settings is there, or it cannot be
  ///   read or written.
  init(
    path: String, settings: [String: String], isShared: Bool = false, isKept: (Kept) -> Bool
  ) throws {
    (self.path, self.isShared) = (path, isShared)
    head = try JSONEncoder.sorted().text(of: settings) + "\n"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FileError(
        .cannotWrite, path: path, "cannot be written (\(SystemError.words()))",
        remedy: "Name a folder you may write to")
    }
    var state = State()
    do {
      state = try Self.read(path, head: head, settings: settings, isKept: isKept)
    } catch {
      close(descriptor)
      throw error
    }
    self.state = Mutex(state)
    // What a killed process had begun to write goes.
    if !isShared { ftruncate(descriptor, off_t(state.end)) }
    if state.end == 0 { try append(head) }
  }

  deinit { close(descriptor) }

  /// The mark that a line of a recording begins with; nil where it is none.
  static func mark(of line: ArraySlice<UInt8>) -> UInt64? {
    guard line.count > prefix else { return nil }
    return UInt64(String(decoding: line.prefix(prefix - 1), as: UTF8.self), radix: 16)
  }

  private static func read(
    _ path: String, head: String, settings: [String: String], isKept: (Kept) -> Bool
  ) throws -> State {
    var lines = try FileLines(path: path)
    var state = State()
    let decoder = JSONDecoder()
    while let (line, range) = try lines.next(), line.last == 0x0A {
      if range.lowerBound == 0 {
        guard line.elementsEqual(head.utf8) else {
          throw differs(line.dropLast(), settings, path: path)
        }
      } else if let mark = mark(of: line),
        let result = try? decoder.decode(Kept.self, from: Data(line.dropFirst(prefix)))
      {
        state.keep(
          mark, at: isKept(result) ? range.lowerBound + prefix..<range.upperBound : nil)
      }
      state.end = range.upperBound
    }
    return state
  }

  /// Calls a closure with each result of which a journal tells, by whatever settings, in the order
  /// of its lines; never where there is no journal.
  ///
  /// - Throws: `FileError`.
  static func forEachResult(at path: String, _ body: (Kept) -> Void) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    var lines = try FileLines(path: path)
    let decoder = JSONDecoder()
    while let (line, _) = try lines.next() {
      guard mark(of: line) != nil,
        let result = try? decoder.decode(Kept.self, from: Data(line.dropFirst(prefix)))
      else { continue }
      body(result)
    }
  }

  /// The error for a run by other settings, which names the first that differs.
  private static func differs(
    _ line: ArraySlice<UInt8>, _ settings: [String: String], path: String
  ) -> FileError {
    let earlier = (try? JSONDecoder().decode([String: String].self, from: Data(line))) ?? [:]
    let folder = URL(filePath: path).deletingLastPathComponent().relativePath
    guard let (expected, found) = SettingsDifference.words(earlier, settings) else {
      return FileError(
        .badData, path: path, "expected the journal of a run, found something else",
        remedy: "Begin anew in another folder, or replace what is there\(with: .overwrite)")
    }
    return FileError(
      .badData, path: folder,
      "expected to go on by the settings of the earlier run, \(expected), found \(found)",
      remedy: "Give the same, or begin anew\(with: .overwrite)")
  }

  /// Whether a recording is done.
  func has(_ mark: UInt64) -> Bool { state.withLock { $0.ranges[mark] != nil } }

  /// How many recordings are done that are not among some.
  func count(besides marks: [UInt64]) -> Int {
    let marks = Set(marks)
    return state.withLock { $0.ranges.keys.count { !marks.contains($0) } }
  }

  /// The marks of recordings that were done since the journal was opened, by whomever, without the
  /// first `count` of them.
  func added(since count: Int) -> ArraySlice<UInt64> { state.withLock { $0.added[count...] } }

  /// Keeps what a recording came to.
  ///
  /// - Throws: `FileError` of kind `inputOutput`.
  func add(_ line: String, of mark: UInt64) throws {
    try append("\(mark.hexadecimal) \(line)", of: mark)
  }

  private func append(_ line: String, of mark: UInt64? = nil) throws {
    try state.withLock { state in
      if isShared { try lockForWriting(&state) }
      defer { if isShared { unlockAfterWriting() } }
      var line = line
      let failure = line.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        lseek(descriptor, off_t(state.end), SEEK_SET)
        return writeAll(&rest, to: descriptor)
      }
      guard failure == 0 else {
        throw FileError(
          .inputOutput, path: path, "writing broke off (\(SystemError.words(failure)))",
          remedy: "Make room, and go on where it was ended")
      }
      let end = state.end + line.utf8.count
      if let mark { state.add(mark, at: state.end + Self.prefix..<end) }
      state.end = end
    }
  }

  /// The lines of some recordings that are done, in order, each with the mark before it.
  ///
  /// - Throws: `FileError`.
  func forEach(
    of marks: [UInt64], _ body: (_ marked: Substring, _ line: Substring) throws -> Void
  ) throws {
    let bytes = try FileBytes(path: path)
    let file = try bytes.opened()
    for mark in marks {
      guard let range = state.withLock({ $0.ranges[mark] }) else { continue }
      let text = String(
        decoding: try file.read(range.lowerBound - Self.prefix..<range.upperBound), as: UTF8.self)
      try body(text[...], text.dropFirst(Self.prefix))
    }
  }

  /// Puts the journal in the order of the recordings and leaves out those that are not among them.
  func arrange(_ marks: [UInt64]) throws {
    var file = try OutputFile(continuing: path)
    try file.write(head)
    try forEach(of: marks) { marked, _ in try file.write(String(marked)) }
    try file.commit()
  }
}
