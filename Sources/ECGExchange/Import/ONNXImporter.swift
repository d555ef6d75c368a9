import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors
import Foundation

/// Turns the graph of an ONNX file into the layers of this program.
///
/// Each tensor is followed with what its axes are, so that the transpositions, reshapings and axes
/// of size 1 that exporters put around convolutions come to nothing.
struct ONNXImporter {
  /// A network that was read.
  struct Result {
    let network: Network
    /// What the file says of the program that wrote it.
    let producer: String
  }

  /// What a tensor in the graph is.
  enum Value {
    case constant(ONNXConstant)
    /// Sizes that a graph computes of a shape; nil is the number of beats.
    case sizes([Int?])
    /// Constants of one number, as many as there are beats among others.
    case fill(Float)
    case map(ImportedMap)
    /// One direction of a recurrent layer that goes both ways; the map is that of both.
    case direction(Int, ImportedMap)
    /// A function of each number by itself that no layer is yet: the node that gives it.
    case curve(ONNXNodeProto)
  }

  /// The most layers that are made on the way: each map keeps its own list of them.
  private static let mostLayers = 1_000
  /// The most numbers that layers may hold on the way: 512 MiB.
  private static let mostNumbers = 1 << 27

  /// The most numbers that a layer may give for a beat.
  private static let mostActivations = 1 << 22

  /// The version of the operators from which on those that are taken mean what they do today.
  private static let oldest: Int64 = 9

  /// What to call the file in errors.
  let path: String
  var values: [String: Value] = [:]
  /// The shape of a beat.
  private(set) var beat = Shape.sequence(samples: 1, channels: 1)
  private var layerCount = 0
  /// The numbers that were copied, into layers and otherwise.
  var numberCount = 0
  /// Tensors that are functions of the numbers of another one by one.
  var curves: [String: ONNXCurve] = [:]
  /// Outputs beside those that are made here, such as the cells that an LSTM ends with, and their
  /// nodes: files name them also where nothing takes them.
  var unmade: [String: ONNXNodeProto] = [:]
  /// The layers that give the states which recurrent layers end with, by the numbers of
  /// those that give all.
  var endings: [Int: ImportedLayer] = [:]

  /// - Parameter path: what to call the file in errors.
  init(path: String) { self.path = path }

  /// Reads a file.
  ///
  /// - Parameter samples: the samples of a beat, for a file that leaves them open.
  /// - Throws: `FileError` that names the node and what of it cannot be taken.
  mutating func read(_ bytes: Data, samples: Int?) throws -> Result {
    let model = try ONNXFile.model(bytes, path: path)
    let graph = model.graph
    let versions = model.opsetImport.filter { $0.domain.isEmpty || $0.domain == "ai.onnx" }
    guard let version = versions.first?.version, version >= Self.oldest else {
      throw refused(
        "expected the operators of version \(Self.oldest) or later, found "
          + (versions.first.map { "version \($0.version)" } ?? "no version"),
        "Export it anew")
    }
    guard !graph.node.isEmpty else {
      throw damaged("expected a graph with nodes, found none")
    }
    try checkOperators(graph.node)
    for tensor in graph.initializer {
      try define(tensor.name, .constant(constant(tensor, at: "tensor \(tensor.name)")))
    }
    let inputs = graph.input.filter { values[$0.name] == nil }
    guard inputs.count == 1, let input = inputs.first else {
      throw refused(
        "expected one input, found \(Self.list(inputs.map(\.name)))",
        "Export a network that takes beats alone")
    }
    guard graph.output.count == 1, let output = graph.output.first else {
      throw refused(
        "expected one output, found \(Self.list(graph.output.map(\.name)))",
        "Export the class probabilities or the logits alone")
    }
    let isConvolved = graph.node.contains {
      $0.opType == "Conv" && $0.input.first == input.name
    }
    let beats = try inputMap(input, samples: samples, isConvolved: isConvolved)
    beat = beats.shape
    try define(input.name, .map(beats))
    for node in graph.node {
      try read(node)
      guard layerCount <= Self.mostLayers, numberCount <= Self.mostNumbers else {
        throw refused(
          node,
          "expected at most \(Self.mostLayers) layers and \(Self.mostNumbers) numbers, found more",
          "Export a smaller network")
      }
    }
    if case .curve(let node)? = values[output.name] { throw unknown(node) }
    try checkMade(output.name, takenBy: "the graph's output")
    guard case .map(let map)? = values[output.name] else {
      throw damaged(
        "expected output \(output.name) to be made by the graph from its input, found it is not")
    }
    return try finish(map, producer: Self.producer(of: model))
  }

