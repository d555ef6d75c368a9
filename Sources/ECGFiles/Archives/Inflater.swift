import CECGZlib

/// A compressed stream, made into bytes piece by piece by the system's zlib. A class, since it owns
/// memory of zlib's.
final class Inflater {
  /// What one call came to.
  struct Step {
    /// The bytes of the input that were taken.
    let taken: Int
    /// The bytes that they made.
    let made: Int
    /// Whether the stream ended.
    let isEnd: Bool
  }

  private let pointer: OpaquePointer
  private let path: String

  /// A stream at its beginning.
  ///
  /// - Parameter path: the file, for errors.
  /// - Throws: ``FileError`` of kind `unavailable` where the system has no zlib.
  init(_ wrapping: czlib_wrapping, of path: String) throws {
    guard let pointer = czlib_new(wrapping) else {
      throw FileError(
        .unavailable, path: path, "reading archives needs zlib, which was not found",
        remedy: "Install it (on Debian and Ubuntu zlib1g), or unpack the archive first")
    }
    (self.pointer, self.path) = (pointer, path)
  }

  private init(_ pointer: OpaquePointer, of path: String) {
    (self.pointer, self.path) = (pointer, path)
  }

  deinit { czlib_free(pointer) }

  /// A second stream that stands at the same point.
  func copy() throws -> Inflater {
    guard let copy = czlib_copy(pointer) else {
      throw FileError(.inputOutput, path: path, "there is no memory left to decompress it")
    }
    return Inflater(copy, of: path)
  }

  /// Takes what follows for the beginning of another stream.
  func restart() { czlib_restart(pointer) }

  /// Decompresses some bytes.
  ///
  /// - Parameter offset: where the bytes are in the file, for the error.
  /// - Throws: ``FileError`` of kind `badData`.
  func inflate(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>,
    at offset: Int
  ) throws -> Step {
    var (taken, made) = (0, 0)
    let result = czlib_inflate(
      pointer, input.baseAddress, input.count, &taken, output.baseAddress, output.count, &made)
    guard result != CZLIB_DAMAGED else {
      throw FileError(
        .badData, path: path, at: .byte(offset + taken),
        "expected compressed bytes, found something else", remedy: "Fetch the file again")
    }
    return Step(taken: taken, made: made, isEnd: result == CZLIB_END)
  }
}
