/// `1 / (1 + e^−x)`, from 0 to 1. The shape stays.
public struct Sigmoid: Layer, KitLayer, Equatable {
  public static let name = "Sigmoid"

  /// Creates an activation.
  public init() {}

  public func outputShape(for shape: Shape) -> Shape { shape }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    builder.appendActivation(.sigmoid, to: input)
  }
}
