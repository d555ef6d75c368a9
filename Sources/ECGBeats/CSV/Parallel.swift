import Dispatch

/// Work on many items, split over threads.
enum Parallel {
  /// Splits `0 ..< count` into at most `threads` ranges of nearly equal length, works on them at the
  /// same time and returns the results in their order.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let parts = max(1, min(threads, count))
    var results = [Result?](repeating: nil, count: parts)
    results.withUnsafeMutableBufferPointer { buffer in
      // Each thread writes to an element of its own.
      nonisolated(unsafe) let results = buffer
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        results[part] = body(count * part / parts..<count * (part + 1) / parts)
      }
    }
    return results.compactMap { $0 }
  }
}
