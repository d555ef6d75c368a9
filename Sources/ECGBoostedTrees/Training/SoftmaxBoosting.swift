import ECGParallel
import Foundation

/// The scores of all training examples, and the derivatives of the softmax cross-entropy by them.
///
/// Threads work on rows of their own, see `Memory`.
struct SoftmaxBoosting: Sendable {
  /// Examples in a task; small enough for their scores to stay in the cache.
  private static let shard = 1024

  let columns: BinnedColumns
  let labels: [Int]
  let weights: [Float]?
  /// `K`.
  let classCount: Int
  /// What each class scores before any tree: `K`.
  let initialScores: [Double]
  /// The classes that trees can tell apart from the rest.
  let trainable: [Int]
  /// `N × K`.
  private let scores: Memory<Double>
  /// `K × N`, class after class.
  private let derivatives: Memory<Derivatives>

  /// Prepares scores of ``initialScores``: the logarithms of the classes' shares of the weight.
  ///
  /// A class without examples scores log 10⁻¹⁵, as in LightGBM, and like a class that has all of
  /// them needs no trees.
  init(_ columns: BinnedColumns, labels: [Int], weights: [Float]?, classes: Int) {
    var shares = [Double](repeating: 0, count: classes)
    for (row, label) in labels.enumerated() { shares[label] += Double(weights?[row] ?? 1) }
    let total = shares.reduce(0, +)
    for label in shares.indices { shares[label] /= total }
    let least = 1e-15
    self.columns = columns
    self.labels = labels
    self.weights = weights
    classCount = classes
    // Rounded to what a model holds, so that training sees the scores that the model will give.
    initialScores = shares.map { Double(Float(log(max($0, least)))) }
    trainable = shares.indices.filter { shares[$0] > least && shares[$0] < 1 - least }
    scores = Memory(repeating: 0, count: labels.count * classes)
    derivatives = Memory(repeating: .zero, count: labels.count * classes)
    for row in labels.indices {
      for label in 0..<classes { scores.start[row * classes + label] = initialScores[label] }
    }
  }

  /// The derivatives by a class's score: `N`.
  func derivatives(of label: Int) -> UnsafePointer<Derivatives> {
    UnsafePointer(derivatives.start + label * labels.count)
  }

  /// Adds trees' answers to the scores and finds the derivatives there.
  func advance(by trees: [GrownTree], threads: Int) {
    let shards = (labels.count + Self.shard - 1) / Self.shard
    ParallelWork.forEach(shards, threads: threads) { shard in
      let rows = shard * Self.shard..<min(labels.count, (shard + 1) * Self.shard)
      for tree in trees {
        for row in rows {
          scores.start[row * classCount + tree.label] += tree.value(at: row, of: columns)
        }
      }
      for row in rows { differentiate(row) }
    }
  }

  private func differentiate(_ row: Int) {
    let scores = UnsafeBufferPointer(
      start: UnsafePointer(self.scores.start + row * classCount), count: classCount)
    let largest = scores.reduce(-.infinity, max)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: classCount) { exponentials in
      var sum = 0.0
      for label in 0..<classCount {
        exponentials[label] = exp(scores[label] - largest)
        sum += exponentials[label]
      }
      // Undoes that the scores have one freedom too many (Friedman 2001); LightGBM does so too.
      let factor = Double(classCount) / Double(classCount - 1)
      let weight = Double(weights?[row] ?? 1)
      for label in 0..<classCount {
        let probability = exponentials[label] / sum
        let first = (labels[row] == label ? probability - 1 : probability) * weight
        let second = factor * probability * (1 - probability) * weight
        derivatives.start[label * labels.count + row] = [Float(first), Float(second)]
      }
    }
  }
}
