import ECGFiles
import Foundation

/// Makes times go on that are written in digits which begin anew: the milliseconds of each second,
/// what 16 or 32 bits hold, or hours, minutes and seconds one behind the other, `115959.996` before
/// `120000.000`.
struct ClockRounds: Equatable {
  /// The column's numbers in a second: 1,000 where they are milliseconds.
  private let scale: Double
  /// By how much they go on from row to row.
  private let step: Double
  /// What is to be added to the next number.
  private(set) var offset = 0.0
  private var last = Double.nan
  /// Whether the numbers are hours, minutes and seconds in digits.
  private let isInDigits: Bool

  /// How far from the end of a round, and from its beginning, numbers around it may be, in steps.
  private static let near = 1.5
  /// Between the digits of a minute and of the next one there are so many numbers that no second has,
  /// and so many between those of an hour and of the next one.
  private static let skippedByMinute = 40.0
  private static let skippedByHour = 4_040.0
  /// Half a day in digits: times that fall by more have passed midnight.
  private static let halfDay = 120_000.0
  /// The bits of counters of milliseconds and microseconds.
  private static let bits = [16.0, 24, 32]

  /// - Parameters:
  ///   - unit: that of the numbers.
  ///   - step: by how much they go on from row to row.
  ///   - isInDigits: whether they are known to be hours, minutes and seconds in digits.
  init(unit: TimeUnit, step: Double, isInDigits: Bool = false) {
    (scale, self.step, self.isInDigits) = (1 / unit.seconds, step, isInDigits)
  }

  /// Whether they were found to be hours, minutes and seconds in digits, so that they have to be
  /// read as such from the first on.
  var areFoundInDigits: Bool { !isInDigits && offset < 0 }

  /// The next number as it would be if none began anew.
  mutating func take(_ number: Double) -> Double {
    guard !number.isNaN else { return number }
    defer { last = number }
    if isInDigits {
      if number < last - Self.halfDay * scale { offset += 86_400 * scale }
      let (minutes, seconds) = parts(of: number, by: 100)
      let (hours, rest) = parts(of: minutes * scale, by: 100)
      return (hours * 3_600 * scale) + rest * 60 + seconds + offset
    }
    if number < last {
      offset += round(at: number) ?? 0
    } else if number - last > (Self.skippedByMinute - 1) * scale {
      offset -= surplus(at: number)
    }
    return number + offset
  }

  /// The numbers of the round that ends between the last number and this one.
  private func round(at number: Double) -> Double? {
    let rounds = (scale > 1 ? [scale] : []) + (scale >= 1_000 ? Self.bits.map { exp2($0) } : [])
    return rounds.first { isNear(number) && $0 > last && isNear($0 - last) }
  }

  /// A number of the column divided by so many, and what is left of it.
  private func parts(of number: Double, by size: Double) -> (whole: Double, rest: Double) {
    let rest = number.truncatingRemainder(dividingBy: size * scale)
    return (((number - rest) / (size * scale)).rounded(), rest)
  }

  /// The numbers that digits skip between the last number and this one, if a minute ends there.
  private func surplus(at number: Double) -> Double {
    let (minute, hour) = (100 * scale, 10_000 * scale)
    let second = last.truncatingRemainder(dividingBy: minute)
    guard isNear(60 * scale - second), isNear(number.truncatingRemainder(dividingBy: minute)) else {
      return 0
    }
    let isHour = number.truncatingRemainder(dividingBy: hour) < minute
    let found = (isHour ? Self.skippedByHour : Self.skippedByMinute) * scale
    return abs(number - last - found - step) <= Self.near * step ? found : 0
  }

  /// What to tell of numbers that were made to go on; nil where none were.
  func remark(on name: String) -> String? {
    if isInDigits {
      return
        "the times in column \(name.quoted) are hours, minutes and seconds in digits one behind the other"
    }
    return offset > 0
      ? "the times in column \(name.quoted) begin anew again and again and are taken to go on: of a gap between "
        + "rows whole rounds are not seen" : nil
  }

  private func isNear(_ distance: Double) -> Bool { 0...Self.near * step ~= distance }
}
