/// The hyperbolic tangent, from −1 to 1. The shape stays.
public struct Tanh: Layer, KitLayer, Equatable {
  public static let name = "Tanh"

  /// Creates an activation.
  public init() {}

  public func outputShape(for shape: Shape) -> Shape { shape }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    builder.appendActivation(.tanh, to: input)
  }
}
