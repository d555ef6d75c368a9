/// Squeeze and excitation (Hu, Shen and Sun 2018): each channel is multiplied by a factor from 0 to
/// 1 that follows from the means over time of all channels. The shape stays.
///
/// The means go through a dense layer of `C / reduction` units, a rectifier, a dense layer of `C`
/// units and a sigmoid. Weights: `reduce.weight` `(C, C / reduction)`, `reduce.bias`,
/// `expand.weight` `(C / reduction, C)`, `expand.bias`. It stands at the end of a ``Residual``
/// branch as a rule.
public struct SqueezeExcitation: Layer, KitLayer, Equatable {
  public static let name = "SqueezeExcitation"
  /// How many channels there are for each unit of the narrow layer.
  public let reduction: Int

  /// Creates a squeeze and excitation.
  public init(reduction: Int = 16) { self.reduction = reduction }

  public func outputShape(for shape: Shape) throws -> Shape {
    let channels = try shape.sequence(for: Self.name).channels
    try require(
      reduction > 0 && reduction <= channels, Self.name,
      "reduction is \(reduction), must be from 1 to the \(channels) channels of \(shape)")
    return shape
  }

  package var title: String { "\(Self.name) 1 : \(reduction)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = try outputShape(for: builder.shape(of: input))
    let (channels, units) = (shape.columns, shape.columns / reduction)
    builder.share(input)
    var map = builder.append(
      AverageOperation(input: input, output: builder.addMap(.vector(channels))))
    map = builder.appendDense("reduce", units: units, initializer: .heNormal, to: map)
    map = builder.appendPointwise(.activate(slope: 0), to: map)
    map = builder.appendDense("expand", units: channels, initializer: .glorotUniform, to: map)
    map = builder.appendActivation(.sigmoid, to: map)
    return builder.append(
      ScaleOperation(input: input, factors: map, output: builder.addMap(shape)))
  }
}

extension GraphBuilder {
  /// Appends a dense layer of a vector, with a bias, whose parameters are named under `name`.
  fileprivate mutating func appendDense(
    _ name: String, units: Int, initializer: Initializer, to input: TensorID
  ) -> TensorID {
    let inputs = shape(of: input).columns
    return append(
      DenseOperation(
        input: input, output: addMap(.vector(units)), inputs: inputs, outputs: units,
        weights: addParameter(
          "\(name).weight", shape: [inputs, units], initializer: initializer, decays: true),
        bias: addParameter("\(name).bias", shape: [units], initializer: .zeros, decays: false)))
  }
}
