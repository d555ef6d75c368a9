import Foundation

/// The logarithm of the mean probabilities of several networks, in double precision, so that what
/// is improbable to all of them does not become impossible.
struct LogProbabilities {
  /// `K`.
  let classes: Int
  /// `N × K`; empty before the first network.
  var values: [Double] = []
  private var networks = 0.0

  init(classes: Int) { self.classes = classes }

  /// Takes a network's `N × K` logits into the mean.
  mutating func add(logits: [Float]) {
    networks += 1
    if values.isEmpty { values.reserveCapacity(logits.count) }
    // The mean of n is ((n − 1) · the mean so far + the new) / n.
    let shares = (before: Foundation.log1p(-1 / networks), new: -Foundation.log(networks))
    for start in stride(from: 0, to: logits.count, by: classes) {
      let row = logits[start..<start + classes]
      let largest = Double(row.max() ?? 0)
      let sum = row.reduce(0) { $0 + Foundation.exp(Double($1) - largest) }
      let total = largest + Foundation.log(sum)
      for (index, logit) in zip(row.indices, row) {
        let value = Double(logit) - total
        if networks == 1 {
          values.append(value)
        } else {
          values[index] = Self.added(values[index] + shares.before, value + shares.new)
        }
      }
    }
  }

  /// `log(exp(a) + exp(b))`.
  private static func added(_ a: Double, _ b: Double) -> Double {
    max(a, b) + Foundation.log1p(Foundation.exp(-abs(a - b)))
  }
}
