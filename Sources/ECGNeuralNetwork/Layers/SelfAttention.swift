/// Attention of the samples of a sequence to one another, by several heads (Vaswani et al. 2017),
/// as PyTorch's `MultiheadAttention` has it: `(N, L, C)` → `(N, L, C)`.
///
/// Each sample makes a query, a key and a value; a head takes `C / heads` channels of each, and
/// gives every sample the mean of all values, weighted by the softmax of its query's products with
/// the keys over √(C / heads). Nothing says where samples are: what comes before, such as
/// convolutions, must, or what a sample gets does not depend on the order of the others.
///
/// Weights: `weight` `(C, 3 · C)` and `bias` `(3 · C)` for queries, keys and values in this order;
/// `outputWeight` `(C, C)`, `outputBias` `(C)`. It stands in a ``Residual`` branch behind
/// ``LayerNorm`` as a rule. Memory and time grow with the square of `L`.
public struct SelfAttention: Layer, KitLayer, Equatable {
  public static let name = "SelfAttention"
  /// The number of heads.
  public let heads: Int

  /// Creates an attention.
  public init(heads: Int = 4) { self.heads = heads }

  public func outputShape(for shape: Shape) throws -> Shape {
    let (samples, channels) = try shape.sequence(for: Self.name)
    try require(
      heads > 0 && channels.isMultiple(of: heads), Self.name,
      "heads is \(heads), must divide the \(channels) channels of \(shape)")
    try require(
      samples <= Limits.attention, Self.name,
      "expected at most \(Limits.attention) samples, found \(samples) in \(shape)")
    return shape
  }

  package var title: String { "\(Self.name), heads \(heads)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = try outputShape(for: builder.shape(of: input))
    let (rows, channels) = (shape.rows, shape.columns)
    // A product with each sample is a convolution of one tap.
    let parts = Convolution(
      input: input,
      output: builder.addMap(.sequence(samples: rows, channels: 3 * channels)), kernel: 1,
      inputChannels: channels, outputChannels: 3 * channels,
      weights: builder.addParameter(
        "weight", shape: [channels, 3 * channels], initializer: .glorotUniform, decays: true),
      bias: builder.addParameter(
        "bias", shape: [3 * channels], initializer: .zeros, decays: false))
    var map = builder.append(parts.operation(rows: rows))
    map = builder.append(
      SelfAttentionOperation(
        input: map, output: builder.addMap(shape), heads: heads, rows: rows, channels: channels))
    let result = Convolution(
      input: map, output: builder.addMap(shape), kernel: 1, inputChannels: channels,
      outputChannels: channels,
      weights: builder.addParameter(
        "outputWeight", shape: [channels, channels], initializer: .glorotUniform, decays: true),
      bias: builder.addParameter(
        "outputBias", shape: [channels], initializer: .zeros, decays: false))
    return builder.append(result.operation(rows: rows))
  }
}
