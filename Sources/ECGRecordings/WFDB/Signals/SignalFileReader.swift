import Foundation

/// Reads the signals that share one file.
///
/// A file is a sequence of frames; a frame holds `samplesPerFrame` samples of each signal in turn.
struct SignalFileReader {
  let path: String
  let headerPath: String
  /// The signals in the file, in the header's order; one or more.
  let signals: [SignalDescription]
  /// The number of frames, or nil to take as many as the file holds.
  let frameCount: Int?

  /// The samples of each signal in ADC units.
  func read() throws -> [[Int32]] {
    guard let first = signals.first else { return [] }
    guard let packing = first.format.packing else {
      throw FileError(
        .badData, path: headerPath,
        "signal format \(first.format.rawValue) is not supported",
        remedy: "Convert the record to format 16 or 212")
    }
    guard
      signals.allSatisfy({ $0.format == first.format && $0.byteOffset == first.byteOffset })
    else {
      throw FileError(
        .badData, path: headerPath,
        "expected one format and byte offset for all signals in '\(first.fileName)'",
        remedy: "Correct the header or fetch it again")
    }
    let data = try content()
    return try data.withUnsafeBytes { try read(packing, from: $0, offset: first.byteOffset) }
  }

  private func content() throws -> Data {
    do {
      return try InputFile.read(path: path)
    } catch var error as FileError where error.kind == .noInput {
      error.remedy = "The header \(headerName) names it; put it beside the header"
      throw error
    }
  }

  private var headerName: String { URL(filePath: headerPath).lastPathComponent }

  private func read(
    _ packing: any SamplePacking.Type, from bytes: UnsafeRawBufferPointer, offset: Int
  ) throws -> [[Int32]] {
    // Each is at most 65,536 and the header holds a line for it: the sum cannot overflow.
    let frameSize = signals.reduce(0) { $0 + $1.samplesPerFrame }
    let available = max(bytes.count - offset, 0)
    let frames: Int
    if let frameCount {
      let (samples, overflow) = frameCount.multipliedReportingOverflow(by: frameSize)
      let needed = overflow ? nil : packing.byteCount(ofSamples: samples)
      guard let needed, needed <= available else {
        throw truncated(expected: needed, found: available)
      }
      frames = frameCount
    } else {
      let blocks = available / packing.bytesPerBlock
      frames = blocks * packing.samplesPerBlock / frameSize
    }
    let content = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(offset))
    let samples = deal(packing, content, frames: frames, frameSize: frameSize)
    for (signal, samples) in zip(signals, samples) { try check(samples, of: signal) }
    return samples
  }

  /// Unpacks chunk by chunk, so that what is dealt out is still in the cache.
  private func deal(
    _ packing: any SamplePacking.Type, _ bytes: UnsafeRawBufferPointer, frames: Int, frameSize: Int
  ) -> [[Int32]] {
    // A multiple of 6 frames ends on a block's end whether blocks hold 1, 2 or 3 samples.
    let framesPerChunk = max(1, 8_192 / (6 * frameSize)) * 6
    var chunk = [Int32](repeating: 0, count: min(framesPerChunk, frames) * frameSize)
    var result = signals.map { [Int32](repeating: 0, count: frames * $0.samplesPerFrame) }
    for start in stride(from: 0, to: frames, by: framesPerChunk) {
      let count = min(framesPerChunk, frames - start)
      let firstByte = start * frameSize / packing.samplesPerBlock * packing.bytesPerBlock
      chunk.withUnsafeMutableBufferPointer {
        packing.unpack(
          UnsafeRawBufferPointer(rebasing: bytes[firstByte...]),
          into: UnsafeMutableBufferPointer(rebasing: $0[..<(count * frameSize)]))
      }
      var column = 0
      for (index, signal) in signals.enumerated() {
        copy(
          chunk, column: column, width: signal.samplesPerFrame, frameSize: frameSize, count: count,
          to: &result[index], at: start)
        column += signal.samplesPerFrame
      }
    }
    return result
  }

  /// Copies `width` samples at `column` of each of `count` frames.
  private func copy(
    _ chunk: [Int32], column: Int, width: Int, frameSize: Int, count: Int,
    to signal: inout [Int32], at start: Int
  ) {
    chunk.withUnsafeBufferPointer { chunk in
      signal.withUnsafeMutableBufferPointer { signal in
        for frame in 0..<count {
          for sample in 0..<width {
            signal[(start + frame) * width + sample] = chunk[frame * frameSize + column + sample]
          }
        }
      }
    }
  }

  private func check(_ samples: [Int32], of signal: SignalDescription) throws {
    guard let expected = signal.checksum else { return }
    let sum = Int16(truncatingIfNeeded: samples.reduce(0, &+))
    guard sum == expected else {
      throw FileError(
        .badData, path: path,
        "expected the checksum \(expected) for signal '\(signal.name)', found \(sum)",
        remedy: "The file is damaged or belongs to another header; fetch both again")
    }
  }

  private func truncated(expected: Int?, found: Int) -> FileError {
    let length = expected.map { "\($0) bytes of samples" } ?? "more bytes than a file can hold"
    return FileError(
      .badData, path: path,
      "expected \(length), as \(headerName) says, found \(found)",
      remedy: found == 0
        ? "The file is empty; fetch it again" : "The file is cut short; fetch it again")
  }
}
