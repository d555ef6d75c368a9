package import ECGRandom

/// The order in which an epoch goes through the examples, batch by batch: all of them shuffled, or
/// as a ``BlockShuffle`` has it, which takes memory for a window alone.
package struct ExampleOrder {
  private let count: Int
  private let shuffle: BlockShuffle
  private let prepare: Examples.Preparation?
  private var generator: SeededGenerator
  /// The blocks in random order, dealt out evenly to windows.
  private let blocks: [Int]
  private let windows: Int
  /// Windows whose examples have been drawn.
  private var drawn = 0
  /// Examples that have been drawn; those from `next` on have yet to be given.
  private var pending: [Int] = []
  private var next = 0
  /// Blocks of the next window, ascending as a disk likes it, whose examples are still to be
  /// prepared.
  private var upcoming: ArraySlice<Int> = []

  /// Draws an order.
  ///
  /// - Parameters:
  ///   - count: the examples.
  ///   - shuffle: how they are shuffled; nil for all together.
  ///   - prepare: told which examples will be wanted soon.
  ///   - generator: decides the order.
  package init(
    of count: Int, shuffle: BlockShuffle?, prepare: Examples.Preparation? = nil,
    using generator: SeededGenerator
  ) {
    self.count = count
    self.shuffle = shuffle ?? BlockShuffle(block: max(count, 1), window: 1)
    self.prepare = shuffle == nil ? nil : prepare
    self.generator = generator
    let blocks = (count + self.shuffle.block - 1) / self.shuffle.block
    // A single block draws nothing: the order of all is that of one shuffle.
    self.blocks = blocks < 2 ? Array(0..<blocks) : (0..<blocks).shuffled(using: &self.generator)
    windows = (blocks + self.shuffle.window - 1) / self.shuffle.window
    upcoming = window(0)
    prepareUpcoming(share: 1)
  }

  /// The next examples, in the order in which they are drawn.
  ///
  /// - Precondition: there are as many left.
  package mutating func batch(of count: Int) -> ArraySlice<Int> {
    if next + count > pending.count { draw(count) }
    defer { next += count }
    prepareUpcoming(share: Double(next + count) / Double(pending.count))
    return pending[next..<next + count]
  }

  /// Draws windows until so many examples are there.
  private mutating func draw(_ count: Int) {
    pending.removeFirst(next)
    next = 0
    while pending.count < count, drawn < windows {
      prepareUpcoming(share: 1)
      let examples = window(drawn).flatMap { range(ofBlock: $0) }
      pending += examples.shuffled(using: &generator)
      drawn += 1
      upcoming = window(drawn)
    }
  }

  /// The blocks of a window, ascending; none after the last.
  private func window(_ index: Int) -> ArraySlice<Int> {
    guard index < windows else { return [] }
    let own = blocks.count * index / windows..<blocks.count * (index + 1) / windows
    return blocks[own].sorted()[...]
  }

  private func range(ofBlock block: Int) -> Range<Int> {
    block * shuffle.block..<min((block + 1) * shuffle.block, count)
  }

  /// Has blocks of the next window be prepared, so that a share of them is.
  private mutating func prepareUpcoming(share: Double) {
    guard let prepare else { return }
    let size = blocks.count / max(windows, 1)
    let left = Int(Double(size) * (1 - share))
    while upcoming.count > left, let block = upcoming.popFirst() { prepare(range(ofBlock: block)) }
  }
}
