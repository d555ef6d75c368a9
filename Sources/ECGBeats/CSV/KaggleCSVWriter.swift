public import ECGRecordings
public import Foundation

/// Writes beats in the text form of the Kaggle heartbeat files: a line for each beat with its `L`
/// samples and its label, each as `%.18e`, separated by commas, without a header.
public struct KaggleCSVWriter: Sendable {
  /// The most threads that format rows at a time.
  public let threads: Int

  /// Creates a writer.
  public init(threads: Int = ProcessInfo.processInfo.activeProcessorCount) {
    self.threads = max(threads, 1)
  }

  /// Rows in a chunk: about 1 MB of text, which stays in a core's cache.
  private static let rowsPerChunk = 256

  /// Appends the rows of `dataset` to `file`. Unlabelled beats have no last column.
  ///
  /// - Parameter progress: called with the number of rows written so far.
  /// - Throws: ``FileError`` of kind `inputOutput`, such as when the disk is full.
  public func write(
    _ dataset: BeatDataset, to file: inout OutputFile, progress: (Int) -> Void = { _ in }
  ) throws {
    let chunks = stride(from: 0, to: dataset.count, by: Self.rowsPerChunk)
      .map { $0..<min($0 + Self.rowsPerChunk, dataset.count) }
    // As many chunks at a time as there are threads, so that memory stays small.
    for start in stride(from: 0, to: chunks.count, by: threads) {
      let turn = Array(chunks[start..<min(start + threads, chunks.count)])
      let texts = try concurrentMap(turn, threads: threads) { Self.text(of: dataset, rows: $0) }
      for text in texts { try text.withUnsafeBytes { try file.write($0) } }
      progress(turn.last?.upperBound ?? 0)
    }
  }

  private static func text(of dataset: BeatDataset, rows: Range<Int>) -> [UInt8] {
    let columns = dataset.samplesPerBeat + (dataset.isLabelled ? 1 : 0)
    let capacity = rows.count * columns * (ScientificFormat.longest + 1)
    return [UInt8](unsafeUninitializedCapacity: capacity) { bytes, count in
      guard var end = bytes.baseAddress else { return }
      let start = end
      dataset.values.withUnsafeBufferPointer { values in
        for row in rows {
          let beat = values[row * dataset.samplesPerBeat..<(row + 1) * dataset.samplesPerBeat]
          for value in beat { append(value, to: &end) }
          if dataset.isLabelled { append(Float(dataset.labels[row]), to: &end) }
          end[-1] = UInt8(ascii: "\n")
        }
      }
      count = end - start
    }
  }

  /// A field and the comma after it.
  @inline(__always)
  private static func append(_ value: Float, to end: inout UnsafeMutablePointer<UInt8>) {
    end += ScientificFormat.write(value, to: end)
    end[0] = UInt8(ascii: ",")
    end += 1
  }
}
