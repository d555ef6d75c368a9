import ECGRandom

/// Draws beats with replacement, each known by the cell of the confusion matrix it is counted in.
struct CellSampler {
  private let classes: Int
  /// The cell of every beat, as `row × K + column`: `N`.
  private let cells: [UInt32]

  /// Takes the beats that `counts`, `K × K`, has counted.
  init(_ counts: [[Int]]) {
    classes = counts.count
    cells = counts.joined().enumerated().flatMap { cell, count in
      repeatElement(UInt32(cell), count: count)
    }
  }

  /// Counts as many draws as there are beats: `K × K`.
  func resample(using generator: inout SeededGenerator) -> [[Int]] {
    var counts = Array(repeating: 0, count: classes * classes)
    let beats = UInt64(cells.count)
    for _ in cells.indices {
      // The high half of the product is even over 0 ..< N but for a share of N / 2⁶⁴.
      let beat = generator.next().multipliedFullWidth(by: beats).high
      counts[Int(cells[Int(beat)])] += 1
    }
    return (0..<classes).map { Array(counts[$0 * classes..<($0 + 1) * classes]) }
  }
}
