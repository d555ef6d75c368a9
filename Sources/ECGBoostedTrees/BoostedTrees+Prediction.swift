import Foundation

extension BoostedTrees {
  /// The raw scores of examples: `N × K`.
  ///
  /// - Parameter features: `N × D` numbers, example after example; NaN where one is missing.
  /// - Throws: ``BoostedTreesError`` where they are not a whole number of examples.
  public func scores(of features: [Float]) throws -> [Float] {
    try answers(to: features) { try writeScores(of: $0, to: $1) }
  }

  /// The class probabilities of examples, the softmax of their scores: `N × K`.
  ///
  /// - Parameter features: `N × D` numbers, example after example; NaN where one is missing.
  /// - Throws: ``BoostedTreesError`` where they are not a whole number of examples.
  public func probabilities(of features: [Float]) throws -> [Float] {
    try answers(to: features) { try writeProbabilities(of: $0, to: $1) }
  }

  /// Writes the class probabilities of examples.
  ///
  /// - Parameters:
  ///   - features: `N × D` numbers, example after example; NaN where one is missing.
  ///   - probabilities: `N × K` numbers.
  /// - Throws: ``BoostedTreesError`` where the counts do not agree.
  public func writeProbabilities(
    of features: UnsafeBufferPointer<Float>, to probabilities: UnsafeMutableBufferPointer<Float>
  ) throws {
    try writeScores(of: features, to: probabilities)
    for start in stride(from: 0, to: probabilities.count, by: classCount) {
      let scores = UnsafeMutableBufferPointer(
        rebasing: probabilities[start..<start + classCount])
      let largest = scores.reduce(-.infinity) { max($0, Double($1)) }
      let sum = scores.reduce(0) { $0 + exp(Double($1) - largest) }
      for label in scores.indices {
        scores[label] = Float(exp(Double(scores[label]) - largest) / sum)
      }
    }
  }

  /// Writes the raw scores of examples, without allocating memory for each.
  ///
  /// - Parameters:
  ///   - features: `N × D` numbers, example after example; NaN where one is missing.
  ///   - scores: `N × K` numbers.
  /// - Throws: ``BoostedTreesError`` where the counts do not agree.
  public func writeScores(
    of features: UnsafeBufferPointer<Float>, to scores: UnsafeMutableBufferPointer<Float>
  ) throws {
    let count = try exampleCount(features.count)
    try require(
      scores.count == count * classCount, "Prediction",
      "expected room for \(count * classCount) scores of \(count) examples, found room for "
        + "\(scores.count)")
    guard let features = features.baseAddress, let scores = scores.baseAddress else { return }
    let rest = count % Forest.Lanes.scalarCount
    let areFew = rest <= Forest.fewExamples
    writeTogether(features, areFew ? count - rest : count, to: scores)
    guard areFew else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: classCount) { sums in
      guard let sums = sums.baseAddress else { return }
      for position in count - rest..<count {
        let example = features + position * featureCount
        let scores = scores + position * classCount
        guard (0..<featureCount).allSatisfy({ example[$0].isFinite }) else {
          writeTogether(example, 1, to: scores)
          continue
        }
        for (label, score) in parts.initialScores.enumerated() { sums[label] = Double(score) }
        forest.add(example, to: sums)
        for label in 0..<classCount { scores[label] = Float(sums[label]) }
      }
    }
  }

  /// Writes the raw scores of `count` examples, many at a time.
  private func writeTogether(
    _ features: UnsafePointer<Float>, _ count: Int, to scores: UnsafeMutablePointer<Float>
  ) {
    let lanes = Forest.Lanes.scalarCount
    withUnsafeTemporaryAllocation(of: Forest.Lanes.self, capacity: featureCount) { examples in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: classCount * lanes) { sums in
        guard let examples = examples.baseAddress, let sums = sums.baseAddress else { return }
        examples.initialize(repeating: .zero, count: featureCount)
        for start in stride(from: 0, to: count, by: lanes) {
          let examplesHere = min(lanes, count - start)
          for feature in 0..<featureCount {
            for lane in 0..<examplesHere {
              examples[feature][lane] = features[(start + lane) * featureCount + feature]
            }
          }
          for (label, score) in parts.initialScores.enumerated() {
            (sums + label * lanes).initialize(repeating: Double(score), count: lanes)
          }
          forest.add(examples, to: sums)
          for lane in 0..<examplesHere {
            for label in 0..<classCount {
              scores[(start + lane) * classCount + label] = Float(sums[label * lanes + lane])
            }
          }
        }
      }
    }
  }

  /// `N`.
  private func exampleCount(_ numbers: Int) throws -> Int {
    try require(
      numbers.isMultiple(of: featureCount), "Prediction",
      "expected examples of \(featureCount) features, found \(numbers) numbers")
    return numbers / featureCount
  }

  private func answers(
    to features: [Float],
    _ write: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> [Float] {
    let size = try exampleCount(features.count) * classCount
    return try [Float](unsafeUninitializedCapacity: size) { answers, count in
      answers.initialize(repeating: 0)
      count = size
      try features.withUnsafeBufferPointer {
        try write($0, UnsafeMutableBufferPointer(rebasing: answers[..<size]))
      }
    }
  }
}
