/// A convolution along time: `(N, L, C)` → `(N, L, filters)`, zero-padded to the same length.
///
/// Weights: `weight` `(kernel, C, filters)`, `bias` `(filters)`. A kernel of even size reaches one
/// sample further ahead than back, as in Keras and PyTorch.
public struct Conv1D: Layer, Equatable {
  public static let name = "Conv1D"
  /// The number of output channels.
  public let filters: Int
  /// The number of taps.
  public let kernel: Int
  /// Whether a bias is added. Of no use where batch normalisation follows.
  public let bias: Bool
  /// How the weights start.
  public let initializer: Initializer

  /// Creates a convolution.
  public init(
    filters: Int, kernel: Int, bias: Bool = true, initializer: Initializer = .heNormal
  ) {
    self.filters = filters
    self.kernel = kernel
    self.bias = bias
    self.initializer = initializer
  }

  public func outputShape(for shape: Shape) throws -> Shape {
    let (samples, _) = try shape.sequence(for: Self.name)
    try require(
      (1...Limits.channels).contains(filters), Self.name,
      "filters is \(filters), must be from 1 to \(Limits.channels)")
    try require(
      (1...Limits.kernel).contains(kernel), Self.name,
      "kernel is \(kernel), must be from 1 to \(Limits.kernel)")
    return .sequence(samples: samples, channels: filters)
  }

  public func lower(into builder: inout ProgramBuilder, input: TensorID) throws -> TensorID {
    let shape = builder.shape(of: input)
    let output = builder.addMap(try outputShape(for: shape))
    let convolution = Convolution(
      input: input, output: output, kernel: kernel, inputChannels: shape.columns,
      outputChannels: filters,
      weights: builder.addParameter(
        "weight", shape: [kernel, shape.columns, filters], initializer: initializer, decays: true),
      bias: bias
        ? builder.addParameter("bias", shape: [filters], initializer: .zeros, decays: false) : nil)
    return builder.append(convolution.operation(rows: shape.rows))
  }
}
