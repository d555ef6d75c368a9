import ECGFiles

/// A column of times, and the sampling rate that follows from it.
struct TableClock: Equatable {
  /// The column's index and name.
  let column: Int
  let name: String
  /// The unit of its numbers.
  let unit: TimeUnit
  /// Whether the times are those of a day, which begin anew at midnight.
  let isOfDay: Bool
  /// Whether the header calls it a time.
  let isNamedTime: Bool
  /// Samples per second in Hz; nil where the steps are too uneven to say it.
  let samplingRate: Double?
  /// How far off the rate may be at most, as a share of it, since times are rounded.
  let uncertainty: Double
  /// What the times are rounded to, in seconds.
  let resolution: Double
  /// What comes first in its dates; nil where the beginning does not tell days from months.
  var dates: TableDate.Order? = .dayFirst
  /// Whether its times have a date.
  var isDated = false
  /// The shortest and longest step in seconds.
  let steps: ClosedRange<Double>
  /// How fast rows come, where the steps do not say the rate.
  let pace: TablePace?

  /// Rates of electrocardiograms in Hz, by which a unit that is not said is told; what would be
  /// another rate is asked for. Fractions are of seconds, whole numbers may count any part of one:
  /// tenths of milliseconds as well.
  private static let plausible = (fractions: 40.0...2_000.0, counts: 100.0...2_000.0)
  /// What times in a unit that nobody says may come to at all, in Hz.
  private static let possible = 10.0...100_000
  /// Seconds from the beginning of a clock that are a date: since 1970, from 2000 to 2100.
  static let epochs = 9.46e8...4.1e9
  /// Seconds since 2000 or 2001, from 2010 to 2030, which sensors of Polar count in nanoseconds, and
  /// Apple's systems in fractions.
  static let epochsOf2000 = 3.15e8...9.46e8
  /// Times that a recording may take, in seconds; more is a date or in another unit.
  private static let longest = 1e8
  /// How many rows may be without a time.
  private static let mostMissing = 0.05
  /// How far steps may lie from the usual one, beside what rounding does to them.
  private static let unevenness = 0.25
  private static let evenShare = 0.9
  /// A rate is not said from times that leave more than half a percent open.
  private static let mostUncertain = 0.005

  /// - Parameters:
  ///   - values: the column's numbers, in seconds where they are times of day.
  ///   - digits: the most digits behind the decimal mark that any of them has.
  ///   - unit: what the header says of the unit.
  ///   - isNamedTime: whether the header calls it a time.
  ///   - isNamedCount: whether it calls it a number of samples or rows.
  /// - Returns: nil where the numbers grow but are no evident times.
  init?(
    column: Int, name: String, values: [Double], digits: Int, unit said: TimeUnit?,
    isNamedTime: Bool, isNamedCount: Bool, isOfDay: Bool
  ) {
    let content = ColumnContent(values)
    let numbers = values.filter { !$0.isNaN }
    // Steps between times are those between rows only where nearly all rows have one.
    guard content.course == .grows, let first = numbers.first, let last = numbers.last,
      last > first,
      Double(values.count - numbers.count) <= Self.mostMissing * Double(values.count)
    else { return nil }
    let mean = (last - first) / Double(numbers.count - 1)
    let isWhole = numbers.allSatisfy { $0 == $0.rounded() }
    let steps = content.steps
    // Whole numbers in steps of one count; in other even steps they may count as well.
    let isEven = steps.allSatisfy { $0 == steps[0] }
    let counts =
      isWhole
      && (steps.sorted()[steps.count / 2] == 1 || isEven && !isNamedTime || isNamedCount)
    guard
      let unit = said
        ?? (counts
          ? nil
          : [.seconds, .milliseconds, .microseconds, .nanoseconds].first {
            Self.isLikely($0, step: mean, last: last, isWhole: isWhole)
          } ?? (isNamedTime && Self.areDays(step: mean, last: last) ? .days : nil))
    else { return nil }
    (self.column, self.name, self.unit, self.isOfDay) = (column, name, unit, isOfDay)
    self.isNamedTime = isNamedTime
    // Numbers of a clock come in steps of their last digit, or of what a Double can tell apart.
    let resolution = max(1 / (0..<digits).reduce(1.0) { value, _ in value * 10 }, last.ulp * 2)
    self.resolution = resolution * unit.seconds
    let isUnitSaid = said != nil
    let sorted = steps.sorted()
    self.steps = (sorted[0] * unit.seconds)...(sorted[sorted.count - 1] * unit.seconds)
    let usual = sorted[sorted.count / 2]
    let nearby = steps.filter { abs($0 - usual) <= Self.unevenness * usual + resolution * 1.01 }
    // Of times with gaps the usual step is the rate; of rounded ones the mean of those like it.
    let step = nearby.reduce(0, +) / Double(max(nearby.count, 1))
    // Gaps make the whole longer, not the rate more certain.
    uncertainty = resolution / max(nearby.reduce(0, +), resolution)
    let isRegular =
      Double(nearby.count) >= Self.evenShare * Double(steps.count) && step > 0
      && abs(usual - step) <= Self.unevenness * step + resolution
      && uncertainty <= Self.mostUncertain
    samplingRate =
      isRegular
      ? Self.simplest(1 / (step * unit.seconds), within: isEven ? 1e-6 : uncertainty) : nil
    pace = samplingRate == nil ? TablePace(values.map { $0 * unit.seconds }) : nil
    // What stays the same for more rows than there are in such a unit numbers packets of them.
    if isWhole, usual == 0, unit.seconds < 1, let rate = samplingRate ?? pace?.rate,
      rate > Self.plausible.fractions.upperBound
    {
      return nil
    }
    // A first number far off the others, such as 0 before a date, made the unit.
    if !isUnitSaid, let samplingRate, !Self.possible.contains(samplingRate) { return nil }
    // What only grows and is neither called a time nor has even steps may be anything, such
    // as a temperature.
    if !isUnitSaid, !isNamedTime, samplingRate == nil { return nil }
  }

