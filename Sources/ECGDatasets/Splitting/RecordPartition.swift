import ECGRandom

/// Whole records dealt out to parts so that every part gets its share of every class.
///
/// Records are dealt one by one, each to the part it helps most; then records are moved between
/// parts, and swapped where there are not too many of them, as long as that helps. This is done
/// from several seeded orders and the best result is kept. It need not be the best there is, but
/// the same seed gives the same one.
struct RecordPartition {
  /// The part of each record, by the record's index.
  private(set) var parts: [Int]
  /// How far the parts are from their shares; see ``cost(_:_:)``.
  private(set) var cost: Double

  private let counts: [[Double]]
  private let shares: [Double]
  private let totals: [Double]
  /// The beats of each class in each part: parts × `K`.
  private var sums: [[Double]]
  /// The records in each part.
  private var sizes: [Int]

  private static let starts = 8
  /// Of more records than these, which each weigh little, none are swapped: pairs are too many.
  private static let mostSwapped = 500

  /// Finds a partition.
  ///
  /// - Parameters:
  ///   - counts: The beats of each class in each record: records × `K`.
  ///   - shares: The share of the beats that each part is to get, each above 0.
  init(counts: [[Int]], shares: [Double], seed: UInt64) {
    var best: RecordPartition?
    for start in 0..<RecordPartition.starts {
      var generator = SeededGenerator(seed: seed, stream: start)
      var candidate = RecordPartition(unassigned: counts, shares: shares)
      candidate.deal(using: &generator)
      candidate.improve()
      if candidate.cost < best?.cost ?? .infinity { best = candidate }
    }
    self = best ?? RecordPartition(unassigned: counts, shares: shares)
  }

  private init(unassigned counts: [[Int]], shares: [Double]) {
    self.counts = counts.map { $0.map(Double.init) }
    self.shares = shares
    let classes = counts.first?.count ?? 0
    totals = (0..<classes).map { label in counts.reduce(0.0) { $0 + Double($1[label]) } }
    sums = Array(repeating: Array(repeating: 0, count: classes), count: shares.count)
    sizes = Array(repeating: 0, count: shares.count)
    parts = Array(repeating: 0, count: counts.count)
    cost = .infinity
  }

  private mutating func deal(using generator: inout SeededGenerator) {
    let shuffled = counts.indices.shuffled(using: &generator)
    // Half the starts deal the largest records first, the others as they come.
    let order =
      generator.uniform() < 0.5
      ? shuffled : shuffled.sorted { counts[$0].reduce(0, +) > counts[$1].reduce(0, +) }
    for (dealt, record) in order.enumerated() {
      // The last records go to parts that have none yet, so that no part stays empty.
      let empty = shares.indices.filter { sizes[$0] == 0 }
      let open = order.count - dealt <= empty.count ? empty : Array(shares.indices)
      let part = open.min { gain(record, $0) < gain(record, $1) } ?? 0
      place(record, in: part)
    }
    cost = total()
  }

  /// The change of cost when a record that is in no part comes into `part`.
  private func gain(_ record: Int, _ part: Int) -> Double {
    let after = zip(sums[part], counts[record]).map { $0 + $1 }
    return cost(after, shares[part]) - cost(sums[part], shares[part])
  }

  private mutating func place(_ record: Int, in part: Int) {
    parts[record] = part
    sizes[part] += 1
    for label in totals.indices { sums[part][label] += counts[record][label] }
  }

  private mutating func take(_ record: Int) {
    sizes[parts[record]] -= 1
    for label in totals.indices { sums[parts[record]][label] -= counts[record][label] }
  }

  /// The squared distance of a part from its share, as a share of each class, summed over classes.
  private func cost(_ sums: [Double], _ share: Double) -> Double {
    zip(sums, totals).reduce(0) { cost, pair in
      guard pair.1 > 0 else { return cost }
      let distance = pair.0 / pair.1 - share
      return cost + distance * distance / share
    }
  }

  private func total() -> Double {
    zip(sums, shares).reduce(0) { $0 + cost($1.0, $1.1) }
  }

  /// Moves and swaps records while that lowers the cost.
  private mutating func improve() {
    var isBetter = true
    while isBetter {
      isBetter = false
      for record in counts.indices {
        for part in shares.indices where part != parts[record] {
          if sizes[parts[record]] > 1, attempt([(record, part)]) {
            isBetter = true
          }
        }
        guard counts.count <= Self.mostSwapped else { continue }
        for other in counts.indices where parts[other] != parts[record] {
          if attempt([(record, parts[other]), (other, parts[record])]) { isBetter = true }
        }
      }
    }
  }

  /// Makes moves if they lower the cost by more than rounding; says whether it did.
  private mutating func attempt(_ moves: [(record: Int, part: Int)]) -> Bool {
    let (cost, sums, sizes) = (cost, sums, sizes)
    let former = moves.map { (record: $0.record, part: parts[$0.record]) }
    for move in moves { take(move.record) }
    for move in moves { place(move.record, in: move.part) }
    self.cost = total()
    if self.cost < cost - 1e-12 { return true }
    for move in former { parts[move.record] = move.part }
    (self.cost, self.sums, self.sizes) = (cost, sums, sizes)
    return false
  }
}
