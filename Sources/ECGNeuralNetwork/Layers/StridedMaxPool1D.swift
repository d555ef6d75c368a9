/// The largest of `size` samples in a row, channel by channel, from every `stride`-th sample on:
/// `(N, L, C)` → `(N, (L + before + after − size) / stride + 1, C)`, rounded down.
///
/// Its windows may overlap or leave gaps, and may begin before the first sample or end after the
/// last, where there is nothing to choose. With as many samples before as after it is PyTorch's
/// `MaxPool1d`. Where windows lie side by side, ``MaxPool1D`` does the same faster.
public struct StridedMaxPool1D: Layer, KitLayer, Equatable {
  public static let name = "StridedMaxPool1D"
  /// The samples in a window.
  public let size: Int
  /// Samples from one window to the next.
  public let stride: Int
  /// Positions before the first sample at which windows begin.
  public let before: Int
  /// Positions after the last sample that windows may reach.
  public let after: Int

  /// Creates a pooling layer.
  public init(_ size: Int, stride: Int, before: Int = 0, after: Int = 0) {
    self.size = size
    self.stride = stride
    self.before = before
    self.after = after
  }

  public func outputShape(for shape: Shape) throws -> Shape {
    let (samples, channels) = try shape.sequence(for: Self.name)
    try require(size, "size", in: 1...Limits.kernel, Self.name)
    try require(stride, "stride", in: 1...Limits.kernel, Self.name)
    for (name, value) in [("before", before), ("after", after)] {
      try require(
        (0..<size).contains(value), Self.name,
        "\(name) is \(value), must be from 0 to less than the size \(size)")
    }
    try require(
      samples + before + after >= size, Self.name,
      "expected at least \(size - before - after) samples, found \(samples) in \(shape)")
    return .sequence(
      samples: (samples + before + after - size) / stride + 1, channels: channels)
  }

  package var title: String { "\(Self.name) \(size), stride \(stride)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = try outputShape(for: builder.shape(of: input))
    return builder.append(
      StridedMaxPoolOperation(
        input: input, output: builder.addMap(shape), size: size, stride: stride, before: before))
  }
}
