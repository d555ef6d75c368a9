public import ECGParallel
import Foundation
public import ECGFiles
import ECGText

/// Writes beats in the text form of the Kaggle heartbeat files: a line for each beat with its `L`
/// samples and its label, each as `%.18e`, separated by commas, without a header.
public struct KaggleCSVWriter: Sendable {
  /// The most threads that format rows at a time.
  public let threads: Int

  /// Creates a writer.
  public init(threads: Int = ThreadCount.allCores) {
    self.threads = max(threads, 1)
  }

  /// Rows in a chunk: about 1 MB of text, which stays in a core's cache.
  private static let rowsPerChunk = 256

  /// Appends the rows of `dataset` to `file`. Unlabelled beats have no last column.
  ///
  /// - Parameters:
  ///   - dataset: the beats.
  ///   - file: the file, which stays open.
  ///   - progress: called with the number of rows written so far, on one thread at a time.
  /// - Throws: `FileError` of kind `inputOutput`, such as when the disk is full.
  public func write(
    _ dataset: BeatDataset, to file: inout OutputFile, progress: (Int) -> Void = { _ in }
  ) throws {
    let chunks = stride(from: 0, to: dataset.count, by: Self.rowsPerChunk)
      .map { $0..<min($0 + Self.rowsPerChunk, dataset.count) }
    let columns = dataset.samplesPerBeat + (dataset.isLabelled ? 1 : 0)
    let capacity = Self.rowsPerChunk * columns * (ScientificFormat.longest + 1)
    // One for each thread, used again and again: new memory for every chunk costs more than the
    // formatting. No two threads touch the same one.
    nonisolated(unsafe) let texts = (0..<threads).map { _ in
      UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
    }
    defer { for text in texts { text.deallocate() } }
    // Whoever has formatted a chunk waits for its turn and writes it, while others format: the
    // system's copy of the text takes about as long as formatting it. Chunks are claimed in order
    // by threads that run, so that none waits for one that does not.
    let turn = NSCondition()
    nonisolated(unsafe) var (claimed, written, failure) = (0, 0, (any Error)?.none)
    let workers = min(threads, max(chunks.count, 1))
    try withoutActuallyEscaping(progress) { progress in
      withUnsafeMutablePointer(to: &file) { file in
        // Used by one thread at a time, that whose turn it is.
        nonisolated(unsafe) let (file, progress) = (file, progress)
        ParallelWork.onWorkers(workers) { worker in
          turn.lock()
          defer { turn.unlock() }
          while claimed < chunks.count, failure == nil {
            let index = claimed
            claimed += 1
            turn.unlock()
            let length = Self.format(dataset, rows: chunks[index], to: texts[worker])
            turn.lock()
            while written < index, failure == nil { turn.wait() }
            guard failure == nil else { return }
            turn.unlock()
            // No other thread is at this place: `written` goes up below alone.
            let result = Result {
              try file.pointee.write(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(texts[worker])[..<length]))
              progress(chunks[index].upperBound)
            }
            turn.lock()
            if case .failure(let error) = result { failure = error }
            written += 1
            turn.broadcast()
          }
        }
      }
      if let failure { throw failure }
    }
  }

  /// Writes rows to `text` and returns their length in bytes.
  private static func format(
    _ dataset: BeatDataset, rows: Range<Int>, to text: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    guard let start = text.baseAddress else { return 0 }
    var end = start
    for row in rows {
      dataset.values.withBeat(row) { for value in $0 { append(value, to: &end) } }
      if dataset.isLabelled { append(Float(dataset.labels[row]), to: &end) }
      end[-1] = UInt8(ascii: "\n")
    }
    return end - start
  }

  /// A field and the comma after it.
  @inline(__always)
  private static func append(_ value: Float, to end: inout UnsafeMutablePointer<UInt8>) {
    end += ScientificFormat.write(value, to: end)
    end[0] = UInt8(ascii: ",")
    end += 1
  }
}
