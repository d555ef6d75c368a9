import CECGZlib

/// Reads one file of a ZIP archive, and holds it against what the archive's list says.
struct ZipReader {
  let bytes: any ArchiveBytes
  /// The file's name, for errors.
  let name: String

  private static let blockSize = 1 << 16

  /// - Parameters:
  ///   - size: the bytes when unpacked, as the list says.
  ///   - limit: the bytes that are wanted at the most; only all of them are checked.
  func read(_ location: ZipLocation, size: Int, upTo limit: Int) throws -> [UInt8] {
    guard !location.isEncrypted else {
      throw error(
        "expected a file that can be read, found an encrypted one", "Unpack the archive first")
    }
    let local = try bytes.read(location.header..<location.header + ZipDirectory.localSize)[...]
    guard local.count == ZipDirectory.localSize, local.starts(with: ZipSignature.file) else {
      throw error("expected the file's header in the archive, found something else")
    }
    let names = [26, 28].map { Int(local.littleEndian(at: $0, bytes: 2)) }
    let start = location.header + ZipDirectory.localSize + names.reduce(0, +)
    let wanted = min(size, limit)
    let content: [UInt8]
    switch location.method {
    case 0:
      content = try bytes.read(start..<start + min(location.compressedSize, wanted))
    case 8:
      content = try inflate(start..<start + location.compressedSize, size: size, upTo: wanted)
    default:
      throw error(
        "expected a file stored or compressed by DEFLATE, found method \(location.method)",
        "Unpack the archive first")
    }
    guard content.count == wanted else {
      throw error("expected \(size) bytes, found \(content.count)")
    }
    guard
      wanted < size || location.method == 0 && !czlibIsThere
        || content.withUnsafeBufferPointer({ czlib_crc32(0, $0.baseAddress, $0.count) })
          == location.checksum
    else { throw error("its checksum is not that in the archive's list") }
    return content
  }

  /// A file that is stored can be read without the library, if not checked.
  private var czlibIsThere: Bool { czlib_is_there() != 0 }

  /// Decompresses, up to the size that the list states: an archive may say less than it holds.
  private func inflate(_ range: Range<Int>, size: Int, upTo wanted: Int) throws -> [UInt8] {
    let inflater = try Inflater(CZLIB_RAW, of: name)
    var position = range.lowerBound
    var result: [UInt8] = []
    var output = [UInt8](repeating: 0, count: Self.blockSize)
    while result.count <= size, result.count < wanted || wanted == size {
      let input = try bytes.read(position..<min(position + Self.blockSize, range.upperBound))
      let step = try input.withUnsafeBufferPointer { input in
        try output.withUnsafeMutableBufferPointer {
          try inflater.inflate(input, into: $0, at: position)
        }
      }
      result += output[..<step.made]
      position += step.taken
      // What a full block of output left over comes without any input.
      if step.isEnd || (step.taken == 0 && step.made == 0) { break }
    }
    guard result.count <= size else {
      throw error("expected \(size) bytes, found more")
    }
    return wanted < result.count ? Array(result[..<wanted]) : result
  }

  private func error(_ problem: String, _ remedy: Remedy = "Fetch the archive again") -> FileError {
    FileError(.badData, path: name, problem, remedy: remedy)
  }
}
