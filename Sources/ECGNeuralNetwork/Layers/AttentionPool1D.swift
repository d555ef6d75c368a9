/// The mean over time of each channel, weighted by what the samples themselves ask for (additive
/// attention, Bahdanau, Cho and Bengio 2015; Lin et al. 2017): `(N, L, C)` → `(N, C)`.
///
/// A sample `x` scores `tanh(x · weight + bias) · query`; softmax over time makes weights of the
/// scores. Weights: `weight` `(C, units)`, `bias` `(units)`, `query` `(units, 1)`.
public struct AttentionPool1D: Layer, KitLayer, Equatable {
  public static let name = "AttentionPool1D"
  /// The width of what scores are made from.
  public let units: Int

  /// Creates a pooling layer.
  public init(_ units: Int = 64) { self.units = units }

  public func outputShape(for shape: Shape) throws -> Shape {
    let channels = try shape.sequence(for: Self.name).channels
    try require(units, "units", in: 1...Limits.channels, Self.name)
    return .vector(channels)
  }

  package var title: String { "\(Self.name) \(units)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = builder.shape(of: input)
    let result = try outputShape(for: shape)
    builder.share(input)
    func sequence(_ channels: Int) -> Shape { .sequence(samples: shape.rows, channels: channels) }
    // A product with each sample is a convolution of one tap.
    let hidden = Convolution(
      input: input, output: builder.addMap(sequence(units)), kernel: 1,
      inputChannels: shape.columns, outputChannels: units,
      weights: builder.addParameter(
        "weight", shape: [shape.columns, units], initializer: .glorotUniform, decays: true),
      bias: builder.addParameter("bias", shape: [units], initializer: .zeros, decays: false))
    var map = builder.append(hidden.operation(rows: shape.rows))
    map = builder.appendActivation(.tanh, to: map)
    let scores = Convolution(
      input: map, output: builder.addMap(sequence(1)), kernel: 1, inputChannels: units,
      outputChannels: 1,
      weights: builder.addParameter(
        "query", shape: [units, 1], initializer: .glorotUniform, decays: true),
      bias: nil)
    map = builder.append(scores.operation(rows: shape.rows))
    return builder.append(
      AttentionPoolOperation(
        input: input, scores: map, weights: builder.addMap(sequence(1)),
        output: builder.addMap(result)))
  }
}
