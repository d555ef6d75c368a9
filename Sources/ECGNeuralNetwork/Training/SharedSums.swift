import ECGParallel

/// Adds up what the shards of a batch leave over all processes that share it: in the order of the
/// shards, so that the sums are those of one process, bit for bit.
///
/// Addition of floating-point numbers depends on its order, and a reduction of MPI's promises
/// none. So the sums go from process to process, each of which adds its own shards to them, and
/// from the last one to all. They go in pieces: while one process adds to a piece, the one before
/// it is at the next.
///
/// A class, since it owns memory.
final class SharedSums {
  /// What is counted in a batch.
  struct Counts {
    /// The sum of the weighted losses.
    var loss = 0.0
    /// Examples that were classified correctly.
    var correct = 0
    /// Processes that were asked to end.
    var cancelled = 0
  }

  /// The sums of the gradients of all parameters.
  let gradients: UnsafeMutablePointer<Float>
  /// The sums of the batch-norm statistics, each shard's by the number of its examples.
  let statistics: UnsafeMutablePointer<Float>

  private let group: any ProcessGroup
  /// The number of parameters, and of sums in all.
  private let parameterCount, count: Int

  /// Numbers in a piece: 256 kB.
  private static let piece = 1 << 16

  convenience init(_ graph: Graph, group: any ProcessGroup) {
    self.init(
      parameterCount: graph.parameterCount, statisticCount: graph.statisticCount, group: group)
  }

  init(parameterCount: Int, statisticCount: Int, group: any ProcessGroup) {
    (self.group, self.parameterCount) = (group, parameterCount)
    count = parameterCount + statisticCount
    gradients = .allocate(capacity: max(1, count))
    gradients.initialize(repeating: 0, count: max(1, count))
    statistics = gradients + parameterCount
  }

  deinit { gradients.deallocate() }

  /// One shard's gradients, statistics and number of examples.
  typealias Part = (
    gradients: UnsafePointer<Float>, statistics: UnsafePointer<Float>, examples: Int
  )

  /// Leaves the sums over all shards of all processes.
  ///
  /// - Parameters:
  ///   - parts: what this process's shards leave.
  ///   - counts: adds what this process counts to what those before it have counted.
  /// - Returns: what was counted in all.
  /// - Throws: what sending throws.
  func add(_ parts: [Part], counts addCounts: (inout Counts) -> Void) throws -> Counts {
    var counts = Counts()
    let last = group.count - 1
    if group.rank > 0 {
      try withUnsafeMutableBytes(of: &counts) { try group.receive($0, from: group.rank - 1) }
    }
    addCounts(&counts)
    if group.rank < last {
      try withUnsafeBytes(of: counts) { try group.send($0, to: group.rank + 1) }
    }
    for start in stride(from: 0, to: count, by: Self.piece) {
      let range = start..<min(start + Self.piece, count)
      let sums = UnsafeMutableBufferPointer(start: gradients + start, count: range.count)
      if group.rank > 0 {
        try group.receive(UnsafeMutableRawBufferPointer(sums), from: group.rank - 1)
      } else {
        sums.update(repeating: 0)
      }
      for part in parts { add(part, to: range) }
      if group.rank < last { try group.send(UnsafeRawBufferPointer(sums), to: group.rank + 1) }
    }
    try withUnsafeMutableBytes(of: &counts) { try group.broadcast($0, from: last) }
    try group.broadcast(
      UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: gradients, count: count)),
      from: last)
    return counts
  }

  private func add(_ part: Part, to range: Range<Int>) {
    for index in range.clamped(to: 0..<parameterCount) { gradients[index] += part.gradients[index] }
    guard part.examples > 0 else { return }
    for index in range.clamped(to: parameterCount..<count) {
      gradients[index] += part.statistics[index - parameterCount] * Float(part.examples)
    }
  }
}
