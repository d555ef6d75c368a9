import ECGExchange
import Foundation
import SwiftProtobuf

/// An ONNX model, node by node: each call gives the name of what it makes.
struct SmallONNX {
  private var model = ONNXModelProto()

  /// - Parameter input: the sizes of its input beside the number of beats; nil for one
  ///   that is left open.
  init(_ input: [Int?]) {
    var version = ONNXOperatorSetIdProto()
    version.version = 20
    model.opsetImport = [version]
    var value = ONNXValueInfoProto()
    value.name = "x"
    value.type.tensorType.elemType = 1
    value.type.tensorType.shape.dim = ([nil] + input).map { size in
      var dimension = ONNXTensorShapeProto.Dimension()
      dimension.value = size.map { .dimValue(Int64($0)) } ?? .dimParam("open")
      return dimension
    }
    model.graph.input = [value]
  }

  mutating func floats(_ shape: [Int], _ values: [Float]) -> String {
    constant(shape) {
      $0.dataType = 1
      $0.floatData = values
    }
  }

  mutating func integers(_ values: [Int]) -> String {
    constant([values.count]) {
      $0.dataType = 7
      $0.int64Data = values.map { Int64($0) }
    }
  }

  private mutating func constant(
    _ shape: [Int], _ fill: (inout ONNXTensorProto) -> Void
  ) -> String {
    var tensor = ONNXTensorProto()
    tensor.name = "c\(model.graph.initializer.count)"
    tensor.dims = shape.map { Int64($0) }
    fill(&tensor)
    model.graph.initializer.append(tensor)
    return tensor.name
  }

  /// A node whose attributes are whole numbers, texts, or lists of them.
  mutating func callAsFunction(
    _ operation: String, _ inputs: String..., with attributes: [String: Any] = [:]
  ) -> String {
    var node = ONNXNodeProto()
    node.opType = operation
    node.input = inputs
    node.output = ["t\(model.graph.node.count)"]
    node.attribute = attributes.map { name, value in
      var attribute = ONNXAttributeProto()
      attribute.name = name
      switch value {
      case let value as Int: (attribute.type, attribute.i) = (.int, Int64(value))
      case let value as [Int]: (attribute.type, attribute.ints) = (.ints, value.map { Int64($0) })
      case let value as [String]:
        (attribute.type, attribute.strings) = (.strings, value.map { Data($0.utf8) })
      default: (attribute.type, attribute.s) = (.string, Data("\(value)".utf8))
      }
      return attribute
    }
    model.graph.node.append(node)
    return node.output[0]
  }

  /// An output of the last node, counted from 1.
  mutating func output(_ number: Int) -> String {
    let last = model.graph.node.count - 1
    let first = model.graph.node[last].output[0]
    while model.graph.node[last].output.count < number {
      model.graph.node[last].output.append("\(first)_\(model.graph.node[last].output.count + 1)")
    }
    return model.graph.node[last].output[number - 1]
  }

  /// The file, with a last dense layer that gives its two numbers as the logits.
  mutating func bytes(logits: String) throws -> Data {
    try bytes(self("MatMul", logits, floats([2, 2], [1, 0, 0, 1])))
  }

  /// The file, with the nodes that lead to its output alone.
  mutating func bytes(_ output: String) throws -> Data {
    var model = self.model
    var wanted: Set = [output]
    for node in model.graph.node.reversed() where !wanted.isDisjoint(with: node.output) {
      wanted.formUnion(node.input)
    }
    model.graph.node.removeAll { wanted.isDisjoint(with: $0.output) }
    var value = ONNXValueInfoProto()
    value.name = output
    model.graph.output = [value]
    return try model.serializedData()
  }
}
