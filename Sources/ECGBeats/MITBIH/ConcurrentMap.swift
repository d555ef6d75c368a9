import Dispatch
import Synchronization

/// The results of `transform` for all inputs, in their order, computed on up to `threads` threads.
///
/// - Throws: the error of the first input that has one.
func concurrentMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], threads: Int, _ transform: @Sendable (Input) throws -> Output
) throws -> [Output] {
  let results = Mutex([Result<Output, any Error>?](repeating: nil, count: inputs.count))
  let workers = min(max(threads, 1), inputs.count)
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    for index in stride(from: worker, to: inputs.count, by: workers) {
      let result = Result { try transform(inputs[index]) }
      results.withLock { $0[index] = result }
    }
  }
  return try results.withLock { try $0.compactMap { try $0?.get() } }
}
