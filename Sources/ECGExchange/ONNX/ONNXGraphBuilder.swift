import Foundation

/// Puts an ONNX graph together, node after node.
///
/// A node has one output, which bears the node's name.
struct ONNXGraphBuilder {
  private(set) var graph = ONNXGraphProto()

  /// Appends a node.
  ///
  /// - Parameter output: which of its outputs is wanted, counted from 0; those before
  ///   it are left out.
  /// - Returns: the name of its output, `name`.
  mutating func append(
    _ operation: String, _ inputs: [String], as name: String,
    _ attributes: KeyValuePairs<String, ONNXAttribute> = [:], output: Int = 0
  ) -> String {
    var node = ONNXNodeProto()
    node.opType = operation
    node.name = name
    node.input = inputs
    node.output = Array(repeating: "", count: output) + [name]
    node.attribute = attributes.map { $1.message(named: $0) }
    graph.node.append(node)
    return name
  }

  /// Adds a constant of 32-bit floats, last axis fastest.
  ///
  /// - Precondition: there are as many `values` as `shape` says.
  /// - Returns: its name.
  mutating func constant(_ values: [Float], shape: [Int], as name: String) -> String {
    precondition(values.count == shape.reduce(1, *))
    add(
      bytes: values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }, type: .float,
      shape: shape, name: name)
    return name
  }

  /// Adds a vector of whole numbers.
  ///
  /// - Returns: its name.
  mutating func constant(_ values: [Int], as name: String) -> String {
    add(
      bytes: values.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }, type: .int64,
      shape: [values.count], name: name)
    return name
  }

  private mutating func add(bytes: Data, type: ONNXElementType, shape: [Int], name: String) {
    var tensor = ONNXTensorProto()
    tensor.name = name
    tensor.dims = shape.map(Int64.init)
    tensor.dataType = type.rawValue
    tensor.rawData = bytes
    graph.initializer.append(tensor)
  }

  /// The graph with its name, its input and its output, both of floats.
  ///
  /// A nil among the sizes is the number of beats in a batch, which may be any.
  func finished(
    name: String, input: (name: String, shape: [Int?], words: String),
    output: (name: String, shape: [Int?], words: String)
  ) -> ONNXGraphProto {
    var graph = graph
    graph.name = name
    graph.input = [Self.value(input)]
    graph.output = [Self.value(output)]
    return graph
  }

  private static func value(
    _ value: (name: String, shape: [Int?], words: String)
  ) -> ONNXValueInfoProto {
    var info = ONNXValueInfoProto()
    info.name = value.name
    info.docString = value.words
    info.type.tensorType.elemType = ONNXElementType.float.rawValue
    info.type.tensorType.shape.dim = value.shape.map { size in
      var dimension = ONNXTensorShapeProto.Dimension()
      if let size { dimension.dimValue = Int64(size) } else { dimension.dimParam = "N" }
      return dimension
    }
    return info
  }
}

/// What the numbers of a tensor are, as the schema's `TensorProto.DataType` counts.
enum ONNXElementType: Int32 {
  case float = 1
  case int32 = 6
  case int64 = 7
  case double = 11
}

/// An attribute of a node.
enum ONNXAttribute {
  case integer(Int)
  case integers([Int])
  case number(Float)
  case text(String)

  func message(named name: String) -> ONNXAttributeProto {
    var attribute = ONNXAttributeProto()
    attribute.name = name
    switch self {
    case .integer(let value):
      attribute.type = .int
      attribute.i = Int64(value)
    case .integers(let values):
      attribute.type = .ints
      attribute.ints = values.map(Int64.init)
    case .number(let value):
      attribute.type = .float
      attribute.f = value
    case .text(let value):
      attribute.type = .string
      attribute.s = Data(value.utf8)
    }
    return attribute
  }
}
