/// Sets numbers to zero at random in training and scales up the rest (Srivastava et al. 2014); does
/// nothing at inference. The shape stays.
public struct Dropout: Layer, KitLayer, Equatable {
  public static let name = "Dropout"
  /// The share that is set to zero, 0…0.999.
  public let rate: Float

  /// Creates a dropout layer.
  public init(_ rate: Float) { self.rate = rate }

  public func outputShape(for shape: Shape) throws -> Shape {
    try require((0...0.999).contains(rate), Self.name, "rate is \(rate), must be in 0…0.999")
    return shape
  }

  package var title: String { "\(Self.name) \(rate)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    _ = try outputShape(for: builder.shape(of: input))
    return rate == 0 ? input : builder.appendPointwise(.drop(rate: rate), to: input)
  }
}
