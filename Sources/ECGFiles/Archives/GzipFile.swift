import CECGZlib
import Synchronization

/// A file compressed with gzip, read at any offset.
///
/// Compressed bytes make sense from their beginning only. The state of decompressing is therefore
/// kept every so many bytes, and reading goes on from the nearest; there are never more than
/// ``mostPoints`` states of some 40 kB.
final class GzipFile: ArchiveBytes {
  /// A point where decompressing can be taken up again.
  // `@unchecked`, since the compiler cannot see what keeps its inflater safe: those in
  // ``State/points`` are copied and no more, under the lock, and ``State/last`` is taken out of
  // there before it goes on, by one reading alone.
  private struct Point: @unchecked Sendable {
    let inflater: Inflater
    /// The compressed bytes taken so far, and those that they made.
    let taken, made: Int
  }

  /// The states kept, and where the last reading ended: files are mostly read one after the other.
  private struct State {
    var points: [Point] = []
    var last: Point?
    var spacing: Int
  }

  private let file: FileBytes
  private let state: Mutex<State>

  private static let mostPoints = 512
  private static let blockSize = 1 << 16

  static func isGzip(_ beginning: [UInt8]) -> Bool { beginning.starts(with: [0x1F, 0x8B, 8]) }

  /// - Parameter spacing: the decompressed bytes between two states, to begin with.
  init(_ file: FileBytes, spacing: Int = 4 << 20) throws {
    self.file = file
    let first = Point(inflater: try Inflater(CZLIB_GZIP, of: file.path), taken: 0, made: 0)
    state = Mutex(State(points: [first], spacing: spacing))
  }

  func read(_ range: Range<Int>) throws -> [UInt8] { try run(range).content }

  /// Decompresses what is left, so that the checksums behind what was read are compared.
  ///
  /// - Returns: whether the file has its end, or was cut short.
  /// - Throws: ``FileError`` where a checksum is not right.
  func isWhole() throws -> Bool { try run(Int.max - 1..<Int.max).isAtEnd }

  /// The bytes of `range`, as many of them as there are, and whether the file was found to end in
  /// order behind them.
  func run(_ range: Range<Int>) throws -> (content: [UInt8], isAtEnd: Bool) {
    var cursor = try start(before: range.lowerBound)
    var (result, isAtEnd): ([UInt8], Bool) = ([], false)
    let opened = try file.opened()
    var output = [UInt8](repeating: 0, count: Self.blockSize)
    while cursor.made < range.upperBound {
      let input = try opened.read(cursor.taken..<cursor.taken + Self.blockSize)
      // The end is told when there is no more, not by a stream's end: several may
      // follow one another.
      if input.isEmpty { break }
      let room = min(output.count, range.upperBound - cursor.made)
      let step = try input.withUnsafeBufferPointer { input in
        try output.withUnsafeMutableBufferPointer { output in
          try cursor.inflater.inflate(
            input, into: UnsafeMutableBufferPointer(rebasing: output[..<room]), at: cursor.taken)
        }
      }
      let from = max(range.lowerBound - cursor.made, 0)
      if from < step.made { result += output[from..<step.made] }
      if step.isEnd {
        cursor.inflater.restart()
        // Zeros may fill the file up to a block.
        isAtEnd = try onlyZeros(in: opened, from: cursor.taken + step.taken)
        if isAtEnd { break }
      } else if step.taken == 0, step.made == 0 {
        break
      }
      cursor = Point(
        inflater: cursor.inflater, taken: cursor.taken + step.taken, made: cursor.made + step.made)
      try keep(cursor)
    }
    // Where the file ends, its inflater is past what was counted.
    state.withLock { [cursor] in $0.last = isAtEnd ? nil : cursor }
    return (result, isAtEnd)
  }

  private func onlyZeros(in opened: borrowing OpenedFile, from offset: Int) throws -> Bool {
    var offset = offset
    while offset < file.count {
      let bytes = try opened.read(offset..<min(offset + Self.blockSize, file.count))
      guard bytes.allSatisfy({ $0 == 0 }) else { return false }
      offset += bytes.count
    }
    return true
  }

  /// A state of one's own at or before an offset.
  private func start(before offset: Int) throws -> Point {
    try state.withLock { state in
      let next = state.points.firstIndex { $0.made > offset } ?? state.points.count
      let point = state.points[max(next, 1) - 1]
      if let last = state.last, last.made <= offset, last.made >= point.made {
        state.last = nil
        return last
      }
      return Point(inflater: try point.inflater.copy(), taken: point.taken, made: point.made)
    }
  }

  /// Keeps a state where the last is far enough behind; where there are too many, every
  /// second one is let go.
  private func keep(_ cursor: Point) throws {
    try state.withLock { state in
      guard let last = state.points.last, cursor.made - last.made >= state.spacing else { return }
      state.points.append(
        Point(inflater: try cursor.inflater.copy(), taken: cursor.taken, made: cursor.made))
      guard state.points.count > Self.mostPoints else { return }
      state.points = state.points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      state.spacing *= 2
    }
  }
}
