package import ECGParallel

/// How long the processes of a training take to add up what their shards leave: what a step costs
/// besides its computing.
package struct SumExchange: Encodable, Sendable {
  /// The bytes of the sums, four for each parameter of a network.
  package let bytes: Int
  /// The median of the times.
  package let seconds: Double

  /// Measures it, all processes together.
  ///
  /// - Throws: what sending throws.
  package init(parameters: Int, in group: any ProcessGroup, repeats: Int = 15) throws {
    let sums = SharedSums(parameterCount: parameters, statisticCount: 0, group: group)
    let shard = [Float](repeating: 1, count: parameters)
    let times = try shard.withUnsafeBufferPointer { shard in
      let parts = shard.baseAddress.map { [SharedSums.Part($0, $0, 0)] } ?? []
      return try (0..<repeats).map { _ in
        let start = ContinuousClock.now
        _ = try sums.add(parts) { _ in }
        return (ContinuousClock.now - start) / .seconds(1)
      }
    }
    (bytes, seconds) = (4 * parameters, times.sorted()[repeats / 2])
  }
}
