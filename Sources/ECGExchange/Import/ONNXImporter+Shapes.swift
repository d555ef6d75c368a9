import ECGFiles
import ECGNeuralNetwork

/// Nodes that only arrange numbers.
extension ONNXImporter {
  func transpose(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let order = try integers(node, "perm") ?? input.axes.indices.reversed()
    guard order.sorted() == Array(input.axes.indices) else {
      throw damaged(
        "node \(node.name) (Transpose): expected an order of \(input.axes.count) axes, found \(order)"
      )
    }
    var result = input
    result.axes = order.map { input.axes[$0] }
    return result
  }

  func squeeze(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let given = try axes(node)?.map { try normalized($0, of: input.axes.count, at: node) }
    let dropped = given ?? input.axes.indices.filter { input.size(of: input.axes[$0]) == 1 }
    var result = input
    for axis in Set(dropped).sorted(by: >) {
      guard result.size(of: result.axes[axis]) == 1 else {
        throw refused(
          node, "expected axes of size 1 to be left out, found \(dropped)", "Export it again")
      }
      result.axes.remove(at: axis)
    }
    return settled(result)
  }

  func unsqueeze(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    guard let axes = try axes(node), axes.count <= 4 else {
      throw refused(node, "expected axes, found none", "Export it with constant axes")
    }
    var result = input
    for axis in try axes.map({ try normalized($0, of: input.axes.count + axes.count, at: node) })
      .sorted()
    {
      guard 1...result.axes.count ~= axis else {
        throw refused(node, "expected beats to stay first, found axes \(axes)", "Export it again")
      }
      result.axes.insert(.one, at: axis)
    }
    return result
  }

  mutating func flatten(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    guard try normalized(integer(node, "axis", else: 1), of: input.axes.count, at: node) == 1,
      input.axes[0] == .batch, !input.axes.contains(.units)
    else {
      throw refused(node, "expected each beat to be flattened, found another axis", "Set it to 1")
    }
    return try flattened(node, input)
  }

