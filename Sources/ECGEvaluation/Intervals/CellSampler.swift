import ECGRandom

/// Draws beats with replacement, each known by the cell of a table that it is counted in.
struct CellSampler {
  private let cellCount: Int
  /// The cell of every beat: `N`.
  private let cells: [UInt32]

  /// Takes the cell of every beat.
  ///
  /// - Parameter cellCount: how many cells there are.
  init(cells: [UInt32], of cellCount: Int) {
    (self.cells, self.cellCount) = (cells, cellCount)
  }

  /// Takes the beats that `counts`, `K × K`, has counted; a cell is `row × K + column`.
  init(_ counts: [[Int]]) {
    self.init(
      cells: counts.joined().enumerated().flatMap { cell, count in
        repeatElement(UInt32(cell), count: count)
      }, of: counts.count * counts.count)
  }

  /// Counts draws by cell.
  ///
  /// - Parameter count: how many; nil for as many as there are beats.
  func resample(_ count: Int? = nil, using generator: inout SeededGenerator) -> [Int] {
    var counts = Array(repeating: 0, count: cellCount)
    let beats = UInt64(cells.count)
    guard beats > 0 else { return counts }
    for _ in 0..<(count ?? cells.count) {
      // The high half of the product is even over 0 ..< N but for a share of N / 2⁶⁴.
      let beat = generator.next().multipliedFullWidth(by: beats).high
      counts[Int(cells[Int(beat)])] += 1
    }
    return counts
  }

  /// Counts draws as the matrix does that the beats were taken from, `K × K`.
  ///
  /// - Parameter count: how many; nil for as many as there are beats.
  /// - Precondition: the cells are those of a square matrix.
  func resampledCounts(_ count: Int? = nil, using generator: inout SeededGenerator) -> [[Int]] {
    let side = Int(Double(cellCount).squareRoot())
    precondition(side * side == cellCount)
    let cells = resample(count, using: &generator)
    return (0..<side).map { Array(cells[$0 * side..<($0 + 1) * side]) }
  }
}
