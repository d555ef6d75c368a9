/// Tells -1 that stands for a sample that is missing among numbers with decimals: it alone in its
/// column has none, it stays for several rows, and the samples around it are far off.
///
/// A sample of just -1 comes seldom and among others that are close to it; where numbers are
/// written as short as they may be, 0 and 1 have no decimals either.
struct BareCode {
  private var span: ClosedRange<Double>?
  private var decimals = 0
  private var others = 0
  private var longest = 0
  /// How far the nearer of the samples around each stretch is off.
  private var jumps: [Double] = []
  private var length = 0
  private var before = Double.nan

  private static let number = -1.0
  private static let fewestDecimals = 100
  private static let fewestRows = 8
  private static let leastJump = 0.25
  private static let usualShare = 0.75
  private static let mostJumps = 1_000

  /// Takes the next number of the column.
  ///
  /// - Parameter isBare: whether it is written without a decimal mark.
  @inline(__always)
  mutating func take(_ value: Double, isBare: @autoclosure () -> Bool) {
    guard others == 0, !value.isNaN else { return }
    if value == value.rounded(), isBare() {
      if value == Self.number {
        length += 1
        longest = max(longest, length)
      } else {
        others += 1
      }
      return
    }
    if length > 0, jumps.count < Self.mostJumps {
      jumps.append(
        min(abs(value - Self.number), before.isNaN ? .infinity : abs(before - Self.number)))
    }
    (length, before) = (0, value)
    decimals += 1
    if span?.contains(value) != true {
      span = span.map { min(value, $0.lowerBound)...max(value, $0.upperBound) } ?? value...value
    }
  }

  /// The number that stands for samples that are missing; nil where it may be one.
  var code: Double? {
    guard others == 0, decimals >= Self.fewestDecimals, longest >= Self.fewestRows, let span else {
      return nil
    }
    let least = Self.leastJump * (span.upperBound - span.lowerBound)
    let far = jumps.count { $0 >= least }
    return !jumps.isEmpty && Double(far) >= Self.usualShare * Double(jumps.count)
      ? Self.number : nil
  }
}
