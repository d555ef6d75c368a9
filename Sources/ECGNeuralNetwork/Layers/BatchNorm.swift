/// Batch normalisation (Ioffe and Szegedy 2015): each channel is brought to mean 0 and variance 1
/// over the batch's examples and samples, then scaled and shifted. The shape stays.
///
/// In training the statistics are those of one shard of the batch (see ``Trainer``); running means
/// of them serve at inference. Weights: `scale` and `shift` `(C)`; statistics: `runningMean` and
/// `runningVariance` `(C)`.
public struct BatchNorm: Layer, KitLayer, Equatable {
  public static let name = "BatchNorm"
  /// What a step's statistics count for in the running ones, as in PyTorch (Keras calls one minus
  /// this momentum).
  public let momentum: Float
  /// Added to the variance.
  public let epsilon: Float

  /// Creates a batch normalisation.
  public init(momentum: Float = 0.1, epsilon: Float = 1e-5) {
    self.momentum = momentum
    self.epsilon = epsilon
  }

  public func outputShape(for shape: Shape) throws -> Shape {
    try require((0...1).contains(momentum), Self.name, "momentum is \(momentum), must be in 0…1")
    try require(epsilon > 0, Self.name, "epsilon is \(epsilon), must be positive")
    return shape
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let channels = try outputShape(for: builder.shape(of: input)).columns
    let scale = builder.addParameter(
      "scale", shape: [channels], initializer: .ones, decays: false)
    let shift = builder.addParameter(
      "shift", shape: [channels], initializer: .zeros, decays: false)
    let mean = builder.addStatistic(
      "runningMean", count: channels, initialValue: 0, momentum: momentum)
    let variance = builder.addStatistic(
      "runningVariance", count: channels, initialValue: 1, momentum: momentum, minimum: 0)
    return builder.appendPointwise(
      .normalize(
        .init(
          scale: scale, shift: shift, statistics: mean.lowerBound..<variance.upperBound,
          epsilon: epsilon)),
      to: input)
  }
}
