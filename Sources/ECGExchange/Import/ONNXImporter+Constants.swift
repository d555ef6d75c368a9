import ECGFiles
import Foundation

/// Nodes that do not depend on the beats' numbers: constants, and sizes that are computed of shapes.
extension ONNXImporter {
  /// What such a node gives; nil for one that depends on the beats.
  mutating func folded(_ node: ONNXNodeProto) throws -> Value? {
    if node.opType == "Constant" { return .constant(try constant(of: node)) }
    if node.opType == "Shape" {
      guard case .map(let map) = try value(node, 0) else { return nil }
      return .sizes(map.axes.map(map.size))
    }
    guard !node.input.isEmpty, case let first = try value(node, 0) else { return nil }
    if case .map = first { return nil }
    switch node.opType {
    case "Identity", "Cast", "Squeeze", "Unsqueeze": return first
    case "Transpose":
      guard case .constant(let constant) = first, constant.shape.count == 2 else { return nil }
      let values = constant.floats
      numberCount += values.count
      let (rows, columns) = (constant.shape[0], constant.shape[1])
      return .constant(
        ONNXConstant(
          shape: [columns, rows],
          numbers: .floats(
            (0..<values.count).map { values[$0 % rows * columns + $0 / rows] })))
    case "Concat":
      var all: [Int?] = []
      for index in node.input.indices {
        guard let sizes = sizes(try value(node, index)), all.count + sizes.count <= 16 else {
          return nil
        }
        all += sizes
      }
      return .sizes(all)
    case "Gather":
      guard let sizes = sizes(first), let indices = try constant(node, 1).integers else {
        return nil
      }
      return .sizes(
        try indices.prefix(16).map { sizes[try normalized($0, of: sizes.count, at: node)] })
    case "Slice":
      guard let sizes = sizes(first), let from = try constant(node, 1).integers?.first,
        let to = try constant(node, 2).integers?.first
      else { return nil }
      func bound(_ bound: Int) -> Int {
        min(max(bound < 0 ? bound &+ sizes.count : bound, 0), sizes.count)
      }
      return .sizes(bound(from) < bound(to) ? Array(sizes[bound(from)..<bound(to)]) : [])
    case "Mul":
      guard let a = sizes(first), let b = sizes(try value(node, 1)), a.count == 1, b.count == 1,
        let a = a[0], let b = b[0], (0...(1 << 30)).contains(a), (0...(1 << 30)).contains(b)
      else { return nil }
      return .sizes([a * b])
    default: return nil
    }
  }

  /// Sizes, of a constant too; nil for what are none.
  private func sizes(_ value: Value) -> [Int?]? {
    switch value {
    case .sizes(let sizes): sizes
    case .constant(let constant): constant.integers?.map { $0 }
    case .map: nil
    }
  }

  private func constant(of node: ONNXNodeProto) throws -> ONNXConstant {
    guard let attribute = node.attribute.first else {
      throw damaged("node \(node.name) (Constant): expected a value, found none")
    }
    switch attribute.name {
    case "value": return try constant(attribute.t, at: "node \(node.name) (Constant)")
    case "value_float": return ONNXConstant(shape: [], numbers: .floats([attribute.f]))
    case "value_floats":
      return ONNXConstant(shape: [attribute.floats.count], numbers: .floats(attribute.floats))
    case "value_int": return ONNXConstant(shape: [], numbers: .integers([Int(attribute.i)]))
    case "value_ints":
      return ONNXConstant(
        shape: [attribute.ints.count], numbers: .integers(attribute.ints.map { Int($0) }))
    default:
      throw refused(
        node, "expected numbers, found the attribute \(attribute.name)", "Export it again")
    }
  }
}
