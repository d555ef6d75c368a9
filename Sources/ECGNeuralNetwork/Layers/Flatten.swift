/// Lays the rows of a sequence behind one another: `(N, L, C)` → `(N, L · C)`.
public struct Flatten: Layer, KitLayer, Equatable {
  public static let name = "Flatten"

  /// Creates a flattening layer.
  public init() {}

  public func outputShape(for shape: Shape) throws -> Shape {
    let (samples, channels) = try shape.sequence(for: Self.name)
    return .vector(samples * channels)
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let output = builder.addMap(try outputShape(for: builder.shape(of: input)))
    return builder.append(FlattenOperation(input: input, output: output))
  }
}