  /// Whether numbers may be times in a unit that nobody says.
  private static func isLikely(_ unit: TimeUnit, step: Double, last: Double, isWhole: Bool) -> Bool
  {
    let rates = isWhole ? plausible.counts : plausible.fractions
    let latest = last * unit.seconds
    return rates.contains(1 / (step * unit.seconds))
      && (latest < longest || epochs.contains(latest)
        || (unit == .nanoseconds || unit == .seconds && !isWhole) && epochsOf2000.contains(latest))
  }

  /// Whether numbers may be times in days, as spreadsheets write them: since a recording's beginning,
  /// 1900, the year 0 or 4714 BC.
  private static func areDays(step: Double, last: Double) -> Bool {
    let rate = 1 / (step * TimeUnit.days.seconds)
    // Hours since the beginning at a high rate would be days at a low one.
    return plausible.fractions.contains(rate)
      && [30_000...80_000, 700_000...800_000, 2.4e6...2.5e6].contains { $0.contains(last) }
      || plausible.counts.contains(rate) && 0...1_000 ~= last
  }

  /// The seconds from 1970 to a time in days, on the clock of whoever wrote it: since 1900, as in
  /// Excel, or the year 0, as in MATLAB; nil where these may be of another beginning.
  static func epoch(ofDay day: Double) -> Double? {
    // From 2010 to 2041; from then on days may be those of astronomers, of this century.
    let first = 40_179.0..<51_544 ~= day ? 25_569.0 : 734_000.0..<746_000 ~= day ? 719_529 : nil
    return first.map { (day - $0) * TimeUnit.days.seconds }
  }

  /// Whether its steps differ by no more than what rounding the times makes of steps
  /// that are alike.
  var isEvenButForRounding: Bool { steps.upperBound - steps.lowerBound <= 2.02 * resolution }

  /// Whether a sampling rate may be that of the times; where they say none, any.
  func agrees(_ rate: Double) -> Bool {
    samplingRate.map { abs($0 - rate) <= $0 * (Self.slack + uncertainty) } ?? true
  }

  /// Whether another clock says no other sampling rate.
  func agrees(with other: TableClock) -> Bool {
    guard let samplingRate, let rate = other.samplingRate else { return true }
    return abs(samplingRate - rate)
      <= samplingRate * (Self.slack + uncertainty + other.uncertainty)
  }

  /// How far clocks may lie from one another, as a share of the rate.
  static let slack = 0.01

  /// Whether times with a date begin anew at midnight, since the date is that of the
  /// beginning in all rows.
  static func isMidnight(from previous: Double, to second: Double) -> Bool {
    atMidnight.contains(second + 86_400 - previous)
  }

  /// The seconds that may lie between the rows around such a midnight; clocks may go back a little.
  private static let atMidnight = -1.0...3_600

  /// A time of day in seconds that follows another: a day later where midnight lies between them.
  func after(_ previous: Double, _ second: Double) -> Double {
    guard isOfDay, previous.isFinite, second.isFinite else { return second }
    let days = ((previous - second + 43_200) / 86_400).rounded(.down)
    return days > 0 ? second + days * 86_400 : second
  }

  /// The number of fewest decimals that rounding of the times leaves possible: 360 for 359.998.
  static func simplest(_ rate: Double, within uncertainty: Double) -> Double {
    for scale in [1.0, 10, 100, 1000] {
      let rounded = (rate * scale).rounded() / scale
      if rounded > 0, abs(rounded - rate) <= rate * uncertainty * 1.01 { return rounded }
    }
    return rate
  }
}
