/// The architecture of a network: an input shape and layers, one after the other.
///
///     let architecture = Sequential(input: .sequence(samples: 187, channels: 1)) {
///       Conv1D(filters: 64, kernel: 5)
///       BatchNorm()
///       LeakyReLU(0.1)
///       MaxPool1D(2)
///       Flatten()
///       Dense(5)
///     }
///     let network = try Network(architecture, seed: 1)
///
/// The last layer gives the logits: softmax is part of the loss and of
/// ``Network/probabilities(of:threads:)``.
public struct Sequential: Codable, Sendable {
  /// The shape of one example.
  public let input: Shape
  /// The layers in order.
  public let layers: [any Layer]

  /// Creates an architecture of the layers that `layers` lists.
  public init(input: Shape, @LayerBuilder _ layers: () -> [any Layer]) {
    self.input = input
    self.layers = layers()
  }

  private enum Keys: String, CodingKey { case input, layers }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    input = try container.decode(Shape.self, forKey: .input)
    layers = try container.decode([AnyLayer].self, forKey: .layers).map(\.layer)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(input, forKey: .input)
    try container.encode(layers.map(AnyLayer.init), forKey: .layers)
  }

  /// Lowers the layers to operations.
  ///
  /// - Throws: ``NetworkError`` where shapes do not fit or hyper-parameters make no sense.
  func graph() throws -> Graph {
    try Limits.check(input, "Sequential")
    try require(!layers.isEmpty, "Sequential", "expected at least one layer, found none")
    var builder = GraphBuilder(input: input)
    let output = try builder.lower(layers, from: TensorID(index: 0), under: "layers")
    let classes = try builder.shape(of: output).vector(for: "Sequential")
    try require(classes > 1, "Sequential", "expected at least two outputs, found \(classes)")
    return try builder.finish(output: output)
  }
}
