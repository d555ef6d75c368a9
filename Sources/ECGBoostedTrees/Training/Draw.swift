import ECGRandom

/// Draws by lot.
enum Draw {
  /// Draws a share of `0 ..< count`, one at least, without replacement; in ascending order.
  ///
  /// Knuth's algorithm S (The Art of Computer Programming 2, section 3.4.2).
  static func draw(
    _ share: Double, of count: Int, from generator: inout SeededGenerator
  ) -> [Int] {
    let size = Self.size(share, of: count)
    guard size < count else { return Array(0..<count) }
    var drawn: [Int] = []
    drawn.reserveCapacity(size)
    for index in 0..<count {
      let wanted = size - drawn.count
      if Double(count - index) * generator.uniform() < Double(wanted) { drawn.append(index) }
    }
    return drawn
  }

  /// How many ``draw(_:of:from:)`` draws.
  static func size(_ share: Double, of count: Int) -> Int {
    min(count, max(1, Int((share * Double(count)).rounded())))
  }
}
