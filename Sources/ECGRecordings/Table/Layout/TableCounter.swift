/// A column that counts rows, or packets of rows: where it jumps, rows are missing.
///
/// A counter that begins anew tells how many rows are missing but for whole rounds of it.
struct TableCounter: Equatable {
  /// The column's index and name.
  let column: Int
  let name: String
  /// By how much it goes on from row to row, or from packet to packet.
  let step: Double
  /// The rows of a packet; 1 where each row has a number of its own.
  let packet: Int
  /// The numbers of a round, in which it comes back to the first one; nil where the beginning
  /// does not show it.
  let round: Double?

  /// The share of steps that are alike in a counter: the others are rows that were lost.
  static let evenShare = 0.9
  private static let fewestPackets = 8
  /// How far steps and packets may be from the usual ones, as a share of these: times of
  /// packets are rounded.
  static let unevenness = 0.02
  /// Packets of more rows are none.
  private static let longestPacket = 100_000
  /// Numbers that are more steps apart are none of one counter.
  static let mostSteps = 1e12

  /// - Parameter values: the column's numbers in the first rows; NaN where one is missing.
  /// - Returns: nil where they do not count rows evenly.
  init?(column: Int, name: String, values: [Double]) {
    let values = values.filter { !$0.isNaN }
    guard values.count >= ColumnContent.fewestRows, let low = values.min(), let high = values.max(),
      values.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e19 })
    else { return nil }
    let steps = zip(values.dropFirst(), values).map { $0 - $1 }
    let changes = steps.indices.filter { steps[$0] != 0 }
    guard let step = changes.isEmpty ? nil : changes.map({ steps[$0] }).sorted()[changes.count / 2],
      step > 0
    else { return nil }
    let lengths = zip(changes.dropFirst(), changes).map { $0 - $1 }
    let packet = lengths.isEmpty ? 1 : lengths.sorted()[lengths.count / 2]
    let span = high - low + step
    func isStep(_ found: Double) -> Bool { abs(found - step) <= Self.unevenness * step }
    // A single fall may have rows missing at it, and falls to and from damaged numbers are
    // none of a round.
    let falls = steps.filter { $0 < 0 }
    let isRound =
      falls.count > 1 && falls.count { isStep($0 + span) } * 2 >= falls.count
      && span / step < Self.mostSteps
    func share(_ count: Int, of all: Int) -> Double { Double(count) / Double(max(all, 1)) }
    guard packet <= Self.longestPacket, packet == 1 || lengths.count >= Self.fewestPackets,
      share(
        lengths.count { abs($0 - packet) <= Int(Self.unevenness * Double(packet)) },
        of: lengths.count) >= Self.evenShare,
      share(
        changes.count { isStep(steps[$0]) || isRound && isStep(steps[$0] + span) },
        of: changes.count)
        >= Self.evenShare
    else { return nil }
    (self.column, self.name, self.step, self.packet) = (column, name, step, packet)
    round = isRound ? span : nil
  }
}
