/// The mean over time of each channel: `(N, L, C)` → `(N, C)`.
public struct GlobalAveragePool1D: Layer, KitLayer, Equatable {
  public static let name = "GlobalAveragePool1D"

  /// Creates a pooling layer.
  public init() {}

  public func outputShape(for shape: Shape) throws -> Shape {
    .vector(try shape.sequence(for: Self.name).channels)
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let output = builder.addMap(try outputShape(for: builder.shape(of: input)))
    return builder.append(AverageOperation(input: input, output: output))
  }
}
