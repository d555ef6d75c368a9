/// The numbers that stand for a sample that is missing, such as -32768, -9999 or 999999.
///
/// Each of them may be a sample as well. So they count only where they lie far off all that a column has otherwise.
struct MissingCode: Equatable, Sendable {
  /// The lowest and highest number of the column's beginning that is no such code; nil where there are too few.
  let range: ClosedRange<Double>?
  /// One that the beginning of the column has.
  private(set) var found: Double?

  /// Numbers of nines, which people and programs write for what is missing.
  private static let nines: Set<Double> = [
    9_999, 99_999, 999_999, 9_999_999, 99_999_999, 999_999_999,
  ]
  /// The ends of what 16, 24 and 32 bits hold. Where a converter stops at them, the samples before are not far off.
  private static let ends: Set<Double> = [
    -32_768, -32_767, 32_767, 65_535, -8_388_608, 8_388_607, 16_777_215, -2_147_483_648,
    2_147_483_647, 4_294_967_295,
  ]
  /// The largest Float, as far as programs write it out.
  private static let largest = 3.4028e38...3.4029e38
  /// Three nines may also be the peak of a beat in microvolts.
  private static let fewestNines = 999.0
  /// How far off the others, in what these span, codes lie.
  private static let distance = (nines: 1.0, ends: 3.0, fewestNines: 10.0)
  /// Fewer numbers do not say what a column holds.
  private static let fewestNumbers = 8

  /// - Parameter values: the numbers of a column's beginning; NaN where one is missing.
  init(of values: [Double]) {
    var range: ClosedRange<Double>?
    var count = 0
    for value in values where !value.isNaN && !Self.mayBe(value) {
      range = min(value, range?.lowerBound ?? value)...max(value, range?.upperBound ?? value)
      count += 1
    }
    self.range = count < Self.fewestNumbers ? nil : range
    found = nil
    found = values.first(where: contains)
  }

  /// Whether a number stands for a sample that is missing.
  func contains(_ value: Double) -> Bool {
    guard let range else { return found.map { $0 == value } ?? Self.mayBe(value) }
    guard value < range.lowerBound || value > range.upperBound, Self.mayBe(value) else {
      return false
    }
    let far = max(range.lowerBound - value, value - range.upperBound)
    let span = range.upperBound - range.lowerBound
    let least =
      abs(value) == Self.fewestNines
      ? Self.distance.fewestNines
      : Self.nines.contains(abs(value)) ? Self.distance.nines : Self.distance.ends
    return far > least * span
  }

  private static func mayBe(_ value: Double) -> Bool {
    // Nearly all samples are small, and looking one up takes long.
    let size = abs(value)
    guard size >= fewestNines else { return false }
    return size == fewestNines || nines.contains(size) || ends.contains(value)
      || largest.contains(size)
  }
}
