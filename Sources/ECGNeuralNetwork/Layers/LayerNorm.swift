/// Layer normalisation (Ba, Kiros and Hinton 2016): the channels of each sample are brought to mean
/// 0 and variance 1, then scaled and shifted. The shape stays.
///
/// Unlike batch normalisation it is the same in training as at inference, and no example depends on
/// the others. Weights: `scale` and `shift` `(C)`. It is PyTorch's `LayerNorm(C)` on channels-last
/// data, and Keras's `LayerNormalization` with that epsilon.
public struct LayerNorm: Layer, KitLayer, Equatable {
  public static let name = "LayerNorm"
  /// Added to the variance.
  public let epsilon: Float

  /// Creates a layer normalisation.
  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }

  public func outputShape(for shape: Shape) throws -> Shape {
    try require(
      epsilon > 0 && epsilon.isFinite, Self.name, "epsilon is \(epsilon), must be positive")
    try require(
      shape.columns > 1, Self.name,
      "expected two channels or more, found 1 in \(shape): normalised alone it would be 0")
    return shape
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = try outputShape(for: builder.shape(of: input))
    return builder.append(
      LayerNormOperation(
        input: input, output: builder.addMap(shape),
        scale: builder.addParameter(
          "scale", shape: [shape.columns], initializer: .ones, decays: false),
        shift: builder.addParameter(
          "shift", shape: [shape.columns], initializer: .zeros, decays: false),
        epsilon: epsilon))
  }
}
