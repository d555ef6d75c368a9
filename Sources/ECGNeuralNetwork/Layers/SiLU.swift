/// `x / (1 + e^−x)` (Elfwing, Uchibe and Doya 2018), also known as swish. The shape stays.
public struct SiLU: Layer, KitLayer, Equatable {
  public static let name = "SiLU"

  /// Creates an activation.
  public init() {}

  public func outputShape(for shape: Shape) -> Shape { shape }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    builder.appendActivation(.silu, to: input)
  }
}
