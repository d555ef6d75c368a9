/// How fast rows come by times that are too coarse or uneven to say the sampling rate, such as
/// whole seconds or those of packets.
struct TablePace: Equatable {
  /// Rows per second.
  let rate: Double
  /// How far off it may be, as a share of it.
  private let uncertainty: Double
  /// The least and the most rows per second of a packet: the fullest have lost few.
  private let extremes: ClosedRange<Double>

  private static let mostPieces = 16
  private static let fewestPieces = 2
  /// Of so many of the pieces the rate is looked at: others may have gaps in them, where
  /// they are not few.
  private static let usualShare = 0.75
  /// How far these may lie from their middle, as a share of it.
  private static let mostSpread = 0.25
  private static let leastUncertainty = 0.02
  /// So much of the rows may be lost, where the fullest packets have this part of them at the least.
  private static let mostLost = 0.15
  private static let leastFull = 0.97
  /// Where rows are lost, packets differ by more than this part of them.
  private static let leastUneven = 0.01

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
    let packetRates = zip(changes, changes.dropFirst()).map {
      Double($1.row - $0.row) / ($1.second - $0.second)
    }
    extremes = min(packetRates.min() ?? rate, rate)...max(packetRates.max() ?? rate, rate)
  }

  /// Whether a sampling rate may be that of the rows, of which some may be lost.
  func agrees(_ given: Double) -> Bool {
    abs(given - rate) <= rate * uncertainty
      || given > rate && rate >= (1 - Self.mostLost) * given
        && Self.leastFull * given...(2 - Self.leastFull) * given ~= extremes.upperBound
        && extremes.upperBound - extremes.lowerBound > Self.leastUneven * given
  }
}
