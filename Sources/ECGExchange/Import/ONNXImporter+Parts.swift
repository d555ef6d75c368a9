import ECGFiles
import ECGNeuralNetwork

/// Nodes that take part of a tensor: samples from one place to another, or one direction of a
/// recurrent layer.
extension ONNXImporter {
  /// What such a node, or one after it, gives; nil for others.
  mutating func part(_ node: ONNXNodeProto) throws -> Value? {
    guard ["Gather", "Slice", "Squeeze", "Transpose", "Identity", "Concat"].contains(node.opType),
      !node.input.isEmpty
    else { return nil }
    let (input, way): (ImportedMap, Int?)
    switch try value(node, 0) {
    case .map(let map): (input, way) = (map, nil)
    case .direction(let index, let map): (input, way) = (map, index)
    default: return nil
    }
    switch node.opType {
    case "Gather": return try gathered(node, input, way)
    case "Slice": return try sliced(node, input, way)
    case "Concat": return try way == nil ? nil : .map(together(node))
    default:
      guard let way else { return nil }
      let result =
        switch node.opType {
        case "Squeeze": try squeeze(node, of: input)
        case "Transpose": try transpose(node, of: input)
        default: input
        }
      return .direction(way, result)
    }
  }

  /// One index of an axis, which then is gone.
  private mutating func gathered(
    _ node: ONNXNodeProto, _ input: ImportedMap, _ way: Int?
  ) throws -> Value {
    let axis = try normalized(integer(node, "axis", else: 0), of: input.axes.count, at: node)
    let given = try constant(node, 1)
    guard given.count == 1, given.shape.count < 2, let index = given.integers?.first,
      let size = input.size(of: input.axes[axis]), -size..<size ~= index
    else {
      throw refused(
        node, "expected one sample, found another part of axes \(Self.words(input.axes))",
        "Export a network that takes one sample, the last as a rule")
    }
    let place = index < 0 ? index + size : index
    let keeps = given.shape.count == 1
    var (result, way) = try taken(node, input, way, axis, place..<place + 1)
    if !keeps {
      if result.axes[axis] == .samples { result = try settled(node, oneSampleOf: result) }
      result.axes.remove(at: axis)
    }
    return way.map { .direction($0, result) } ?? .map(result)
  }

  /// Indices of axes from one to another.
  private mutating func sliced(
    _ node: ONNXNodeProto, _ input: ImportedMap, _ way: Int?
  ) throws -> Value {
    // Bounds were attributes before version 10.
    func numbers(_ index: Int, _ name: String) throws -> [Int]? {
      try has(node, index) ? constant(node, index).integers : integers(node, name)
    }
    let from = try numbers(1, "starts") ?? []
    let to = try numbers(2, "ends") ?? []
    let axes = try numbers(3, "axes") ?? Array(from.indices)
    guard from.count == to.count, axes.count == from.count, !from.isEmpty,
      Set(axes).count == axes.count,
      try (numbers(4, "steps") ?? []).allSatisfy({ $0 == 1 })
    else {
      throw refused(
        node, "expected samples that follow each other, found others",
        "Export a network that leaves out samples at the ends alone")
    }
    var (result, way) = (input, way)
    for (index, axis) in axes.enumerated() {
      let axis = try normalized(axis, of: input.axes.count, at: node)
      guard let size = result.size(of: result.axes[axis]) else {
        guard from[index] == 0, to[index] >= 1 << 30 else {
          throw refused(node, "expected all beats, found some of them", "Export it again")
        }
        continue
      }
      func bound(_ bound: Int) -> Int { min(max(bound < 0 ? bound &+ size : bound, 0), size) }
      guard bound(from[index]) < bound(to[index]) else {
        throw refused(node, "expected samples to be left, found none", "Export it again")
      }
      (result, way) = try taken(
        node, result, way, axis, bound(from[index])..<bound(to[index]))
    }
    return way.map { .direction($0, result) } ?? .map(result)
  }

  /// Some indices of an axis, which stays.
  private mutating func taken(
    _ node: ONNXNodeProto, _ input: ImportedMap, _ way: Int?, _ axis: Int, _ range: Range<Int>
  ) throws -> (ImportedMap, Int?) {
    let kind = input.axes[axis]
    if range == 0..<(input.size(of: kind) ?? 0) { return (input, way) }
    guard !input.isNormalized, kind == .samples || kind == .directions else {
      throw refused(
        node, "expected a part of the samples, found one of axes \(Self.words(input.axes))",
        "Only samples can be left out")
    }
    var result = input
    if kind == .directions {
      result.axes[axis] = .one
      return (result, range.lowerBound)
    }
    // The state that a direction ends with is a layer's own: no other is computed for it.
    let end = way == 1 ? 0 : input.shape.rows - 1
    if range == end..<end + 1, way != nil || !input.axes.contains(.units),
      let last = input.layers.last, let ending = endings[last.number],
      way != nil || !Self.goesBothWays(ending.layer)
    {
      result.layers.removeLast()
      result.shape = try result.layers.reduce(beat) { try $1.layer.outputShape(for: $0) }
      result = try appending(ending, to: result, at: node)
      result.axes = input.axes.map { $0 == .channels ? .features : $0 }
      result.axes[axis] = .one
      return (result, way)
    }
    return (
      try appending(
        layer(Crop1D(before: range.lowerBound, after: input.shape.rows - range.upperBound)),
        to: input, at: node), way
    )
  }

  private static func goesBothWays(_ layer: any Layer) -> Bool {
    (layer as? LSTM)?.bidirectional ?? (layer as? GRU)?.bidirectional ?? false
  }

  /// A sequence of one sample as a vector.
  private mutating func settled(
    _ node: ONNXNodeProto, oneSampleOf map: ImportedMap
  ) throws -> ImportedMap {
    guard case .sequence(1, _) = map.shape else { return map }
    var result = try appending(layer(Flatten()), to: map, at: node)
    result.axes = map.axes.map { $0 == .channels ? .features : $0 }
    if !result.axes.contains(.features), !result.axes.contains(.units),
      let axis = result.axes.firstIndex(of: .one)
    {
      result.axes[axis] = .features
    }
    return result
  }

  /// The directions of a recurrent layer side by side again.
  private func together(_ node: ONNXNodeProto) throws -> ImportedMap {
    let ways = try node.input.indices.map { try value(node, $0) }
    guard case .direction(0, let first)? = ways.first, ways.count == 2,
      case .direction(1, let second) = ways[1],
      first.layers.map(\.number) == second.layers.map(\.number), first.axes == second.axes,
      case let axis = try normalized(
        integer(node, "axis", else: 1), of: first.axes.count, at: node),
      first.axes[axis] == .units
    else {
      throw refused(
        node, "expected the two directions of a recurrent layer, forward first, found others",
        "Export it with both directions side by side")
    }
    var result = first
    result.axes[axis] = first.columnsAxis
    return result
  }
}
