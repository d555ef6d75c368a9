import ECGParallel

/// How a network does on examples it has not seen, between two epochs.
struct ValidationScore {
  let loss: Double
  let accuracy: Double
  /// The mean F1 over the classes that occur, in truth or in prediction.
  let macroF1: Double

  /// A whole number of a ``Predictor``'s blocks, so that the outcome is that of all at once.
  private static let examplesAtOnce = 256 * Predictor.block

  /// - Parameters:
  ///   - products: what the training multiplies by.
  ///   - group: the processes that score the same network on the same examples, each a part; nil
  ///     where this one is alone.
  init(
    _ network: Network, on examples: Examples, by products: MatrixProducts, threads: Int,
    group: (any ProcessGroup)? = nil
  ) throws {
    let predictor = Predictor(network, threads: threads, asInTrainingBy: products)
    let classes = network.classCount
    var confusion = Array(repeating: 0, count: classes * classes)
    let loss = SoftmaxCrossEntropy()
    var sum = 0.0
    for start in stride(from: 0, to: examples.count, by: Self.examplesAtOnce) {
      let part = start..<min(start + Self.examplesAtOnce, examples.count)
      var logits =
        try group.map { try Self.logits(of: part, in: examples, by: predictor, sharedBy: $0) }
        ?? Self.logits(of: part, in: examples, by: predictor)
      logits.withUnsafeMutableBufferPointer { logits in
        for (position, index) in part.enumerated() {
          let label = examples.label(index)
          let row = UnsafeMutableBufferPointer(
            rebasing: logits[position * classes..<(position + 1) * classes])
          confusion[label * classes + largestIndex(row)] += 1
          sum += loss.evaluate(row, label: label, share: 1)
        }
      }
    }
    self.loss = sum / Double(examples.count)
    let hits = (0..<classes).map { confusion[$0 * classes + $0] }
    accuracy = Double(hits.reduce(0, +)) / Double(examples.count)
    let scores = (0..<classes).compactMap { c -> Double? in
      let actual = confusion[c * classes..<(c + 1) * classes].reduce(0, +)
      let predicted = (0..<classes).reduce(0) { $0 + confusion[$1 * classes + c] }
      return actual + predicted == 0 ? nil : 2 * Double(hits[c]) / Double(actual + predicted)
    }
    macroF1 = scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
  }

  private static func logits(
    of part: Range<Int>, in examples: Examples, by predictor: Predictor
  ) throws -> [Float] {
    let size = predictor.network.inputShape.count
    let values = [Float](unsafeUninitializedCapacity: part.count * size) { values, count in
      for (position, index) in part.enumerated() {
        let example = UnsafeMutableBufferPointer(
          rebasing: values[position * size..<(position + 1) * size])
        example.initialize(repeating: 0)
        examples.load(index, example)
      }
      count = part.count * size
    }
    return try predictor.logits(of: values)
  }

  /// The logits of which each process computes whole blocks, which are then what one
  /// process computes.
  private static func logits(
    of part: Range<Int>, in examples: Examples, by predictor: Predictor,
    sharedBy group: any ProcessGroup
  ) throws -> [Float] {
    let classes = predictor.network.classCount
    let blocks = (part.count + Predictor.block - 1) / Predictor.block
    func share(_ rank: Int) -> Range<Int> {
      let own = group.share(of: blocks, for: rank)
      return min(
        part.count, own.lowerBound * Predictor.block)..<min(
          part.count, own.upperBound * Predictor.block)
    }
    var logits = [Float](repeating: 0, count: part.count * classes)
    let own = share(group.rank)
    if !own.isEmpty {
      let computed = try Self.logits(
        of: part.lowerBound + own.lowerBound..<part.lowerBound + own.upperBound, in: examples,
        by: predictor)
      logits.replaceSubrange(
        own.lowerBound * classes..<own.upperBound * classes, with: computed)
    }
    try logits.withUnsafeMutableBytes { bytes in
      let size = classes * MemoryLayout<Float>.stride
      for rank in 0..<group.count {
        let theirs = share(rank)
        let slice = bytes[theirs.lowerBound * size..<theirs.upperBound * size]
        try group.broadcast(UnsafeMutableRawBufferPointer(rebasing: slice), from: rank)
      }
    }
    return logits
  }
}

/// The index of the largest number in a row, the first of equals, counted from 0.
func largestIndex(_ row: some Collection<Float>) -> Int {
  var (best, largest) = (0, row.first ?? 0)
  for (position, value) in row.enumerated() where value > largest {
    (best, largest) = (position, value)
  }
  return best
}
