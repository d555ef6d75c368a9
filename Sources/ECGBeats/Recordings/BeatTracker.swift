import Foundation

/// What is usual in a recording so far: the size of its beats and their shape.
struct BeatTracker: Sendable {
  /// The beats whose median size is the usual one.
  private static let sizeCount = 32
  /// A beat of the usual shape counts for this much of the running mean of shapes, any other for the
  /// second number.
  private static let (usualShare, otherShare): (Float, Float) = (1 / 32, 1 / 256)
  /// The correlation from which on a beat has the usual shape.
  private static let likeness: Float = 0.85

  /// The running mean of the beats before; empty before the first.
  private(set) var shape: [Float] = []
  private var sizes: [Float] = []
  private var count = 0

  /// Takes a beat.
  ///
  /// - Parameters:
  ///   - window: its samples.
  ///   - size: its height from peak to peak.
  ///   - isEarly: whether it came early, as ectopic beats do.
  /// - Returns: the median size up to this beat, and the mean shape before it (its own, where it is
  ///   the first).
  mutating func take(_ window: ArraySlice<Float>, size: Float, isEarly: Bool) -> (
    size: Float, shape: [Float]
  ) {
    if sizes.count == Self.sizeCount { sizes.removeFirst() }
    sizes.append(size)
    let sorted = sizes.sorted()
    if shape.isEmpty { shape = Array(window) }
    let before = shape
    let isUsual = !isEarly && Self.correlation(window, shape) >= Self.likeness
    let share = max(isUsual ? Self.usualShare : Self.otherShare, 1 / Float(count + 1))
    for (index, sample) in window.enumerated() { shape[index] += share * (sample - shape[index]) }
    count += isUsual || count < 4 ? 1 : 0
    return (sorted[sorted.count / 2], before)
  }

  static func correlation(_ a: ArraySlice<Float>, _ b: [Float]) -> Float {
    var (product, first, second): (Float, Float, Float) = (0, 0, 0)
    for (x, y) in zip(a, b) {
      product += x * y
      first += x * x
      second += y * y
    }
    return first > 0 && second > 0 ? product / (first * second).squareRoot() : 0
  }
}
