/// Examples that workers take through networks in blocks, which are the same whatever the number of
/// workers, so that results are too.
struct ExampleBlocks {
  /// `N`.
  let count: Int
  /// The workers that there is a block for; one where there are no examples.
  let workers: Int
  private let blocks: Int

  init(_ count: Int, threads: Int) {
    self.count = count
    blocks = (count + Predictor.block - 1) / Predictor.block
    workers = min(threads, max(1, blocks))
  }

  /// Has each worker take one block after the other, and waits for all.
  func run(_ body: @Sendable (_ worker: Int, _ examples: Range<Int>) -> Void) {
    Workers.run(workers) { worker in
      for block in stride(from: worker, to: blocks, by: workers) {
        body(worker, block * Predictor.block..<min(count, (block + 1) * Predictor.block))
      }
    }
  }
}

extension Network {
  /// `N`, how many examples `values` are.
  ///
  /// - Throws: ``NetworkError`` where they are not a whole number of them, or not all finite.
  func exampleCount(of values: [Float]) throws -> Int {
    let size = inputShape.count
    try require(
      values.count.isMultiple(of: size), "Network",
      "expected examples \(inputShape) of \(size) numbers, found \(values.count) numbers")
    try require(
      values.allSatisfy(\.isFinite), "Network", "expected finite numbers, found one that is not")
    return values.count / size
  }
}
