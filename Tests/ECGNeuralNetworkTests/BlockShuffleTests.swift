import ECGNeuralNetwork
import ECGRandom
import Synchronization
import Testing

/// The order of the examples in an epoch.
@Suite struct BlockShuffleTests {
  private func batches(
    of count: Int, by size: Int, _ shuffle: BlockShuffle?, seed: UInt64 = 3,
    prepare: Examples.Preparation? = nil
  ) -> [[Int]] {
    var order = ExampleOrder(
      of: count, shuffle: shuffle, prepare: prepare, using: SeededGenerator(seed: seed))
    return stride(from: 0, to: count, by: size).map {
      Array(order.batch(of: min(size, count - $0)))
    }
  }

  /// So that networks are those that were trained before there was any other order.
  @Test(arguments: [1, 99, 1000]) func allTogetherIsOneShuffle(_ count: Int) {
    var generator = SeededGenerator(seed: 3)
    let expected = Array(0..<count).shuffled(using: &generator)
    #expect(batches(of: count, by: 32, nil).flatMap(\.self) == expected)
  }

  /// Counts that are whole blocks and windows, and such that are not.
  @Test(arguments: [1000, 1001, 1079, 7, 1], [10, 64])
  func eachExampleComesOnceAndFromItsWindow(_ count: Int, _ block: Int) {
    let shuffle = BlockShuffle(block: block, window: 4)
    let order = batches(of: count, by: 32, shuffle).flatMap(\.self)
    #expect(order.sorted() == Array(0..<count))
    #expect(order == batches(of: count, by: 5, shuffle).flatMap(\.self))
    #expect(count == 1 || order != batches(of: count, by: 32, shuffle, seed: 4).flatMap(\.self))
    // What is seen up to where whole blocks have been seen is no more than a window.
    var (seen, examples) = (Set<Int>(), 0)
    for index in order {
      seen.insert(index / block)
      examples += 1
      #expect(seen.count <= 4)
      if examples == seen.reduce(0, { $0 + min(block, count - $1 * block) }) {
        (seen, examples) = ([], 0)
      }
    }
    #expect(examples == 0)
  }

  @Test func windowsAreMixedAndAlike() {
    // 13 blocks in windows of 4 are four windows of three or four.
    let order = batches(of: 1300, by: 1, BlockShuffle(block: 100, window: 4)).flatMap(\.self)
    #expect(Set(order[..<300].map { $0 / 100 }).count == 3)
    #expect(Set(order[..<30].map { $0 / 100 }).count == 3)
    #expect(Set(order[1000...].map { $0 / 100 }).count > 2)
  }

  @Test func whatComesNextIsPreparedBlockByBlock() {
    let prepared = Mutex<[Range<Int>]>([])
    var order = ExampleOrder(
      of: 1050, shuffle: BlockShuffle(block: 100, window: 4),
      prepare: { range in prepared.withLock { $0.append(range) } },
      using: SeededGenerator(seed: 3))
    #expect(prepared.withLock(\.count) == 3)
    for start in stride(from: 0, to: 1050, by: 50) {
      let batch = order.batch(of: 50)
      let ranges = prepared.withLock(\.self)
      #expect(batch.allSatisfy { index in ranges.contains { $0.contains(index) } })
      #expect(ranges.count * 100 <= start + 50 + 800)
    }
    #expect(
      prepared.withLock(\.self).sorted { $0.lowerBound < $1.lowerBound }.map(\.lowerBound)
        == Array(stride(from: 0, to: 1050, by: 100)))
  }

  /// Examples without a list of labels give the network of those with one; threads change nothing.
  @Test(arguments: [1, 3]) func trains(_ threads: Int) throws {
    let listed = BumpProblem.examples(99, seed: 1)
    let (values, labels) = (listed.values, listed.labels)
    let size = values.count / labels.count
    let given = Examples(
      count: 99, size: size, label: { labels[$0] }, prepare: { _ in },
      load: { index, target in
        _ = target.update(fromContentsOf: values[index * size..<(index + 1) * size])
      })
    func trained(on examples: Examples, _ shuffle: BlockShuffle?) throws -> Network {
      try Trainer(
        TrainingConfiguration(epochs: 3, batchSize: 32, shards: 4, shuffle: shuffle, seed: 5),
        threads: threads
      ).train(BumpProblem.network(), on: examples, validation: listed).result
    }
    let blocks = BlockShuffle(block: 10, window: 3)
    let network = try trained(on: given, blocks)
    #expect(try trained(on: listed, blocks).parameters == network.parameters)
    #expect(try trained(on: listed, nil).parameters != network.parameters)
    #expect(try trained(on: listed, nil).parameters == trained(on: given, nil).parameters)
  }

  @Test(arguments: [(0, 1), (1, 0), (-3, 4)]) func refusesNothing(_ block: Int, _ window: Int)
    throws
  {
    let configuration = TrainingConfiguration(
      epochs: 1, shuffle: BlockShuffle(block: block, window: window))
    let error = try #require(throws: NetworkError.self) {
      try Trainer(configuration).train(
        BumpProblem.network(), on: BumpProblem.examples(9, seed: 1))
    }
    #expect(error.problem.hasPrefix("a window has \(window) blocks of \(block) examples"))
  }
}
