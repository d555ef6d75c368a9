/// Steps of a converter below zero that stand as large numbers, as where numbers of 16 bits with a
/// sign were written as if they had none: 65531 for -5.
struct WrappedSteps: Equatable, Sendable {
  /// The bits of a number.
  let bits: Int
  /// The lowest and the highest step of a column's beginning.
  let range: ClosedRange<Double>

  /// Numbers of so many bits are all there are from 0 on.
  private var count: Double { Double(1 << bits) }

  /// What converters and files have.
  private static let usual = [12, 16, 24, 32]
  private static let fewestNumbers = 100
  /// Fewer steps on either side of zero may be a converter's ends.
  private static let fewestSteps = 5.0
  /// A trace crosses zero again and again.
  private static let fewestChanges = 4

  /// - Parameter values: the numbers of a column's beginning; NaN where one is missing.
  /// - Returns: nil where there are others than small ones and those just below the largest.
  init?(of values: [Double]) {
    let numbers = values.filter { !$0.isNaN }
    guard numbers.count >= Self.fewestNumbers, let highest = numbers.max(),
      let bits = Self.usual.first(where: { highest < Double(1 << $0) }),
      highest >= 0.75 * Double(1 << bits), numbers.allSatisfy({ $0 == $0.rounded() })
    else { return nil }
    self.bits = bits
    let count = Double(1 << bits)
    let steps = numbers.map { $0 < count / 2 ? $0 : $0 - count }
    guard let low = steps.min(), let high = steps.max(), low <= -Self.fewestSteps,
      high >= Self.fewestSteps,
      zip(steps, steps.dropFirst()).count(where: { ($0 < 0) != ($1 < 0) }) >= Self.fewestChanges
    else { return nil }
    range = low...high
    guard numbers.allSatisfy(allows) else { return nil }
  }

  /// Whether a number may be one of these: none is far from zero.
  func allows(_ number: Double) -> Bool {
    0..<count / 4 ~= number || 0.75 * count..<count ~= number
  }

  /// The step that a number stands for.
  func step(_ number: Double) -> Double { number < count / 2 ? number : number - count }
}
