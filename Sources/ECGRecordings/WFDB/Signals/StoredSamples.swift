/// The samples of a signal file as one sequence: a frame holds each signal's samples in turn.
protocol StoredSamples: Sendable {
  /// The frames of the file that are read.
  var frameCount: Int { get }
  /// The frames that the file holds, which may be more.
  var heldFrameCount: Int { get }

  /// Reads chunk by chunk, so that what is dealt out is still in the cache: `body` is given the
  /// samples of some frames and the first of these frames.
  func forEachChunk(
    of frames: Range<Int>,
    _ body: (UnsafeMutableBufferPointer<Int32>, Int) throws -> Void
  ) throws
}

extension StoredSamples {
  /// The samples of a chunk.
  static var samplesPerChunk: Int { 8_192 }
}
