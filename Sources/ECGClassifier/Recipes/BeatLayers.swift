public import ECGNeuralNetwork

/// The layers of a network for beats, listed one by one.
///
/// The last is a dense layer that gives the logits, one for each class; it may leave its
/// width to the task.
public struct BeatLayers: Sendable {
  /// All layers but the last.
  public let layers: [any Layer]
  /// The last layer.
  public let output: Output

  /// The dense layer that gives the logits.
  public struct Output: Codable, Equatable, Sendable {
    /// The number of classes it is for; nil for as many as the task has.
    public let units: Int?
    /// Whether a bias is added.
    public let bias: Bool
    /// How the weights start.
    public let initializer: Initializer

    /// What stands in a file for as many units as there are classes.
    static let classes = "classes"

    func dense(classes: Int) -> Dense {
      Dense(units ?? classes, bias: bias, initializer: initializer)
    }
  }

  /// Takes layers whose last is dense; nil where it is not.
  ///
  /// - Parameters:
  ///   - layers: the layers, the last one included.
  ///   - classes: the width of the last layer that stands for as many as there are classes.
  public init?(_ layers: [any Layer], classes: Int? = nil) {
    guard let last = layers.last as? Dense else { return nil }
    self.layers = layers.dropLast()
    output = Output(
      units: last.units == classes ? nil : last.units, bias: last.bias,
      initializer: last.initializer)
  }

  /// The layers for beats of `samplesPerBeat` samples and `classes` classes.
  public func architecture(samplesPerBeat: Int, classes: Int) -> Sequential {
    Sequential(input: .beats(samples: samplesPerBeat)) {
      layers
      output.dense(classes: classes)
    }
  }
}

extension BeatLayers: Equatable {
  public static func == (first: BeatLayers, second: BeatLayers) -> Bool {
    first.layers.map(AnyLayer.init) == second.layers.map(AnyLayer.init)
      && first.output == second.output
  }
}

// MARK: - Codable

/// The layers are an array, each with its kind beside its hyper-parameters. The last one's `units`
/// are a number or the word `classes`.
extension BeatLayers: Codable {
  private struct Last: Codable {
    let layer: String
    let units: Units
    let bias: Bool
    let initializer: Initializer
  }

  private enum Units: Codable {
    case number(Int)
    case classes

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let word = try? container.decode(String.self), word == Output.classes {
        self = .classes
      } else {
        self = .number(try container.decode(Int.self))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .classes: try container.encode(Output.classes)
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var layers: [any Layer] = []
    while let count = container.count, container.currentIndex + 1 < count {
      layers.append(try container.decode(AnyLayer.self).layer)
    }
    let last = try container.decode(Last.self)
    guard last.layer == Dense.name else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the last layer is \(last.layer), must be \(Dense.name)")
    }
    self.layers = layers
    let units: Int? = if case .number(let number) = last.units { number } else { nil }
    output = Output(units: units, bias: last.bias, initializer: last.initializer)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for layer in layers { try container.encode(AnyLayer(layer)) }
    try container.encode(
      Last(
        layer: Dense.name, units: output.units.map(Units.number) ?? .classes, bias: output.bias,
        initializer: output.initializer))
  }
}
