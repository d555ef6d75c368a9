/// A fully connected layer: `(N, C)` → `(N, units)`.
///
/// Weights: `weight` `(C, units)`, `bias` `(units)`.
public struct Dense: Layer, KitLayer, Equatable {
  public static let name = "Dense"
  /// The number of outputs.
  public let units: Int
  /// Whether a bias is added.
  public let bias: Bool
  /// How the weights start.
  public let initializer: Initializer

  /// Creates a dense layer.
  public init(_ units: Int, bias: Bool = true, initializer: Initializer = .glorotUniform) {
    self.units = units
    self.bias = bias
    self.initializer = initializer
  }

  public func outputShape(for shape: Shape) throws -> Shape {
    _ = try shape.vector(for: Self.name)
    try require(units, "units", in: 1...Limits.channels, Self.name)
    return .vector(units)
  }

  package var title: String { "\(Self.name) \(units)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let inputs = try builder.shape(of: input).vector(for: Self.name)
    let output = builder.addMap(try outputShape(for: builder.shape(of: input)))
    return builder.append(
      DenseOperation(
        input: input, output: output, inputs: inputs, outputs: units,
        weights: builder.addParameter(
          "weight", shape: [inputs, units], initializer: initializer, decays: true),
        bias: bias
          ? builder.addParameter("bias", shape: [units], initializer: .zeros, decays: false) : nil))
  }
}
