/// `x` where positive, 0 elsewhere. The shape stays.
public struct ReLU: Layer, KitLayer, Equatable {
  public static let name = "ReLU"

  /// Creates a rectifier.
  public init() {}

  public func outputShape(for shape: Shape) -> Shape { shape }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    builder.appendPointwise(.activate(slope: 0), to: input)
  }
}
