/// Which interval follows which: pairs of intervals in a row, counted in squares.
public struct PoincarePlot: Codable, Equatable, Sendable {
  /// Pairs whose intervals lie in one square.
  public struct Cell: Codable, Equatable, Sendable {
    /// The bin of the first interval, in widths from 0.
    public let x: Int
    /// That of the second.
    public let y: Int
    /// The pairs.
    public let count: Int

    /// Written as `[x, y, count]`, of which there are thousands.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      for number in [x, y, count] { try container.encode(number) }
    }

    /// Reads `[x, y, count]`.
    public init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      x = try container.decode(Int.self)
      y = try container.decode(Int.self)
      count = try container.decode(Int.self)
    }

    init(x: Int, y: Int, count: Int) { (self.x, self.y, self.count) = (x, y, count) }
  }

  /// The width of a square in seconds.
  public let width: Double
  /// Pairs of NN intervals, by `x`, then `y`.
  public let normal: [Cell]
  /// All other pairs: an ectopic beat is in between, or fibrillation.
  public let other: [Cell]
  /// The standard deviation of NN pairs across the line of identity in milliseconds: from beat to
  /// beat; nil for fewer than two pairs (Brennan et al., IEEE Transactions on Biomedical
  /// Engineering 48, 2001).
  public let sd1: Double?
  /// That along the line.
  public let sd2: Double?

  /// Counts pairs; those with longer intervals than ``IntervalHistogram`` has bins for have no
  /// square, and count in the deviations alone.
  init(_ intervals: [Double?], isNormal: [Bool]) {
    width = IntervalHistogram.binWidth
    var counts = (normal: [[Int]: Int](), other: [[Int]: Int]())
    var (across, along): ([Double], [Double]) = ([], [])
    for index in intervals.indices.dropFirst() {
      guard let first = intervals[index - 1], let second = intervals[index] else { continue }
      let isNormal = isNormal[index - 1] && isNormal[index]
      if isNormal {
        across.append((second - first) * 500 * 2.squareRoot())
        along.append((second + first) * 500 * 2.squareRoot())
      }
      guard max(first, second) < IntervalHistogram.longest else { continue }
      let cell = [IntervalHistogram.bin(first), IntervalHistogram.bin(second)]
      if isNormal {
        counts.normal[cell, default: 0] += 1
      } else {
        counts.other[cell, default: 0] += 1
      }
    }
    func cells(_ counts: [[Int]: Int]) -> [Cell] {
      counts.map { Cell(x: $0.key[0], y: $0.key[1], count: $0.value) }
        .sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    }
    (normal, other) = (cells(counts.normal), cells(counts.other))
    (sd1, sd2) = (across.sampleDeviation, along.sampleDeviation)
  }
}
