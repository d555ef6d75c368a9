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

  /// Told which examples will be wanted soon, as where they lie on a disk that takes its time.
  package typealias Preparation = @Sendable (_ examples: Range<Int>) -> Void

  /// `N`.
  public let count: Int
  /// The numbers in an example: `L × C`; nil where they are not a whole number.
  let size: Int?
  /// The class of an example.
  let label: @Sendable (_ index: Int) -> Int
  /// Where the numbers of an example come from.
  let load: Loader
  /// Where they are fetched from beforehand, if anywhere.
  let prepare: Preparation?
  /// Whether somebody has looked at all labels and numbers already.
  private let areChecked: Bool
  /// What a message says where `size` is nil.
  private let numbers: Int

  /// Creates examples that lie behind one another.
  ///
  /// - Parameters:
  ///   - values: `N × L × C` numbers.
  ///   - labels: the class of each: `N`.
  public init(values: [Float], labels: [Int]) {
    let size = labels.isEmpty ? 0 : values.count / labels.count
    count = labels.count
    label = { labels[$0] }
    (prepare, areChecked) = (nil, false)
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
    count = labels.count
    label = { labels[$0] }
    self.size = size
    self.load = load
    (prepare, areChecked) = (nil, false)
    numbers = count * size
  }

  /// Creates examples that are so many that not even their labels are held in memory, and that have
  /// been looked at: all labels are those of classes, all numbers finite.
  ///
  /// - Parameters:
  ///   - count: `N`.
  ///   - size: the numbers in an example: `L × C`.
  ///   - label: gives the class of an example.
  ///   - prepare: is told which examples will be wanted soon.
  ///   - load: writes the numbers of an example.
  package init(
    count: Int, size: Int, label: @escaping @Sendable (_ index: Int) -> Int,
    prepare: @escaping Preparation, load: @escaping Loader
  ) {
    self.count = count
    self.size = size
    self.label = label
    self.prepare = prepare
    self.load = load
    areChecked = true
    numbers = count * size
  }

  /// A copy of the class of each: `N`.
  public var labels: [Int] { (0..<count).map(label) }

  /// A copy of all numbers, example after example: `N × L × C`; empty where they make no whole
  /// number of examples, which no network takes.
  public var values: [Float] {
    guard let size else { return [] }
    return [Float](unsafeUninitializedCapacity: count * size) { values, count in
      values.initialize(repeating: 0)
      for index in 0..<self.count {
        load(index, UnsafeMutableBufferPointer(rebasing: values[index * size..<(index + 1) * size]))
      }
      count = self.count * size
    }
  }

  /// Of more examples than these some are looked at for what is typical, evenly spread.
  private static let mostForMagnitudes = 1 << 20

  /// The largest number of each example, whatever its sign: `N`, or of very many examples of some;
  /// empty where they make no whole number of examples.
  var magnitudes: [Float] {
    guard let size else { return [] }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { example in
      example.initialize(repeating: 0)
      return stride(from: 0, to: count, by: count / Self.mostForMagnitudes + 1).map { index in
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
    try require(count > 0, name, "expected examples, found none")
    try require(
      self.size == size, name,
      "expected \(count) examples \(network.inputShape) of \(size) numbers, found \(numbers) numbers"
    )
    guard !areChecked else { return }
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { example in
      example.initialize(repeating: 0)
      for index in 0..<count {
        load(index, example)
        if let position = example.firstIndex(where: { !$0.isFinite }) {
          throw NetworkError(
            name, "expected finite numbers, found \(example[position]) in example \(index)")
        }
      }
    }
    let classes = network.classCount
    if let label = (0..<count).lazy.map(label).first(where: { !(0..<classes).contains($0) }) {
      throw NetworkError(name, "expected labels from 0 to \(classes - 1), found \(label)")
    }
  }
}
