import ECGBoostedTrees
import Testing

/// Labelled examples made by a formula in whole numbers: the same as in `Golden/make_golden.py`.
struct Examples: Sendable {
  /// `D`.
  let features: Int
  /// `N × D`.
  var values: [Float] = []
  /// `N`.
  var labels: [Int] = []
  /// In quarters, 0.25…2: `N`.
  var weights: [Float] = []
  init(seed: Int = 1, count: Int = 0, features: Int = 5, levels: Int = 12, classes: Int = 3) {
    self.features = features
    var state = UInt64(seed)
    /// The next number from 0 up to below a bound.
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<count {
      let row = (0..<features).map { _ in 1 + draw(levels) }
      let signal = 3 * row[0] + 2 * row[1] * row[2] / levels + abs(row[3] - row[1]) + draw(levels)
      values += row.map { Float($0) }
      labels.append(min(classes - 1, max(0, signal - levels) * classes / (4 * levels)))
      weights.append(Float(1 + draw(8)) / 4)
    }
  }

  var count: Int { labels.count }

  /// The features of one.
  func row(_ index: Int) -> [Float] {
    Array(values[index * features..<(index + 1) * features])
  }

  /// Some of them.
  subscript(range: Range<Int>) -> Examples {
    var some = self
    some.values = Array(values[range.lowerBound * features..<range.upperBound * features])
    some.labels = Array(labels[range])
    some.weights = Array(weights[range])
    return some
  }
}

extension BoostedTreesConfiguration {
  /// Everything is used and nothing is drawn.
  static func exact(
    rounds: Int = 10, learningRate: Double = 0.1, leaves: Int = 8, leastExamplesPerLeaf: Int = 1,
    l2: Double = 1, bins: Int = 63
  ) -> Self {
    Self(
      rounds: rounds, learningRate: learningRate, leaves: leaves,
      leastExamplesPerLeaf: leastExamplesPerLeaf, columnShare: 1, rowShare: 1, l2: l2, bins: bins)
  }
}

/// Something that is done to good input, and what the error must say of it.
struct InputDamage<Input>: CustomTestStringConvertible, Sendable {
  let message: String
  let apply: @Sendable (inout Input) -> Void

  init(_ message: String, _ apply: @escaping @Sendable (inout Input) -> Void) {
    (self.message, self.apply) = (message, apply)
  }

  var testDescription: String { message }
}

/// The largest difference between numbers at the same places; infinite where one has more of them.
func difference(_ a: [some BinaryFloatingPoint], _ b: [some BinaryFloatingPoint]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs(Double($0) - Double($1)) }.max() ?? 0
}
