/// The numbers that stand for a sample that is missing, such as -32768, -9999 or 999999.
///
/// Each of them may be a sample as well. So they count only where they lie far off all that a
/// column has otherwise.
struct MissingCode: Equatable, Sendable {
  /// The lowest and highest number that is no such code, in the column's beginning or, where that
  /// leaves it open, in all of it; nil where there are too few.
  private(set) var range: ClosedRange<Double>?
  /// One that the column has.
  private(set) var found: Double?
  /// A small one that it has, off all others of the column or written otherwise than these.
  private(set) var foundSmall: Double?
  /// What the column spans without that; nil where it has none.
  private(set) var rangeWithoutSmall: ClosedRange<Double>?
  /// What its large numbers stand for, where they are steps below zero.
  private(set) var wrapped: WrappedSteps?

  /// Numbers of nines, which people and programs write for what is missing.
  private static let nines: Set<Double> = [
    9_999, 99_999, 999_999, 9_999_999, 99_999_999, 999_999_999,
  ]
  /// The ends of what 16, 24 and 32 bits hold. Where a converter stops at them, the samples before
  /// are not far off.
  private static let ends: Set<Double> = [
    -32_768, -32_767, 32_767, 65_535, -8_388_608, 8_388_607, 16_777_215, -2_147_483_648,
    2_147_483_647, 4_294_967_295,
  ]
  /// The largest Float, as far as programs write it out.
  private static let largest = 3.4028e38...3.4029e38
  /// Numbers that say so where they lie off all others, as -1 among the steps of a converter; in
  /// between any of them may be a sample.
  static let small: Set<Double> = [-1, -9, -99]
  /// Three nines may also be the peak of a beat in microvolts.
  private static let fewestNines = 999.0
  /// How far off the others, in what these span, codes lie.
  private static let distance = (nines: 1.0, ends: 3.0, fewestNines: 10.0)
  /// Fewer numbers do not say what a column holds.
  private static let fewestNumbers = 8

  /// - Parameter values: the numbers of a column's beginning; NaN where one is missing.
  init(of values: [Double]) {
    var numbers = Numbers()
    for value in values { numbers.take(value) }
    range = numbers.range
    wrapped = WrappedSteps(of: values)
    // What else there is may say nothing of how far off is far: one that is there from the
    // beginning on counts.
    found = isOpen ? numbers.codes.first : numbers.codes.first(where: contains)
  }

  /// The numbers of a column as far as codes are concerned.
  struct Numbers {
    private var others: ClosedRange<Double>?
    private var count = 0
    /// Those that may be codes, each once.
    private(set) var codes: [Double] = []
    /// How often there are small ones, which count among the others too.
    private(set) var small: [Double: Int] = [:]
    /// What the others span without the small ones.
    private(set) var withoutSmall: ClosedRange<Double>?
    private(set) var bare = BareCode()
    private var unsigned = UnsignedCode()
    /// Those of the beginning, as long as none contradicts it.
    private(set) var wrapped: WrappedSteps?

    init(wrapped: WrappedSteps? = nil) { self.wrapped = wrapped }

    /// Takes the next number as it is written.
    @inline(__always)
    mutating func take(_ value: Double, isBare: @autoclosure () -> Bool) {
      take(value)
      bare.take(value, isBare: isBare())
      unsigned.take(value)
      if let steps = wrapped, !value.isNaN, !steps.allows(value) { wrapped = nil }
      if MissingCode.small.contains(value) {
        small[value, default: 0] += 1
      } else if !value.isNaN, !MissingCode.mayBe(value), withoutSmall?.contains(value) != true {
        withoutSmall =
          withoutSmall.map { min(value, $0.lowerBound)...max(value, $0.upperBound) }
          ?? value...value
      }
    }

    /// A small code that is there more than once, farther off all others than these span.
    var smallCode: Double? {
      guard count >= MissingCode.fewestNumbers, let range = withoutSmall else { return nil }
      let span = range.upperBound - range.lowerBound
      return small.filter { code, times in
        times > 1 && span > 0 && max(range.lowerBound - code, code - range.upperBound) > span
      }.keys.min()
    }

    /// One among numbers of which none else is below zero.
    var unsignedCode: Double? { unsigned.code(besides: withoutSmall) }

    /// Takes the next number; NaN where one is missing.
    @inline(__always)
    mutating func take(_ value: Double) {
      if MissingCode.mayBe(value) {
        if !codes.contains(value) { codes.append(value) }
      } else if !value.isNaN {
        count += 1
        guard let range = others else { return others = value...value }
        if range.contains(value) { return }
        others = min(value, range.lowerBound)...max(value, range.upperBound)
      }
    }

    /// What the others span; nil where there are too few.
    var range: ClosedRange<Double>? { count < MissingCode.fewestNumbers ? nil : others }
  }

  /// Whether the beginning leaves open what is far off, since it has too few numbers or
  /// all are the same.
  private var isOpen: Bool { range.map { $0.lowerBound == $0.upperBound } ?? true }

  /// The code by all numbers of the column, which say what the beginning leaves open.
  func completed(by all: Numbers) -> MissingCode {
    var code = self
    code.wrapped = all.wrapped
    code.foundSmall = all.smallCode ?? all.bare.code ?? all.unsignedCode
    code.rangeWithoutSmall = code.foundSmall == nil ? nil : all.withoutSmall
    guard found == nil else { return code }
    if isOpen { code.range = all.range }
    code.found = all.codes.first(where: code.contains)
    return code
  }

  /// Whether a number stands for a sample that is missing.
  func contains(_ value: Double) -> Bool {
    if value == foundSmall { return true }
    guard let range, !isOpen else { return found == value }
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
