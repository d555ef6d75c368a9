import Dispatch
import Synchronization

/// Work that is shared by threads.
///
/// Every form waits until all of the work is done, gives results in the order of the inputs, and
/// runs on the calling thread alone where one thread is asked for. Which thread does what is left
/// to chance, so a body may write only what no other call of it reads or writes.
package enum ParallelWork {
  /// Runs `body` once for each of `0 ..< count`, on up to `threads` threads.
  ///
  /// A thread takes the next index that nobody has: one that is held up does not hold up the rest.
  package static func forEach(
    _ count: Int, threads: Int, _ body: @Sendable (_ index: Int) -> Void
  ) {
    guard threads > 1, count > 1 else { return (0..<count).forEach(body) }
    let claimed = Atomic<Int>(0)
    onWorkers(min(threads, count)) { _ in
      while true {
        let index = claimed.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// The results of `transform` for all inputs, computed on up to `threads` threads.
  ///
  /// - Throws: the error of the first input that has one.
  package static func map<Input: Sendable, Output: Sendable, Failure: Error>(
    _ inputs: [Input], threads: Int, _ transform: @Sendable (Input) throws(Failure) -> Output
  ) throws(Failure) -> [Output] {
    let results = Mutex([Result<Output, Failure>?](repeating: nil, count: inputs.count))
    forEach(inputs.count, threads: threads) { index in
      let result = Result { () throws(Failure) in try transform(inputs[index]) }
      results.withLock { $0[index] = result }
    }
    var outputs: [Output] = []
    outputs.reserveCapacity(inputs.count)
    for case let result? in results.withLock(\.self) { outputs.append(try result.get()) }
    return outputs
  }

  /// The results of `transform` for `0 ..< count`, split into at most `threads` ranges of
  /// nearly equal length.
  package static func mapRanges<Output: Sendable>(
    _ count: Int, threads: Int, _ transform: @Sendable (Range<Int>) -> Output
  ) -> [Output] {
    let parts = max(1, min(threads, count))
    let results = Mutex([Output?](repeating: nil, count: parts))
    forEach(parts, threads: parts) { part in
      let result = transform(count * part / parts..<count * (part + 1) / parts)
      results.withLock { $0[part] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Runs `body` once for each of `count` workers, which share work in a way of their own.
  package static func onWorkers(_ count: Int, _ body: @Sendable (_ worker: Int) -> Void) {
    guard count > 1 else { return (0..<count).forEach(body) }
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }
}
