/// How fast rows come by times that are too coarse or uneven to say the sampling rate, such as
/// whole seconds or those of packets.
struct TablePace: Equatable {
  /// Rows per second.
  let rate: Double
  /// How far off it may be, as a share of it.
  private let uncertainty: Double

  private static let mostPieces = 16
  private static let fewestPieces = 2
  /// Of so many of the pieces the rate is looked at: others may have gaps in them, where
  /// they are not few.
  private static let usualShare = 0.75
  /// How far these may lie from their middle, as a share of it.
  private static let mostSpread = 0.25
  private static let leastUncertainty = 0.02

  /// - Parameter seconds: the times of the first rows; NaN where one is missing.
  /// - Returns: nil where they change too seldom, or too unevenly.
  init?(_ seconds: [Double]) {
    var changes: [(row: Int, second: Double)] = []
    var last = seconds.first ?? .nan
    for (row, second) in seconds.enumerated() where !second.isNaN && second != last {
      if !last.isNaN { changes.append((row, second)) }
      last = second
    }
    // The first and the last packet may be cut.
    let packets = changes.count - 1
    guard packets >= Self.fewestPieces else { return nil }
    let size = max(1, packets / Self.mostPieces)
    let rates = stride(from: size, through: packets, by: size).map { end in
      let (first, last) = (changes[end - size], changes[end])
      return Double(last.row - first.row) / (last.second - first.second)
    }.sorted()
    let middle = rates[rates.count / 2]
    let distances = rates.map { abs($0 - middle) / middle }.sorted()
    let spread = distances[Int((Double(distances.count - 1) * Self.usualShare).rounded(.up))]
    guard middle > 0, middle.isFinite, spread <= Self.mostSpread else { return nil }
    rate = TableClock.simplest(middle, within: 0.002)
    uncertainty = max(Self.leastUncertainty, 1.5 * spread)
  }

  /// Whether a sampling rate may be that of the rows.
  func agrees(_ given: Double) -> Bool { abs(given - rate) <= rate * uncertainty }
}
