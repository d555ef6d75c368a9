/// A network lowered to a list of operations over feature maps, in the order they run.
package struct Graph: Sendable {
  /// One tensor among the parameters, which lie behind one another in one array.
  package struct Parameter: Equatable, Sendable {
    package let name: String
    package let shape: [Int]
    package let range: Range<Int>
    let initializer: Initializer
    /// Whether weight decay applies: to weights, not to biases or normalisation.
    package let decays: Bool
  }

  /// One tensor among the running statistics.
  package struct Statistic: Equatable, Sendable {
    package let name: String
    package let range: Range<Int>
    let initialValue: Float
    /// What a step's value counts for in the running one.
    package let momentum: Float
    /// The least that it can be: 0 for a variance.
    let minimum: Float
  }

  /// What the first layers of a network lower to: the beginnings of the lists of operations,
  /// parameters and statistics.
  struct Prefix: Equatable, Sendable {
    var operations = 0
    var parameters = 0
    var statistics = 0
    /// Whether its last operation does nothing for the layers after it.
    var isWhole = true
  }

  package let maps: [FeatureMap]
  let operations: [any Operation]
  package let parameters: [Parameter]
  package let statistics: [Statistic]
  package let input: TensorID
  package let output: TensorID
  /// What the first layers lower to, by their number: for none, one, and so on up to all.
  let prefixes: [Prefix]

  package var parameterCount: Int { parameters.last?.range.upperBound ?? 0 }
  package var statisticCount: Int { statistics.last?.range.upperBound ?? 0 }

  /// The multiply-accumulate pairs, times two, of one example's forward pass through convolutions
  /// and dense layers.
  var flopsPerExample: Int {
    operations.reduce(0) { $0 + 2 * $1.multiplications * maps[$1.output.index].rows }
  }
}
