/// A branch of layers whose output is added to its input (He et al. 2016).
///
/// The branch must keep the number of samples. Where it changes the number of channels, the input
/// goes through a convolution of kernel 1 (`shortcut.0.weight`) on its way to the sum.
public struct Residual: Layer, KitLayer {
  public static let name = "Residual"
  /// The layers of the branch.
  public let body: [any Layer]

  /// Creates a residual block of the layers that `body` lists.
  public init(@LayerBuilder _ body: () -> [any Layer]) { self.body = body() }

  public func outputShape(for shape: Shape) throws -> Shape {
    let result = try body.reduce(shape) { try $1.outputShape(for: $0) }
    let (before, after) = (
      try shape.sequence(for: Self.name), try result.sequence(for: Self.name)
    )
    try require(
      before.samples == after.samples, Self.name,
      "the branch must keep the samples, but turns \(shape) into \(result)")
    return result
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    let shape = builder.shape(of: input)
    let result = try outputShape(for: shape)
    builder.share(input)
    let branch = try builder.lower(body, from: input, under: "body")
    var shortcut = input
    if result != shape {
      let projection = Conv1D(filters: result.columns, kernel: 1, bias: false)
      shortcut = try builder.lower([projection], from: input, under: "shortcut")
    }
    return builder.append(
      AddOperation(input: branch, shortcut: shortcut, output: builder.addMap(result)))
  }

  public static func == (first: Residual, second: Residual) -> Bool {
    first.body.map(AnyLayer.init) == second.body.map(AnyLayer.init)
  }

  private enum Keys: String, CodingKey { case body }

  public init(from decoder: any Decoder) throws {
    body = try decoder.container(keyedBy: Keys.self).decode([AnyLayer].self, forKey: .body)
      .map(\.layer)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(body.map(AnyLayer.init), forKey: .body)
  }
}
