/// One step of a ``Program``: reads a feature map, writes another, and knows the way back.
///
/// Operations are values without memory of their own: what a pass leaves for the backward pass lies
/// in the ``Workspace``. Every operation keeps the padding rows of what it writes at zero.
protocol Operation: Sendable {
  /// The map it reads.
  var input: MapID { get }
  /// The map it writes.
  var output: MapID { get }
  /// Further maps it reads.
  var otherInputs: [MapID] { get }
  /// Floats it needs between forward and backward, whatever the number of beats.
  var scratchCount: Int { get }
  /// The padding its input and output must share; nil where the two are independent.
  var sharedPadding: Int? { get }

  /// Computes the output map from the input map.
  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>)
  /// Computes the gradients of the parameters and of the input map from that of the output map.
  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>)
}

extension Operation {
  var otherInputs: [MapID] { [] }
  var scratchCount: Int { 0 }
  var sharedPadding: Int? { nil }
}

/// What an operation sees of the run it is part of.
package struct Pass {
  /// What the run is for.
  package enum Mode: Equatable {
    /// Running statistics, no dropout.
    case inference
    /// Batch statistics and dropout. `stream` and `firstBeat` name the random streams: beat `n`
    /// of this pass draws from the stream of `firstBeat + n`.
    case training(stream: UInt64, firstBeat: Int)
  }

  let workspace: Workspace
  /// `N`, the beats in this pass.
  let beats: Int
  let mode: Mode
  /// All parameters of the network.
  let parameters: UnsafePointer<Float>
  /// The running statistics of the network.
  let statistics: UnsafePointer<Float>
  /// Where the parameters' gradients go.
  let gradients: UnsafeMutablePointer<Float>
  /// Where training leaves the statistics of this pass's beats.
  let batchStatistics: UnsafeMutablePointer<Float>

  package init(
    workspace: Workspace, beats: Int, mode: Mode, parameters: UnsafePointer<Float>,
    statistics: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>,
    batchStatistics: UnsafeMutablePointer<Float>
  ) {
    self.workspace = workspace
    self.beats = beats
    self.mode = mode
    self.parameters = parameters
    self.statistics = statistics
    self.gradients = gradients
    self.batchStatistics = batchStatistics
  }

  var isTraining: Bool { mode != .inference }

  func map(_ id: MapID) -> FeatureMap { workspace.program.maps[id.index] }

  /// The values of a map, from its first padding row on.
  func values(_ id: MapID) -> UnsafeMutablePointer<Float> { workspace.values[id.index] }

  /// The gradient of a map; nil where nobody asks for it (the network's input).
  func gradient(_ id: MapID) -> UnsafeMutablePointer<Float>? { workspace.mapGradients[id.index] }

  /// Whether the gradient of `id` has to be added to what another operation left there.
  ///
  /// The first to ask in a backward pass is told no, everyone after it yes.
  func mustAccumulate(_ id: MapID) -> Bool {
    defer { workspace.hasGradient[id.index] = true }
    return workspace.hasGradient[id.index]
  }
}
