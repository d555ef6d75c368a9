/// Tells -1, -9 or -99 that stands for a sample that is missing among whole numbers of which none
/// else is below zero, as of a converter: it stays for some rows, and the samples around it are off.
///
/// The lowest of a signal comes in steps, and beside others that are nearly as low.
struct UnsignedCode {
  private var isUnsigned = true
  private var found: Double?
  private var numbers = 0
  private var (length, longest) = (0, 0)
  private var before = Double.nan
  /// How far the nearer of the samples around each stretch is off.
  private var jumps: [Double] = []

  private static let fewestNumbers = 100
  private static let fewestRows = 2
  /// Signals in fewer steps may go up and down by a tenth of these at once.
  private static let leastSpan = 100.0
  private static let leastJump = 0.1
  private static let usualShare = 0.75
  private static let mostJumps = 1_000

  /// Takes the next number of the column.
  @inline(__always)
  mutating func take(_ value: Double) {
    guard isUnsigned, !value.isNaN else { return }
    if value < 0 {
      isUnsigned = MissingCode.small.contains(value) && found ?? value == value
      (found, length) = (value, length + 1)
      longest = max(longest, length)
      return
    }
    isUnsigned = value == value.rounded()
    if length > 0, let found, jumps.count < Self.mostJumps {
      jumps.append(min(value, before.isNaN ? value : before) - found)
    }
    (length, before, numbers) = (0, value, numbers + 1)
  }

  /// The number that stands for samples that are missing; nil where it may be one.
  ///
  /// - Parameter range: what the others span.
  func code(besides range: ClosedRange<Double>?) -> Double? {
    guard isUnsigned, let found, let range, numbers >= Self.fewestNumbers,
      longest >= Self.fewestRows
    else { return nil }
    let span = range.upperBound - range.lowerBound
    let far = jumps.count { $0 >= Self.leastJump * span }
    return span >= Self.leastSpan && !jumps.isEmpty
      && Double(far) >= Self.usualShare * Double(jumps.count) ? found : nil
  }
}