  /// A reshaping that comes to axes of size 1 more or less, or to a flattening.
  mutating func reshape(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let sizes = input.axes.map { input.size(of: $0) }
    var wanted: [Int?]
    switch try value(node, 1) {
    case .sizes(let sizes): wanted = sizes
    case .constant(let constant): wanted = (constant.integers ?? []).map { $0 }
    case .fill, .map, .direction, .curve: wanted = []
    }
    guard try !wanted.contains(0) || integer(node, "allowzero", else: 0) == 0 else {
      throw unclear(node, sizes, wanted)
    }
    // A 0 copies the size, −1 is whatever is left; beats stay first.
    for axis in wanted.indices where wanted[axis] == 0 {
      guard axis < sizes.count else { throw unclear(node, sizes, wanted) }
      wanted[axis] = sizes[axis]
    }
    if let map = Self.reshaped(input, wanted) { return map }
    guard 2...8 ~= wanted.count, input.axes[0] == .batch, !input.axes.contains(.units),
      wanted[0] == nil || wanted[0] == -1 || wanted[0] == 1,
      wanted.dropFirst().allSatisfy({ $0 != nil })
    else { throw unclear(node, sizes, wanted) }
    var inner = wanted.dropFirst().compactMap { $0 }
    let known = inner.filter { $0 > 0 }.reduce(1) {
      $0.multipliedReportingOverflow(by: $1).partialValue
    }
    let count = input.count
    if let open = inner.firstIndex(of: -1) {
      guard wanted[0] != -1, known > 0, count.isMultiple(of: known) else {
        throw unclear(node, sizes, wanted)
      }
      inner[open] = count / known
    }
    guard inner.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) == count else {
      throw unclear(node, sizes, wanted)
    }
    let kept = input.axes.dropFirst().filter { $0 != .one }
    if inner.filter({ $0 != 1 }) == kept.compactMap({ input.size(of: $0) }).filter({ $0 != 1 }) {
      return relabelled(input, inner)
    }
    guard inner.count == 1, input.zeros == .init() else { throw unclear(node, sizes, wanted) }
    return try flattened(node, input)
  }

  /// Two directions as one axis, or axes of size 1 more or less where beats are not
  /// first; nil for others.
  ///
  /// - Parameter wanted: the sizes; nil is the number of beats, −1 whatever is left.
  private static func reshaped(_ input: ImportedMap, _ wanted: [Int?]) -> ImportedMap? {
    guard let beats = input.axes.firstIndex(of: .batch), beats > 0 || input.axes.contains(.units),
      case let merged = input.axes.contains(.units) ? input.mergingDirections() : input,
      let merged
    else { return nil }
    var wanted = wanted
    // A file for a single beat has its number as 1; where all other sizes are said, it
    // is what is left.
    if !wanted.contains(nil), wanted.indices.contains(beats), [1, -1].contains(wanted[beats]) {
      wanted[beats] = nil
    }
    guard wanted.filter({ $0 == nil }).count == 1 else { return nil }
    if let open = wanted.firstIndex(of: -1) {
      let known = wanted.compactMap { $0 }.filter { $0 > 0 }
        .reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
      guard known > 0, input.count.isMultiple(of: known) else { return nil }
      wanted[open] = input.count / known
    }
    let kept = merged.axes.filter { merged.size(of: $0) != 1 }
    guard wanted.filter({ $0 != 1 }) == kept.map({ merged.size(of: $0) }) else { return nil }
    var rest = kept[...]
    var result = merged
    result.axes = wanted.map { $0 == 1 ? .one : rest.popFirst() ?? .one }
    return result
  }

  private func unclear(_ node: ONNXNodeProto, _ sizes: [Int?], _ wanted: [Int?]) -> FileError {
    func text(_ sizes: [Int?]) -> String {
      sizes.map { $0.map { "\($0)" } ?? "N" }.joined(separator: ", ")
    }
    return refused(
      node,
      "expected a flattening, or axes of size 1 more or less, found (\(text(sizes))) to (\(text(wanted)))",
      "Export a network that does not arrange its numbers anew")
  }

  /// The same axes with others of size 1 among them.
  private func relabelled(_ input: ImportedMap, _ sizes: [Int]) -> ImportedMap {
    var rest = input.axes.dropFirst().filter { input.size(of: $0) != 1 }[...]
    var result = input
    result.axes = [.batch] + sizes.map { $0 == 1 ? .one : rest.popFirst() ?? .one }
    return settled(result)
  }

  /// A sequence all of whose axes but one are gone is a vector, where that one are its channels.
  private func settled(_ map: ImportedMap) -> ImportedMap {
    guard case .vector = map.shape, map.axes[0] == .batch, !map.axes.contains(.features),
      !map.axes.contains(.units),
      let axis = map.axes.dropFirst().indices.first
    else { return map }
    var result = map
    result.axes[axis] = .features
    return result
  }

  /// A sequence of which one sample or one channel is left, its numbers on one axis: a
  /// flattening that arrives as a reshaping. Only here is it known for one, since a convolution
  /// may follow such as well.
  mutating func vector(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    guard case .sequence = input.shape, input.axes.count == 2, input.axes[0] == .batch,
      input.shape.count == input.size(of: input.axes[1])
    else { return input }
    return try flattened(node, input)
  }

  private mutating func flattened(_ node: ONNXNodeProto, _ input: ImportedMap) throws -> ImportedMap
  {
    var result = input
    guard case .sequence(let samples, let channels) = input.shape else {
      result.axes = [.batch, .features]
      return result
    }
    let axes = (
      samples: input.axes.firstIndex(of: .samples) ?? 0,
      channels: input.axes.firstIndex(of: .channels) ?? 0
    )
    result = try appending(layer(Flatten()), to: input, at: node)
    result.axes = [.batch, .features]
    if channels > 1, samples > 1, axes.channels < axes.samples {
      // The file has channel after channel, this program sample after sample.
      result.order = (0..<channels * samples).map { $0 % samples * channels + $0 / samples }
    }
    return result
  }
}
