import ECGFiles

/// Samples of a fixed width in bits.
struct PackedSamples: StoredSamples {
  let frameCount: Int
  let heldFrameCount: Int
  private let bytes: FileBytes
  private let packing: any SamplePacking.Type
  private let byteOffset: Int
  private let frameSize: Int

  /// - Parameters:
  ///   - frameSize: the samples in a frame.
  ///   - frameCount: the number of frames, or nil to take as many as the file holds.
  ///   - headerName: the header, which says all that.
  ///   - readsCutShort: whether a file that is shorter is taken as far as it goes.
  /// - Throws: ``FileError`` where the file is shorter than that, or holds nothing.
  init(
    _ bytes: FileBytes, _ packing: any SamplePacking.Type, byteOffset: Int, frameSize: Int,
    frameCount: Int?, headerName: String, readsCutShort: Bool
  ) throws {
    self.bytes = bytes
    self.packing = packing
    self.byteOffset = byteOffset
    self.frameSize = frameSize
    let available = max(bytes.count - byteOffset, 0)
    let held = packing.sampleCount(inBytes: available) / frameSize
    heldFrameCount = held
    guard let frameCount else {
      self.frameCount = held
      return
    }
    let (samples, overflow) = frameCount.multipliedReportingOverflow(by: frameSize)
    let needed = overflow ? nil : packing.byteCount(ofSamples: samples)
    guard let needed, needed <= available else {
      if readsCutShort, held > 0 {
        self.frameCount = held
        return
      }
      let length = needed.map { "\($0) bytes of samples" } ?? "more bytes than a file can hold"
      throw FileError(
        .badData, path: bytes.path,
        "expected \(length), as \(headerName) says, found \(available)",
        remedy: available == 0
          ? "The file is empty; fetch it again" : "The file is cut short; fetch it again")
    }
    self.frameCount = frameCount
  }

  func forEachChunk(
    of frames: Range<Int>,
    _ body: (UnsafeMutableBufferPointer<Int32>, Int) throws -> Void
  ) throws {
    let framesPerChunk = max(1, Self.samplesPerChunk / frameSize)
    let chunksPerPiece = max(1, (1 << 19) / (framesPerChunk * frameSize))
    let capacity = min(framesPerChunk, frames.count) * frameSize + packing.samplesPerBlock
    var chunk = [Int32](repeating: 0, count: capacity)
    for start in stride(
      from: frames.lowerBound, to: frames.upperBound, by: framesPerChunk * chunksPerPiece)
    {
      let end = min(start + framesPerChunk * chunksPerPiece, frames.upperBound)
      // A piece begins with a block; what belongs to the frame before is skipped.
      let firstBlock = start * frameSize / packing.samplesPerBlock
      let firstByte = byteOffset + firstBlock * packing.bytesPerBlock
      let lastByte = byteOffset + (packing.byteCount(ofSamples: end * frameSize) ?? 0)
      let piece = try bytes.read(firstByte..<lastByte)
      try piece.withUnsafeBytes { piece in
        for first in stride(from: start, to: end, by: framesPerChunk) {
          let count = min(framesPerChunk, end - first) * frameSize
          let block = first * frameSize / packing.samplesPerBlock
          let lead = first * frameSize - block * packing.samplesPerBlock
          let byte = (block - firstBlock) * packing.bytesPerBlock
          try chunk.withUnsafeMutableBufferPointer { chunk in
            packing.unpack(
              UnsafeRawBufferPointer(rebasing: piece[byte...]),
              into: UnsafeMutableBufferPointer(rebasing: chunk[..<(lead + count)]))
            try body(UnsafeMutableBufferPointer(rebasing: chunk[lead..<(lead + count)]), first)
          }
        }
      }
    }
  }
}
