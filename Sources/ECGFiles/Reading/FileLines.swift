/// The lines of a file, read one after the other: only the one at hand takes memory.
package struct FileLines: ~Copyable {
  private let file: OpenedFile
  private let count: Int
  /// What was read and not yet given, and where in the file it ends.
  private var buffer: [UInt8] = []
  private var start = 0
  private var end = 0

  private static let blockSize = 1 << 18

  /// - Throws: ``FileError`` as ``InputFile/read(path:)`` does.
  package init(path: String) throws {
    let bytes = try FileBytes(path: path)
    let opened = try bytes.opened()
    file = opened
    count = bytes.count
  }

  /// The next line and where it stands, its newline included; nil behind the last. What follows the
  /// last newline is a line without one.
  ///
  /// - Throws: ``FileError``.
  package mutating func next() throws -> (line: ArraySlice<UInt8>, range: Range<Int>)? {
    var searched = start
    while true {
      if let newline = buffer[searched...].firstIndex(of: 0x0A) { return take(upTo: newline + 1) }
      guard end < count else { return start < buffer.count ? take(upTo: buffer.count) : nil }
      searched = buffer.count - start
      buffer.removeFirst(start)
      start = 0
      let block = try file.read(end..<end + Self.blockSize)
      end += block.count
      buffer += block
    }
  }

  private mutating func take(upTo stop: Int) -> (line: ArraySlice<UInt8>, range: Range<Int>) {
    defer { start = stop }
    let offset = end - buffer.count
    return (buffer[start..<stop], offset + start..<offset + stop)
  }
}
