/// The memory of one worker: every feature map of a graph, and where asked for its gradient.
///
/// Allocated once; passes reuse it. A class, because it is a place and not a value; a worker has
/// its own, and two never share one.
package final class Workspace: @unchecked Sendable {
  // `@unchecked`: it travels into a worker's closure, and only that worker touches it until the
  // workers have been joined.

  let graph: Graph
  /// The graph's operations, or what computes the same at inference with packed weights.
  let operations: [any Operation]
  let capacity: Int
  /// Whether backward passes will run.
  let hasGradients: Bool
  /// What multiplies matrices, but for those with packed weights.
  let products: MatrixProducts
  package let values: [UnsafeMutablePointer<Float>]
  package let mapGradients: [UnsafeMutablePointer<Float>?]
  /// Whether an operation has written the map's gradient in this backward pass.
  var hasGradient: [Bool]
  /// Room for what an operation needs during a call.
  let temporary: UnsafeMutablePointer<Float>
  /// A row of zeros, as wide as the widest map, to be read in the place of rows that are not there.
  let zeros: UnsafePointer<Float>
  /// A row to be written in the place of rows that are not there.
  let waste: UnsafeMutablePointer<Float>
  /// What the operations last prepared for (see `ExecutionContext.weightsVersion`).
  private var preparedVersion: Int?
  private let scratch: [UnsafeMutablePointer<Float>]
  private var allocations: [UnsafeMutablePointer<Float>] = []

  /// Allocates the memory for passes of up to `capacity` examples.
  ///
  /// - Parameters:
  ///   - gradients: whether backward passes will run.
  ///   - inputGradient: whether they are to go back to the network's input.
  ///   - packsWeights: whether products are those of ``PackedProduct``; there are no
  ///     gradients then.
  ///   - products: what multiplies matrices, but for those with packed weights.
  package init(
    graph: Graph, capacity: Int, gradients: Bool, inputGradient: Bool = false,
    packsWeights: Bool = false, products: MatrixProducts = .library
  ) {
    let operations = Self.operations(of: graph, packed: packsWeights && !gradients)
    var allocations: [UnsafeMutablePointer<Float>] = []
    func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
      // Cache lines of zeros; the padding rows rely on it.
      let bytes = max(count, 1) * MemoryLayout<Float>.stride
      let pointer = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        .bindMemory(to: Float.self, capacity: max(count, 1))
      pointer.initialize(repeating: 0, count: max(count, 1))
      allocations.append(pointer)
      return pointer
    }
    self.graph = graph
    self.operations = operations
    self.capacity = capacity
    hasGradients = gradients
    self.products = products
    values = graph.maps.map { allocate($0.count(examples: capacity)) }
    mapGradients = graph.maps.indices.map { index in
      guard gradients, index != graph.input.index || inputGradient else { return nil }
      return allocate(graph.maps[index].count(examples: capacity))
    }
    hasGradient = Array(repeating: false, count: graph.maps.count)
    temporary = allocate(
      operations.map { $0.temporaryCount(examples: capacity, gradients: gradients) }.max()
        ?? 0
    )
    let widest = graph.maps.map(\.channels).max() ?? 0
    zeros = UnsafePointer(allocate(widest))
    waste = allocate(widest)
    scratch = operations.map { allocate($0.scratchCount(gradients: gradients)) }
    self.allocations = allocations
  }

  private static func operations(of graph: Graph, packed: Bool) -> [any Operation] {
    packed ? graph.operations.map(\.packed) : graph.operations
  }

  /// The numbers that a workspace takes.
  static func floatCount(
    of graph: Graph, capacity: Int, gradients: Bool, packsWeights: Bool = false
  ) -> Int {
    let operations = operations(of: graph, packed: packsWeights && !gradients)
    let maps = graph.maps.reduce(0) { $0 + $1.count(examples: capacity) }
    let input = graph.maps[graph.input.index].count(examples: capacity)
    let temporary = operations.map {
      $0.temporaryCount(examples: capacity, gradients: gradients)
    }
    let scratch = operations.reduce(0) { $0 + $1.scratchCount(gradients: gradients) }
    return maps + (gradients ? maps - input : 0) + (temporary.max() ?? 0) + scratch
  }

  deinit { for pointer in allocations { pointer.deallocate() } }

  /// Runs every operation in order.
  package func forward(_ context: ExecutionContext) {
    if context.weightsVersion == nil || context.weightsVersion != preparedVersion {
      for (operation, scratch) in zip(operations, scratch) {
        operation.prepare(context, scratch: scratch)
      }
      preparedVersion = context.weightsVersion
    }
    for index in operations.indices { forward(context, operation: index) }
  }

  /// Runs the way back of every operation that is trained, last one first, from the gradient of the
  /// output map.
  package func backward(_ context: ExecutionContext) {
    for index in hasGradient.indices { hasGradient[index] = false }
    let trained = context.frozenOperations..<operations.count
    for index in trained.reversed() { backward(context, operation: index) }
  }

  /// Runs one operation.
  func forward(_ context: ExecutionContext, operation index: Int) {
    operations[index].forward(context, scratch: scratch[index])
  }

  /// Runs one operation's way back.
  func backward(_ context: ExecutionContext, operation index: Int) {
    operations[index].backward(context, scratch: scratch[index])
  }
}
