/// Labelled examples to train on or to score.
public struct Examples: Sendable {
  /// The examples behind one another: `N × L × C`.
  public let values: [Float]
  /// The class of each: `N`.
  public let labels: [Int]

  /// Creates examples.
  public init(values: [Float], labels: [Int]) {
    self.values = values
    self.labels = labels
  }

  /// `N`.
  public var count: Int { labels.count }

  /// Checks that the examples fit a network.
  ///
  /// - Throws: ``NetworkError`` that says what does not.
  func check(for network: Network, as name: String) throws {
    let size = network.inputShape.count
    try require(!labels.isEmpty, name, "expected examples, found none")
    try require(
      values.count == labels.count * size, name,
      "expected \(labels.count) examples \(network.inputShape) of \(size) numbers, found \(values.count) numbers"
    )
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw NetworkError(
        name, "expected finite numbers, found \(values[place]) in example \(place / size)")
    }
    let classes = network.classCount
    if let label = labels.first(where: { !(0..<classes).contains($0) }) {
      throw NetworkError(name, "expected labels from 0 to \(classes - 1), found \(label)")
    }
  }
}
