import ECGFiles

/// Samples that FLAC compressed: a channel for each signal.
struct FLACSamples: StoredSamples {
  let frameCount: Int
  let heldFrameCount: Int
  private let stream: FLACStream
  /// The samples of each channel before the first frame.
  private let offset: Int
  /// The samples of each signal in a frame.
  private let width: Int

  /// - Parameters:
  ///   - signals: the signals of the file, one or more.
  ///   - frameCount: the number of frames, or nil to take as many as the file holds.
  ///   - headerName: the header, which says all that.
  /// - Throws: ``FileError`` where the stream is not as they say.
  init(
    _ bytes: FileBytes, signals: [SignalDescription], frameCount: Int?, headerName: String
  ) throws {
    let stream = try FLACStream(bytes)
    func fail(_ expected: String, _ found: String) -> FileError {
      FileError(
        .badData, path: bytes.path, "expected \(expected), as \(headerName) says, found \(found)",
        remedy: "The file is damaged or belongs to another header; fetch both again")
    }
    guard let first = signals.first, stream.channelCount == signals.count else {
      throw fail("\(signals.count) channels", "\(stream.channelCount)")
    }
    guard signals.allSatisfy({ $0.samplesPerFrame == first.samplesPerFrame }) else {
      throw FileError(
        .badData, path: bytes.path,
        "expected as many samples per frame of each signal, which is all that FLAC can hold",
        remedy: "Correct the header or fetch it again")
    }
    let bits = first.format.rawValue - 500
    guard stream.bitsPerSample <= bits else {
      throw fail("samples of \(bits) bits at the most", "\(stream.bitsPerSample) bits")
    }
    self.stream = stream
    offset = first.byteOffset
    width = first.samplesPerFrame
    guard frameCount != nil || stream.sampleCount != nil else {
      throw FileError(
        .badData, path: bytes.path,
        "expected the number of samples in \(headerName) or in the file, found it in neither",
        remedy: "Put it into the header's first line")
    }
    let available = max((stream.sampleCount ?? FLACStream.mostSamples) - offset, 0) / width
    self.frameCount = frameCount ?? available
    heldFrameCount = stream.sampleCount == nil ? self.frameCount : available
    guard self.frameCount <= available else {
      throw fail("\(self.frameCount) frames", "\(available)")
    }
  }

  func forEachChunk(
    of frames: Range<Int>,
    _ body: (UnsafeMutableBufferPointer<Int32>, Int) throws -> Void
  ) throws {
    let frameSize = stream.channelCount * width
    let framesPerChunk = min(max(1, Self.samplesPerChunk / frameSize), max(frames.count, 1))
    var chunk = [Int32](repeating: 0, count: framesPerChunk * frameSize)
    var position = frames.lowerBound
    var filled = 0
    let range = offset + frames.lowerBound * width..<offset + frames.upperBound * width
    try stream.forEachBlock(of: range) { channels in
      var taken = 0
      let count = channels.first?.count ?? 0
      while taken < count {
        // A chunk has whole frames, which a block need not end with.
        let capacity = min(framesPerChunk, frames.upperBound - position) * width
        let step = min(count - taken, capacity - filled)
        for (index, channel) in channels.enumerated() {
          for sample in 0..<step {
            let (frame, within) = (filled + sample).quotientAndRemainder(dividingBy: width)
            chunk[frame * frameSize + index * width + within] = channel[taken + sample]
          }
        }
        taken += step
        filled += step
        if filled == capacity {
          try chunk.withUnsafeMutableBufferPointer {
            try body(
              UnsafeMutableBufferPointer(rebasing: $0[..<(capacity / width * frameSize)]), position)
          }
          position += capacity / width
          filled = 0
        }
      }
    }
  }
}
