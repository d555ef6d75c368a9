import CECGKernels

/// One step of a ``Graph``: reads a feature map, writes another, and knows the way back.
///
/// Operations are values without memory of their own: what a pass leaves for the backward pass lies
/// in the ``Workspace``. Every operation keeps the padding rows of what it writes at zero.
protocol Operation: Sendable {
  /// The map it reads.
  var input: TensorID { get }
  /// The map it writes.
  var output: TensorID { get }
  /// Further maps it reads.
  var otherInputs: [TensorID] { get }
  /// The multiply-adds of one row of the output, for those that are matrix products.
  var multiplications: Int { get }
  /// The padding its input and output must share; nil where the two are independent.
  var sharedPadding: Int? { get }
  /// The padding its input must have at least.
  var inputPadding: Int { get }

  /// What computes the same at inference alone, with weights packed for ``PackedProduct``; itself
  /// where there is nothing to pack.
  var packed: any Operation { get }

  /// Floats that keep their values from one call to the next, whatever the number of examples.
  func scratchCount(gradients: Bool) -> Int
  /// Floats that it needs during a call, for passes of up to `examples` examples.
  func temporaryCount(examples: Int, gradients: Bool) -> Int

  /// Computes what depends on the weights alone. Called before the first pass with new ones.
  func prepare(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>)
  /// Computes the output map from the input map.
  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>)
  /// Computes the gradients of the parameters and of the input map from that of the output map.
  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>)
}

extension Operation {
  var otherInputs: [TensorID] { [] }
  var multiplications: Int { 0 }
  var sharedPadding: Int? { nil }
  var inputPadding: Int { 0 }
  var packed: any Operation { self }

  func scratchCount(gradients: Bool) -> Int { 0 }
  func temporaryCount(examples: Int, gradients: Bool) -> Int { 0 }
  func prepare(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {}
}

/// What an operation sees of the run it is part of.
package struct ExecutionContext {
  /// What the run is for.
  package enum Mode: Equatable {
    /// Running statistics, no dropout.
    case inference
    /// Batch statistics and dropout. `stream` and `firstExample` name the random streams: example
    /// `n` of this pass draws from the stream of `firstExample + n`.
    case training(stream: UInt64, firstExample: Int)
  }

  let workspace: Workspace
  /// `N`, the examples in this pass.
  let examples: Int
  let mode: Mode
  /// Tells weights apart: passes of one workspace with the same number have the same weights. Nil
  /// where nothing is known of them.
  let weightsVersion: Int?
  /// All parameters of the network.
  let parameters: UnsafePointer<Float>
  /// The running statistics of the network.
  let statistics: UnsafePointer<Float>
  /// Where the parameters' gradients go.
  let gradients: UnsafeMutablePointer<Float>
  /// Where training leaves the statistics of this pass's examples.
  let batchStatistics: UnsafeMutablePointer<Float>
  /// The first operations that compute as at inference even in training, and have no way back.
  let frozenOperations: Int
  /// Whether the way back leaves gradients of convolutions' and dense layers' weights, which are a
  /// third of the work; explanations ask for that of the input alone.
  let wantsWeightGradients: Bool

  package init(
    workspace: Workspace, examples: Int, mode: Mode, weightsVersion: Int? = nil,
    parameters: UnsafePointer<Float>,
    statistics: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>,
    batchStatistics: UnsafeMutablePointer<Float>, frozenOperations: Int = 0,
    wantsWeightGradients: Bool = true
  ) {
    self.workspace = workspace
    self.examples = examples
    self.mode = mode
    self.weightsVersion = weightsVersion
    self.parameters = parameters
    self.statistics = statistics
    self.gradients = gradients
    self.batchStatistics = batchStatistics
    self.frozenOperations = frozenOperations
    self.wantsWeightGradients = wantsWeightGradients
  }

  /// Whether the operation at `index` is being trained.
  func trains(_ index: Int) -> Bool { mode != .inference && index >= frozenOperations }

  func map(_ id: TensorID) -> FeatureMap { workspace.graph.maps[id.index] }

  /// The values of a map, from its first padding row on.
  func values(_ id: TensorID) -> UnsafeMutablePointer<Float> { workspace.values[id.index] }

  /// The values of a map, from the first row of the first example on.
  func rows(_ id: TensorID) -> UnsafeMutablePointer<Float> { values(id) + map(id).start }

  /// The gradient of a map; nil where nobody asks for it (the network's input).
  func gradient(_ id: TensorID) -> UnsafeMutablePointer<Float>? { workspace.mapGradients[id.index] }

  /// The gradient of a map, from the first row of the first example on; nil where
  /// nobody asks for it.
  func gradientRows(_ id: TensorID) -> UnsafeMutablePointer<Float>? {
    gradient(id).map { $0 + map(id).start }
  }

  /// The layout of a map.
  func layout(_ id: TensorID) -> ck_rows { map(id).layout(examples: examples) }

  /// Whether the gradient of `id` has to be added to what another operation left there.
  ///
  /// The first to ask in a backward pass is told no, everyone after it yes.
  func mustAccumulate(_ id: TensorID) -> Bool {
    defer { workspace.hasGradient[id.index] = true }
    return workspace.hasGradient[id.index]
  }
}
