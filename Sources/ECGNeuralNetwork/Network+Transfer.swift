import ECGText
import Foundation

extension Network {
  /// The network with the weights and running statistics of the first layers of another.
  ///
  /// - Parameters:
  ///   - layers: how many layers come along.
  ///   - other: where they come from.
  /// - Throws: ``NetworkError`` where the two differ in their input or in one of these layers.
  public func with(first layers: Int, from other: Network) throws -> Network {
    let counts = (architecture.layers.count, other.architecture.layers.count)
    try require(
      layers >= 0 && layers <= min(counts.0, counts.1), "Network",
      "expected \(layers) layers or more in both networks, found \(counts.0) and \(counts.1)")
    try require(
      inputShape == other.inputShape, "Network",
      "expected examples \(inputShape), found a network for \(other.inputShape)")
    for index in 0..<layers {
      let pair = [self, other].map { AnyLayer($0.architecture.layers[index]) }
      let texts = try pair.map(Self.text)
      try require(
        texts[0] == texts[1], "Network", "layer \(index): expected \(texts[0]), found \(texts[1])")
    }
    var copy = self
    let prefix = graph.prefixes[layers]
    copy.parameters.replaceSubrange(
      ..<prefix.parameters, with: other.parameters[..<prefix.parameters])
    copy.statistics.replaceSubrange(
      ..<prefix.statistics, with: other.statistics[..<prefix.statistics])
    return copy
  }

  /// The weights and running statistics of the first layers, as they lie in ``parameters`` and
  /// ``statistics``.
  ///
  /// - Precondition: there are as many layers.
  public func values(first layers: Int) -> (
    parameters: ArraySlice<Float>, statistics: ArraySlice<Float>
  ) {
    let prefix = graph.prefixes[layers]
    return (parameters[..<prefix.parameters], statistics[..<prefix.statistics])
  }

  private static func text(_ layer: AnyLayer) throws -> String {
    try JSONEncoder.sorted().text(of: layer)
  }
}
