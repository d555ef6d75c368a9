/// Labelled examples to train on or to score.
///
/// They need not lie in memory, nor behind one another: a function gives the numbers of an example
/// when it is wanted. So a choice of examples, or a change to all of them such as scaling, takes no
/// copy, and examples can be those of a file.
public struct Examples: Sendable {
  /// Writes the numbers of an example, `L × C`, to `target`. The same index gives the same numbers
  /// each time; several threads may ask at once.
  public typealias Loader =
    @Sendable (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) -> Void

  /// The class of each: `N`.
  public let labels: [Int]
  /// The numbers in an example: `L × C`; nil where they are not a whole number.
  let size: Int?
  /// Where the numbers of an example come from.
  let load: Loader
  /// What a message says where `size` is nil.
  private let numbers: Int

  /// Creates examples that lie behind one another.
  ///
  /// - Parameters:
  ///   - values: `N × L × C` numbers.
  ///   - labels: the class of each: `N`.
  public init(values: [Float], labels: [Int]) {
    let size = labels.isEmpty ? 0 : values.count / labels.count
    self.labels = labels
    self.size = size * labels.count == values.count ? size : nil
    numbers = values.count
    load = { index, target in
      values.withUnsafeBufferPointer {
        _ = target.update(fromContentsOf: $0[index * size..<(index + 1) * size])
      }
    }
  }

  /// Creates examples that a function gives.
  ///
  /// - Parameters:
  ///   - labels: the class of each: `N`.
  ///   - size: the numbers in an example: `L × C`.
  ///   - load: writes the numbers of an example.
  public init(labels: [Int], size: Int, load: @escaping Loader) {
    self.labels = labels
    self.size = size
    self.load = load
    numbers = labels.count * size
  }

  /// `N`.
  public var count: Int { labels.count }

  /// A copy of all numbers, example after example: `N × L × C`; empty where they make no whole
  /// number of examples, which no network takes.
  public var values: [Float] {
    guard let size else { return [] }
    return [Float](unsafeUninitializedCapacity: count * size) { values, count in
      values.initialize(repeating: 0)
      for index in labels.indices {
        load(index, UnsafeMutableBufferPointer(rebasing: values[index * size..<(index + 1) * size]))
      }
      count = labels.count * size
    }
  }

  /// The largest number of each example, whatever its sign: `N`; empty where they make no whole
  /// number of examples.
  var magnitudes: [Float] {
    guard let size else { return [] }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { example in
      example.initialize(repeating: 0)
      return labels.indices.map { index in
        load(index, example)
        return example.reduce(0) { max($0, abs($1)) }
      }
    }
  }

  /// Checks that the examples fit a network.
  ///
  /// - Throws: ``NetworkError`` that says what does not.
  func check(for network: Network, as name: String) throws {
    let size = network.inputShape.count
    try require(!labels.isEmpty, name, "expected examples, found none")
    try require(
      self.size == size, name,
      "expected \(labels.count) examples \(network.inputShape) of \(size) numbers, found \(numbers) numbers"
    )
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { example in
      example.initialize(repeating: 0)
      for index in labels.indices {
        load(index, example)
        if let position = example.firstIndex(where: { !$0.isFinite }) {
          throw NetworkError(
            name, "expected finite numbers, found \(example[position]) in example \(index)")
        }
      }
    }
    let classes = network.classCount
    if let label = labels.first(where: { !(0..<classes).contains($0) }) {
      throw NetworkError(name, "expected labels from 0 to \(classes - 1), found \(label)")
    }
  }
}
