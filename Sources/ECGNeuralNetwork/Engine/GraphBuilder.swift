/// Collects maps, operations and parameters while layers lower themselves.
package struct GraphBuilder {
  private(set) var maps: [FeatureMap]
  private(set) var operations: [any Operation] = []
  private var parameters: [Graph.Parameter] = []
  private var statistics: [Graph.Statistic] = []
  /// Maps that more than one operation reads, so that none may be fused into what wrote them.
  private var shared: Set<TensorID> = []
  /// The names of the layers that are being lowered, outermost first.
  private var path: [String] = []
  private var prefixes = [Graph.Prefix()]

  package init(input: Shape) {
    maps = [FeatureMap(shape: input, padding: 0)]
  }

  func shape(of map: TensorID) -> Shape { maps[map.index].shape }

  mutating func addMap(_ shape: Shape) -> TensorID {
    maps.append(FeatureMap(shape: shape, padding: 0))
    return TensorID(index: maps.count - 1)
  }

  mutating func append(_ operation: some Operation) -> TensorID {
    operations.append(operation)
    return operation.output
  }

  /// Declares that several operations will read `map`.
  mutating func share(_ map: TensorID) { shared.insert(map) }

  /// Appends an element-wise step, as part of the operation before it where that is possible.
  mutating func appendPointwise(_ step: PointwiseOperation.Step, to input: TensorID) -> TensorID {
    if let last = operations.last as? PointwiseOperation, last.output == input,
      !shared.contains(input), let fused = last.adding(step)
    {
      operations[operations.count - 1] = fused
      for index in prefixes.indices where prefixes[index].operations == operations.count {
        prefixes[index].isWhole = false
      }
      maps[input.index].shape = fused.outputShape
      return input
    }
    let operation = PointwiseOperation(
      input: input, output: TensorID(index: maps.count), inputShape: shape(of: input),
      index: operations.count, step: step)
    maps.append(FeatureMap(shape: operation.outputShape, padding: 0))
    return append(operation)
  }

  mutating func addParameter(
    _ name: String, shape: [Int], initializer: Initializer, decays: Bool
  ) -> Range<Int> {
    let start = parameters.last?.range.upperBound ?? 0
    let range = start..<start + shape.reduce(1, *)
    parameters.append(
      Graph.Parameter(
        name: qualified(name), shape: shape, range: range, initializer: initializer, decays: decays)
    )
    return range
  }

  mutating func addStatistic(
    _ name: String, count: Int, initialValue: Float, momentum: Float,
    minimum: Float = -.infinity
  ) -> Range<Int> {
    let start = statistics.last?.range.upperBound ?? 0
    let range = start..<start + count
    statistics.append(
      Graph.Statistic(
        name: qualified(name), range: range, initialValue: initialValue, momentum: momentum,
        minimum: minimum))
    return range
  }

  /// Lowers `layers` one after the other, each under its index as the name.
  package mutating func lower(
    _ layers: [any Layer], from input: TensorID, under scope: String
  ) throws -> TensorID {
    path.append(scope)
    defer { path.removeLast() }
    var map = input
    for (index, layer) in layers.enumerated() {
      path.append("\(index)")
      defer { path.removeLast() }
      let name = type(of: layer).name
      guard let layer = layer as? any KitLayer else {
        throw NetworkError(
          "Sequential",
          "expected a layer of this kit, found \(name) (\(type(of: layer))); write it as a function that lists layers"
        )
      }
      map = try layer.lower(into: &self, input: map)
      try Limits.check(shape(of: map), name)
      let count = parameters.last?.range.upperBound ?? 0
      try require(
        count <= Limits.numbers, name,
        "expected at most \(Limits.numbers) parameters, found \(count)")
      // A scope and an index: a layer of the network itself, not of a block.
      if path.count == 2 {
        prefixes.append(
          .init(
            operations: operations.count, parameters: count,
            statistics: statistics.last?.range.upperBound ?? 0))
      }
    }
    return map
  }

  /// Ends the building.
  ///
  /// - Throws: ``NetworkError`` where the feature maps take more memory than makes sense.
  package consuming func finish(output: TensorID) throws -> Graph {
    settlePadding()
    let activations = maps.reduce(0) { $0 + $1.count(examples: 1) }
    try require(
      activations <= Limits.activations, "Sequential",
      "one example takes \(activations) numbers in all layers, more than \(Limits.activations)")
    return Graph(
      maps: maps, operations: operations, parameters: parameters, statistics: statistics,
      input: TensorID(index: 0), output: output, prefixes: prefixes)
  }

  /// Gives every map the padding that the convolutions around it need.
  ///
  /// A convolution that shifts one matrix over another wants the same padding in both; other
  /// operations do not care. Paddings only grow, so this ends.
  private mutating func settlePadding() {
    for operation in operations {
      let input = operation.input.index
      maps[input].padding = max(maps[input].padding, operation.inputPadding)
    }
    var changed = true
    while changed {
      changed = false
      for operation in operations {
        guard let needed = operation.sharedPadding else { continue }
        let (input, output) = (operation.input.index, operation.output.index)
        let padding = max(needed, maps[input].padding, maps[output].padding)
        changed = changed || maps[input].padding != padding || maps[output].padding != padding
        maps[input].padding = padding
        maps[output].padding = padding
      }
    }
  }

  private func qualified(_ name: String) -> String { (path + [name]).joined(separator: ".") }
}
