import ECGFiles
import Foundation

/// Nodes that do not depend on the beats' numbers: constants, and sizes that are
/// computed of shapes.
extension ONNXImporter {
  /// What such a node gives; nil for one that depends on the beats.
  mutating func folded(_ node: ONNXNodeProto) throws -> Value? {
    if node.opType == "Constant" { return .constant(try constant(of: node)) }
    if node.opType == "Shape" { return try shape(node) }
    guard !node.input.isEmpty, case let first = try value(node, 0) else { return nil }
    switch first {
    case .map, .direction, .curve: return nil
    case .fill(let number): return try filled(node, with: number)
    case .constant, .sizes: break
    }
    switch node.opType {
    case "Identity": return first
    case "Cast": return try cast(node, first)
    case "Squeeze", "Unsqueeze": return try resized(node, first)
    case "Transpose": return try transposed(node, first)
    case "ConstantOfShape": return try filling(node)
    case "Expand": return expanded(first)
    case "Reshape":
      // Sizes are a list or a single one, which is taken as either.
      if case .sizes(let sizes) = first, sizes.count == 1 { return first }
      return nil
    case "Concat": return try joinedSizes(node)
    case "Gather": return try gathered(node, sizes(first))
    case "Slice": return try sliced(node, sizes(first))
    case "Mul": return try product(node, sizes(first))
    default: return nil
    }
  }

  private func shape(_ node: ONNXNodeProto) throws -> Value? {
    guard case .map(let map) = try value(node, 0) else { return nil }
    let sizes = map.axes.map(map.size)
    return .sizes(
      Self.part(
        of: sizes, from: try integer(node, "start", else: 0),
        to: try integer(node, "end", else: sizes.count)))
  }

  private mutating func transposed(_ node: ONNXNodeProto, _ value: Value) throws -> Value? {
    guard case .constant(let constant) = value else { return nil }
    let order = try integers(node, "perm") ?? constant.shape.indices.reversed()
    guard order.sorted() == Array(constant.shape.indices) else {
      throw damaged(
        "node \(node.name) (Transpose): expected an order of \(constant.shape.count) axes, found \(order)"
      )
    }
    numberCount += constant.count
    return .constant(constant.transposed(order))
  }

  /// Many times one number, of which the node says which.
  private func filling(_ node: ONNXNodeProto) throws -> Value? {
    let given = try node.attribute.first { $0.name == "value" }.map {
      try constant($0.t, at: "node \(node.name) (ConstantOfShape)").floats
    }
    return (given ?? [0]).first.map { .fill($0) }
  }

  private func expanded(_ value: Value) -> Value? {
    guard case .constant(let constant) = value, let number = constant.floats.first,
      constant.floats.allSatisfy({ $0 == number })
    else { return nil }
    return .fill(number)
  }

  /// The sizes that a list of them may have: networks have no more axes.
  private static let mostSizes = 16

  private func joinedSizes(_ node: ONNXNodeProto) throws -> Value? {
    var all: [Int?] = []
    for index in node.input.indices {
      guard let sizes = sizes(try value(node, index)), all.count + sizes.count <= Self.mostSizes
      else { return nil }
      all += sizes
    }
    return .sizes(all)
  }

  private func gathered(_ node: ONNXNodeProto, _ sizes: [Int?]?) throws -> Value? {
    guard let sizes, let indices = try constant(node, 1).integers, indices.count <= Self.mostSizes
    else { return nil }
    return .sizes(try indices.map { sizes[try normalized($0, of: sizes.count, at: node)] })
  }

  private func sliced(_ node: ONNXNodeProto, _ sizes: [Int?]?) throws -> Value? {
    guard let sizes, let from = try constant(node, 1).integers?.first,
      let to = try constant(node, 2).integers?.first,
      try !has(node, 4) || constant(node, 4).integers == [1]
    else { return nil }
    return .sizes(Self.part(of: sizes, from: from, to: to))
  }

  private func product(_ node: ONNXNodeProto, _ sizes: [Int?]?) throws -> Value? {
    guard let a = sizes, let b = self.sizes(try value(node, 1)), a.count == 1, b.count == 1,
      let a = a[0], let b = b[0], (0...(1 << 30)).contains(a), (0...(1 << 30)).contains(b)
    else { return nil }
    return .sizes([a * b])
  }

  /// What a node makes of many times one number.
  private func filled(_ node: ONNXNodeProto, with number: Float) throws -> Value? {
    switch node.opType {
    case "Identity", "Expand", "Slice", "Squeeze", "Unsqueeze", "Transpose", "Reshape", "Gather":
      return .fill(number)
    case "Concat":
      let isOneNumber = try node.input.indices.allSatisfy {
        if case .fill(number) = try value(node, $0) { true } else { false }
      }
      return isOneNumber ? .fill(number) : nil
    default: return nil
    }
  }

  /// Numbers of another type, fractions cut off where they become whole.
  private mutating func cast(_ node: ONNXNodeProto, _ value: Value) throws -> Value {
    let code = try integer(node, "to", else: 0)
    let type = Int32(exactly: code).flatMap(ONNXElementType.init)
    if case .constant(let constant) = value, let cast = type.flatMap(constant.cast) {
      numberCount += constant.count
      return .constant(cast)
    }
    if case .sizes = value, type == .int32 || type == .int64 { return value }
    throw refused(
      node, "expected constants of type 1 (float), 6, 7 or 11 that it has, found type \(code)",
      "Export it with its weights as constants")
  }

  /// A constant with axes of size 1 more or less. Sizes are a list or a single one, which is
  /// taken as either.
  private func resized(_ node: ONNXNodeProto, _ value: Value) throws -> Value? {
    let isLess = node.opType == "Squeeze"
    guard case .constant(let constant) = value else {
      guard case .sizes(let sizes) = value, sizes.count == 1 else { return nil }
      return value
    }
    let given = try axes(node)
    guard isLess || given != nil else { return nil }
    let count = constant.shape.count + (isLess ? 0 : given?.count ?? 0)
    let axes = try Set(
      (given ?? constant.shape.indices.filter { constant.shape[$0] == 1 })
        .map { try normalized($0, of: count, at: node) })
    if isLess {
      guard axes.allSatisfy({ constant.shape[$0] == 1 }) else { return nil }
      return .constant(
        constant.shaped(
          constant.shape.indices.filter { !axes.contains($0) }.map { constant.shape[$0] }))
    }
    guard axes.count == given?.count, count <= 8 else { return nil }
    var rest = constant.shape[...]
    return .constant(
      constant.shaped((0..<count).map { axes.contains($0) ? 1 : rest.popFirst() ?? 1 }))
  }

  /// The sizes between two bounds, which count from the end where they are negative.
  private static func part(of sizes: [Int?], from: Int, to: Int) -> [Int?] {
    func bound(_ bound: Int) -> Int {
      min(max(bound < 0 ? bound &+ sizes.count : bound, 0), sizes.count)
    }
    return bound(from) < bound(to) ? Array(sizes[bound(from)..<bound(to)]) : []
  }

  /// Sizes, of a constant too; nil for what are none.
  private func sizes(_ value: Value) -> [Int?]? {
    switch value {
    case .sizes(let sizes): sizes
    case .constant(let constant):
      constant.shape.count > 1 ? nil : constant.integers?.map { $0 }
    case .fill, .map, .direction, .curve: nil
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
