/// A convolution along time: `(N, L, C)` → `(N, L / stride, filters)`, zero-padded so that a stride
/// of 1 keeps the length.
///
/// Weights: `weight` `(kernel, C / groups, filters)`, `bias` `(filters)`. The window reaches
/// `dilation · (kernel − 1) / 2` samples back; where that is no whole number, one sample
/// further ahead than back, as in Keras and PyTorch. A stride takes every so many of the
/// samples that stride 1 would give, from the first on, so that `L / stride` is rounded up:
/// PyTorch's result with that padding on both sides. (Keras's `same` padding depends on `L`
/// where there is a stride.)
public struct Conv1D: Layer, KitLayer, Equatable {
  public static let name = "Conv1D"
  /// The number of output channels.
  public let filters: Int
  /// The number of taps.
  public let kernel: Int
  /// Samples from one output to the next.
  public let stride: Int
  /// Samples from one tap to the next.
  public let dilation: Int
  /// Parts into which channels and filters are divided: each filter sees the channels of its part
  /// alone. As many as channels make a depthwise convolution.
  public let groups: Int
  /// Whether a bias is added. Of no use where batch normalisation follows.
  public let bias: Bool
  /// How the weights start.
  public let initializer: Initializer

  /// Creates a convolution.
  public init(
    filters: Int, kernel: Int, stride: Int = 1, dilation: Int = 1, groups: Int = 1,
    bias: Bool = true, initializer: Initializer = .heNormal
  ) {
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.groups = groups
    self.bias = bias
    self.initializer = initializer
  }

  /// Whether it is computed without copying windows.
  private var isPlain: Bool { stride == 1 && dilation == 1 && groups == 1 }

  public func outputShape(for shape: Shape) throws -> Shape {
    let (samples, channels) = try shape.sequence(for: Self.name)
    try require(filters, "filters", in: 1...Limits.channels, Self.name)
    try require(kernel, "kernel", in: 1...Limits.kernel, Self.name)
    try require(stride, "stride", in: 1...Limits.kernel, Self.name)
    try require(dilation, "dilation", in: 1...Limits.kernel, Self.name)
    try require(groups > 0, Self.name, "groups is \(groups), must be positive")
    try require(
      channels.isMultiple(of: groups) && filters.isMultiple(of: groups), Self.name,
      "groups is \(groups), must divide the \(channels) channels of \(shape) and the \(filters) filters"
    )
    try require(
      isPlain || kernel * channels <= Limits.activations, Self.name,
      "expected windows of at most \(Limits.activations) numbers, found \(kernel) × \(channels)")
    return .sequence(samples: (samples - 1) / stride + 1, channels: filters)
  }

  /// The kernel, and what is not 1 of the others.
  package var title: String {
    let others = [("stride", stride), ("dilation", dilation), ("groups", groups)]
    let details = [("kernel", kernel)] + others.filter { $0.1 > 1 }
    return "\(Self.name) \(filters), " + details.map { "\($0) \($1)" }.joined(separator: ", ")
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = builder.shape(of: input)
    let output = builder.addMap(try outputShape(for: shape))
    let convolution = Convolution(
      input: input, output: output, kernel: kernel, inputChannels: shape.columns,
      outputChannels: filters, stride: stride, dilation: kernel == 1 ? 1 : dilation, groups: groups,
      weights: builder.addParameter(
        "weight", shape: [kernel, shape.columns / groups, filters], initializer: initializer,
        decays: true),
      bias: bias
        ? builder.addParameter("bias", shape: [filters], initializer: .zeros, decays: false) : nil)
    return builder.append(convolution.operation(rows: shape.rows))
  }

  private enum Keys: String, CodingKey {
    case filters, kernel, stride, dilation, groups, bias, initializer
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    func one(_ key: Keys) throws -> Int {
      try container.decodeIfPresent(Int.self, forKey: key) ?? 1
    }
    self.init(
      filters: try container.decode(Int.self, forKey: .filters),
      kernel: try container.decode(Int.self, forKey: .kernel), stride: try one(.stride),
      dilation: try one(.dilation), groups: try one(.groups),
      bias: try container.decode(Bool.self, forKey: .bias),
      initializer: try container.decode(Initializer.self, forKey: .initializer))
  }

  /// Leaves out what is 1, so that a plain convolution stands in files as it always has.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(filters, forKey: .filters)
    try container.encode(kernel, forKey: .kernel)
    for (key, value) in [(Keys.stride, stride), (.dilation, dilation), (.groups, groups)]
    where value != 1 {
      try container.encode(value, forKey: key)
    }
    try container.encode(bias, forKey: .bias)
    try container.encode(initializer, forKey: .initializer)
  }
}
