import Dispatch
import Synchronization

/// The results of `transform` for all inputs, in their order, computed on up to `threads` threads.
///
/// - Throws: the error of the first input that has one.
package func concurrentMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], threads: Int, _ transform: @Sendable (Input) throws -> Output
) throws -> [Output] {
  let results = Mutex([Result<Output, any Error>?](repeating: nil, count: inputs.count))
  let workers = min(max(threads, 1), inputs.count)
  // Each takes the next that nobody has: a thread that is held up does not hold up the rest.
  let claimed = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = claimed.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < inputs.count else { return }
      let result = Result { try transform(inputs[index]) }
      results.withLock { $0[index] = result }
    }
  }
  return try results.withLock { try $0.compactMap { try $0?.get() } }
}
