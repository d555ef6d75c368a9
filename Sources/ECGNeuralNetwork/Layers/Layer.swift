/// A building block of a network: its hyper-parameters, and the shapes it takes and gives.
///
/// The kit's own layers conform, and no others: files name them, exports write them, and each
/// brings a way back whose gradients are checked. A network with another is refused. Blocks of
/// one's own are functions that list layers, see <doc:LayersOfYourOwn>.
///
/// A layer holds no weights. Those belong to the ``Network`` built from it, so a layer is a plain
/// value that can be compared, stored and used in several networks.
public protocol Layer: Codable, Equatable, Sendable {
  /// The layer's name in files and summaries, such as `Conv1D`.
  static var name: String { get }

  /// What it gives for an input of `shape`.
  ///
  /// - Throws: ``NetworkError`` where it cannot take that shape.
  func outputShape(for shape: Shape) throws -> Shape
}

/// A layer of this kit: one that becomes operations.
///
/// Apart from ``Layer``, which others can see: operations work on raw memory, and what they promise
/// each other is this module's own.
package protocol KitLayer: Layer {
  /// The layer with the hyper-parameters that matter to a reader, such as `Conv1D 64, kernel 5`;
  /// its name where there are none.
  var title: String { get }

  /// Adds the layer's parameters and operations to a graph.
  ///
  /// - Returns: the map that holds the layer's output.
  func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID
}

extension KitLayer {
  package var title: String { Self.name }
}

/// A layer of any kind, as it stands in files: its name beside its hyper-parameters.
package struct AnyLayer: Codable, Equatable {
  package let layer: any Layer

  /// The layers that files can name.
  package static let kinds: [any KitLayer.Type] = [
    Conv1D.self, BatchNorm.self, LeakyReLU.self, ReLU.self, GELU.self, SiLU.self, Sigmoid.self,
    Tanh.self, MaxPool1D.self, AveragePool1D.self, GlobalAveragePool1D.self, Dropout.self,
    Flatten.self, Dense.self, Residual.self, LayerNorm.self, SqueezeExcitation.self,
    AttentionPool1D.self, SelfAttention.self, GRU.self, LSTM.self, Crop1D.self,
    StridedMaxPool1D.self,
  ]

  private enum Keys: String, CodingKey { case layer }

  package init(_ layer: any Layer) { self.layer = layer }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let name = try container.decode(String.self, forKey: .layer)
    guard let kind = Self.kinds.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .layer, in: container, debugDescription: "there is no layer called \(name)")
    }
    layer = try kind.init(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(type(of: layer).name, forKey: .layer)
    try layer.encode(to: encoder)
  }

  package static func == (first: AnyLayer, second: AnyLayer) -> Bool {
    func isSame<Kind: Layer>(_ layer: Kind) -> Bool { layer == second.layer as? Kind }
    return isSame(first.layer)
  }
}