  private static func producer(of model: ONNXModelProto) -> String {
    [model.producerName, model.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The graph's input: the batch, one axis of samples, and any others of size 1.
  ///
  /// - Parameter isConvolved: whether a convolution takes it, whose channels are the second axis.
  private func inputMap(
    _ input: ONNXValueInfoProto, samples: Int?, isConvolved: Bool
  ) throws -> ImportedMap {
    let type = input.type.tensorType
    var sizes = type.shape.dim.map { Int($0.dimValue) }
    // Left open, it is 1 if anything: the convolution's weights say whether.
    if isConvolved, sizes.count > 2, sizes[1] == 0 { sizes[1] = 1 }
    func wrong(_ remedy: Remedy) -> FileError {
      refused(
        """
        input \(input.name): expected beats of one lead, (N, 1, L), (N, L, 1) or (N, L) floats, found \
        shape (\(type.shape.dim.map(Self.text).joined(separator: ", "))) of type \(type.elemType)
        """, remedy)
    }
    guard type.elemType == ONNXElementType.float.rawValue, 2...4 ~= sizes.count else {
      throw wrong("Export a network that takes single beats as 32-bit floats")
    }
    let wide = sizes.indices.dropFirst().filter { sizes[$0] != 1 }
    guard wide.count == 1, let axis = wide.first else {
      throw wrong("Only networks for beats of one lead can be scored here")
    }
    guard let length = sizes[axis] > 0 ? sizes[axis] : samples else {
      throw wrong("The file leaves the samples of a beat open: say how many there are")
    }
    guard length <= Self.mostActivations else { throw wrong("Export a network for beats alone") }
    if let samples, samples != length {
      throw wrong("It takes beats of \(length) samples, not of \(samples)")
    }
    var axes = sizes.map { _ in ImportedMap.Axis.one }
    axes[0] = .batch
    axes[axis] = .samples
    return ImportedMap(
      axes: axes, shape: .sequence(samples: length, channels: 1), layers: [])
  }

  private static func text(_ dimension: ONNXTensorShapeProto.Dimension) -> String {
    switch dimension.value {
    case .dimValue(let size): "\(size)"
    case .dimParam(let name): name
    case nil: "?"
    }
  }

  private func finish(_ map: ImportedMap, producer: String) throws -> Result {
    guard case .vector = map.shape, map.order == nil, map.axes.first == .batch,
      map.layers.last?.layer is Dense
    else {
      throw refused(
        "expected a dense layer to give the output, found another end of the graph",
        "Export the class probabilities or the logits alone")
    }
    let (layers, tensors) = map.layers.assembled()
    do {
      let architecture = Sequential(input: beat) { layers }
      return Result(network: try Network(architecture, tensors: tensors), producer: producer)
    } catch let error as NetworkError {
      throw refused("\(error)", "Export a network whose layers fit together")
    }
  }

  // MARK: - What nodes are made of

  /// Gives a tensor its value.
  ///
  /// - Throws: `FileError` where it has one.
  mutating func define(_ name: String, _ value: Value) throws {
    guard values.updateValue(value, forKey: name) == nil else {
      throw damaged("expected each tensor to be made once, found \(name) twice")
    }
  }

  /// A new layer.
  mutating func layer(
    _ layer: any Layer, _ tensors: [String: Safetensors.Tensor] = [:]
  ) -> ImportedLayer {
    layerCount += 1
    numberCount += tensors.values.reduce(0) { $0 + $1.values.count }
    return ImportedLayer(number: layerCount, layer: layer, tensors: tensors)
  }

  /// A map with a layer more.
  ///
  /// - Throws: `FileError` where the layer cannot take its shape.
  func appending(
    _ layer: ImportedLayer, to map: ImportedMap, at node: ONNXNodeProto
  ) throws -> ImportedMap {
    var result = map
    do {
      result.shape = try layer.layer.outputShape(for: map.shape)
    } catch let error as NetworkError {
      throw refused(node, "\(error)", "Export a network without it")
    }
    guard 1...Self.mostActivations ~= result.shape.count else {
      throw refused(
        node, "expected at most \(Self.mostActivations) numbers for a beat, found \(result.shape)",
        "Export a network for beats alone")
    }
    result.layers.append(layer)
    return result
  }

  /// The constant of a tensor.
  func constant(_ tensor: ONNXTensorProto, at path: String) throws -> ONNXConstant {
    do {
      return try ONNXConstant(tensor)
    } catch let error as ONNXConstant.Failure {
      throw refused("\(path): \(error.problem)", "Export it with 32-bit weights in one file")
    }
  }

  // MARK: - Errors

  /// An error about a node.
  func refused(_ node: ONNXNodeProto, _ problem: String, _ remedy: Remedy) -> FileError {
    let name = node.name.isEmpty ? node.output.first ?? "" : node.name
    return refused("node \(name) (\(node.opType)): \(problem)", remedy)
  }

  func refused(_ problem: String, _ remedy: Remedy) -> FileError {
    FileError(.badData, path: path, problem, remedy: remedy)
  }

  func damaged(_ problem: String) -> FileError {
    refused(problem, "The file is damaged; export or copy it again")
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : "\(names.count) (\(names.prefix(5).joined(separator: ", ")))"
  }
}
