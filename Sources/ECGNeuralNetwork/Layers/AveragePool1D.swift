/// The mean of `size` samples in a row, channel by channel: `(N, L, C)` → `(N, L / size, C)`.
///
/// The step is the size. A rest shorter than `size` is left out, as in ``MaxPool1D``, PyTorch, and
/// Keras with `valid` padding.
public struct AveragePool1D: Layer, KitLayer, Equatable {
  public static let name = "AveragePool1D"
  /// The samples that become one.
  public let size: Int

  /// Creates a pooling layer.
  public init(_ size: Int = 2) { self.size = size }

  public func outputShape(for shape: Shape) throws -> Shape {
    try shape.pooled(by: size, for: Self.name)
  }

  package var title: String { "\(Self.name) \(size)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = try outputShape(for: builder.shape(of: input))
    if size == 1 { return input }
    return builder.append(
      AveragePoolOperation(input: input, output: builder.addMap(shape), size: size))
  }
}
