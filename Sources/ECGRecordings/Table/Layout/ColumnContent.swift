/// What the numbers of a column are, whatever its name.
///
/// An electrocardiogram rises and falls with every beat. A column that only grows, or that counts
/// up and begins anew, is an index, a sample number or a time.
struct ColumnContent: Equatable {
  /// What the numbers do from row to row.
  enum Course: Equatable {
    /// They rise and fall, or are too few to tell.
    case signal
    /// All are the same.
    case constant
    /// There are two different ones, as of a mark or a switch.
    case twoLevels
    /// They only grow, or only fall.
    case grows
    /// They count up in even steps and begin anew.
    case repeats
    /// Nearly all steps up are alike, as of a counter of which some numbers are damaged.
    case rises
  }

  let course: Course
  /// The steps from row to row, where the numbers grow.
  let steps: [Double]
  /// The lowest and highest number, where there is one.
  let range: ClosedRange<Double>?
  /// Whether all numbers are whole.
  let isWhole: Bool

  /// So few rows say nothing of a course.
  static let fewestRows = 8
  /// Short pieces of a signal may only rise by chance; even steps are none.
  private static let fewestUneven = 32
  /// How much of all ways up and down a growing column goes up, and how many of its steps:
  /// clocks may go back a little, and one number that is far off the others makes nearly all
  /// of a signal's way.
  private static let growth = 0.95
  /// The share of the steps that a counter makes alike; the others are rows that were lost.
  private static let evenShare = 0.9
  /// Fewer falls of a counter do not say that another may be shorter.
  private static let fewestFalls = 9

  /// - Parameter values: the numbers from the first row on; NaN where one is missing.
  init(_ values: [Double]) {
    let values = values.filter { !$0.isNaN }
    let steps = zip(values.dropFirst(), values).map { $0 - $1 }
    let lowest = values.min()
    range = lowest.flatMap { low in values.max().map { low...$0 } }
    self.steps = steps
    isWhole = values.allSatisfy { $0 == $0.rounded() }
    course = Self.course(values, steps)
  }

  private static func course(_ values: [Double], _ steps: [Double]) -> Course {
    guard values.count >= fewestRows, let first = values.first, let last = values.last else {
      return .signal
    }
    if steps.allSatisfy({ $0 == 0 }) { return .constant }
    let ways = steps.reduce(0) { $0 + abs($1) }
    let even = share(ofEven: steps)
    let up = last - first
    if abs(up) >= growth * ways,
      Double(steps.count { $0 * up >= 0 }) >= growth * Double(steps.count),
      even >= evenShare && abs(up) == ways || values.count >= fewestUneven
    {
      return Set(values).count == 2 ? .twoLevels : .grows
    }
    if Set(values).count == 2 { return .twoLevels }
    if isRepeated(values, steps) || isRepeatedByPacket(values) { return .repeats }
    return up > 0 && even >= evenShare && values.count >= fewestUneven ? .rises : .signal
  }

  /// The share of the steps that are the most frequent one, within rounding.
  private static func share(ofEven steps: [Double]) -> Double {
    guard let middle = steps.sorted().dropFirst(steps.count / 2).first, middle != 0 else {
      return 0
    }
    return Double(steps.count { abs($0 - middle) <= 0.01 * abs(middle) }) / Double(steps.count)
  }

  /// Whether numbers do so that stay the same for all rows of a packet: no signal
  /// changes so evenly.
  private static func isRepeatedByPacket(_ values: [Double]) -> Bool {
    var (packets, lengths) = ([Double](), [Int]())
    for value in values {
      if packets.last == value {
        lengths[lengths.count - 1] += 1
      } else {
        packets.append(value)
        lengths.append(1)
      }
    }
    let usual = lengths.sorted()[lengths.count / 2]
    guard packets.count >= fewestUneven, usual > 1,
      Double(lengths.count { abs($0 - usual) <= 1 }) >= evenShare * Double(lengths.count)
    else { return false }
    return isRepeated(packets, zip(packets.dropFirst(), packets).map { $0 - $1 })
  }

  /// Whether numbers count up in even steps and fall back to where they began, again and again.
  private static func isRepeated(_ values: [Double], _ steps: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max() else { return false }
    let falls = steps.indices.filter { steps[$0] < 0 }
    let rises = steps.filter { $0 >= 0 }
    guard falls.count * 3 <= rises.count else { return false }
    // From near the top to near the bottom at once: a signal takes several steps.
    let edge = (high - low) / 4
    let whole = falls.count { values[$0] >= high - edge && values[$0 + 1] <= low + edge }
    // Where rows were lost, it may fall by less.
    let areFalls = Double(whole) >= (whole < fewestFalls ? 1 : evenShare) * Double(falls.count)
    return areFalls && share(ofEven: rises.filter { $0 > 0 }) >= evenShare
      && rises.count { $0 > 0 } * 2 >= rises.count
  }
}
