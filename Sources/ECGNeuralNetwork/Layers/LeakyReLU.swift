/// `x` where positive, `slope · x` elsewhere (Maas, Hannun and Ng 2013). The shape stays.
public struct LeakyReLU: Layer, KitLayer, Equatable {
  public static let name = "LeakyReLU"
  /// The slope for negative inputs, 0…1.
  public let slope: Float

  /// Creates a leaky rectifier.
  public init(_ slope: Float = 0.1) { self.slope = slope }

  public func outputShape(for shape: Shape) throws -> Shape {
    try require((0...1).contains(slope), Self.name, "slope is \(slope), must be in 0…1")
    return shape
  }

  package var title: String { "\(Self.name) \(slope)" }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    _ = try outputShape(for: builder.shape(of: input))
    return builder.appendPointwise(.activate(slope: slope), to: input)
  }
}
