/// Draws the order of the examples block by block, for data that does not fit into memory: the
/// blocks come in random order, and the examples of so many blocks at a time are shuffled together.
///
/// A block is read in one go, so that a disk is read in pieces of its size rather than one example
/// at a time. The examples of a batch are then drawn from those of a window, and not from all.
public struct BlockShuffle: Codable, Equatable, Sendable {
  /// Examples that lie behind one another and are read together.
  public var block: Int
  /// Blocks whose examples are shuffled together.
  public var window: Int

  /// Creates a way of shuffling.
  public init(block: Int = 1024, window: Int = 256) {
    self.block = block
    self.window = window
  }

  func check() throws {
    try require(
      block > 0 && window > 0, "BlockShuffle",
      "a window has \(window) blocks of \(block) examples, must have one or more of one or more")
  }
}
